//! What all containers of a pod say of their origin.

use std::borrow::Cow;

use crate::k8s::{Object, StringMap, owner_attribute};
use crate::operator::RESOURCE_PREFIX;

use super::Context;
use super::attributes::{NAMESPACE_NAME, POD_NAME};

/// What the labels begin with that describe an application.
const LABEL: &str = "app.kubernetes.io/";

type Text<'f> = Cow<'f, str>;

/// Attributes in the order of their keys, each key once. There are about a dozen.
#[derive(Debug, Default)]
pub(super) struct Attributes<'f>(pub(super) Vec<(Text<'f>, Text<'f>)>);

impl<'f> Attributes<'f> {
    pub(super) fn get(&self, key: &str) -> Option<&Text<'f>> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub(super) fn set(&mut self, key: impl Into<Text<'f>>, value: impl Into<Text<'f>>) {
        let (key, value) = (key.into(), value.into());
        match self.0.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (key, value)),
        }
    }

    /// Sets what is known; an empty value is not.
    fn set_known(&mut self, key: impl Into<Text<'f>>, value: impl Into<Text<'f>>) {
        let value = value.into();
        if !value.is_empty() {
            self.set(key, value);
        }
    }
}

/// What is known of a pod, whichever of its containers is meant.
#[derive(Debug)]
pub(super) struct PodAttributes<'f> {
    annotations: StringMap<'f, 'f>,
    /// What an annotation or, where labels count, a label names the service.
    pub(super) service_name: Option<Text<'f>>,
    /// The name of a workload of a kind that the operator knows no attribute for: it names the service where nothing else does.
    pub(super) workload_name: Option<Text<'f>>,
    /// The service's version, from an annotation or a label likewise.
    pub(super) version: Option<Text<'f>>,
    namespace: &'f str,
    attributes: Attributes<'f>,
}

impl<'f> PodAttributes<'f> {
    /// All of them, later ones over earlier ones.
    pub(super) fn of(context: &Context<'f, 'f>) -> Self {
        let (workload, spec) = (&context.surroundings.workload, context.spec());
        let pod = workload.pod();
        let annotations = pod.map(|pod| pod.annotations()).unwrap_or_default();
        let labels = pod.map(|pod| pod.labels()).filter(|_| spec.defaults.use_labels_for_resource_attributes);
        let labels = labels.unwrap_or_default();
        let namespace = workload.namespace.unwrap_or(NAMESPACE_NAME.reference);
        let mut all = Attributes(Vec::with_capacity(16));
        for (key, value) in &spec.resource.attributes {
            all.set(key, value);
        }
        all.set_known("k8s.namespace.name", namespace);
        if let Some(pod) = pod {
            all.set_known("k8s.node.name", pod.0.str_at(&["spec", "nodeName"]).unwrap_or_default());
        }
        // Of other workloads the template has neither: the pods get their own.
        if workload.is_pod() {
            all.set_known("k8s.pod.name", workload.object.name());
            all.set_known("k8s.pod.uid", workload.object.uid());
        }
        if let Some(key) = workload.kind.attribute {
            all.set_known(key, workload.object.name());
        }
        if matches!(workload.kind.kind.as_str(), "Pod" | "ReplicaSet" | "Job") {
            owners(workload.object, spec.resource.add_k8s_uid_attributes, &mut all);
        }
        for (key, value) in annotations.strings() {
            if let Some(key) = key.strip_prefix(RESOURCE_PREFIX).filter(|key| *key != "service.name") {
                all.set(key, value);
            }
        }
        let annotation = |key| given(annotations.strings(), RESOURCE_PREFIX, key);
        let label = |key| given(labels.iter(), LABEL, key);
        all.set("service.namespace", annotation("service.namespace").unwrap_or(namespace.into()));
        let service_name = annotation("service.name").or_else(|| label("instance")).or_else(|| label("name"));
        let version = annotation("service.version").or_else(|| label("version"));
        let has_no_attribute = workload.kind.attribute.is_none() && !workload.is_pod();
        let workload_name = has_no_attribute.then(|| workload.object.name()).filter(|name| !name.is_empty());
        Self { annotations, service_name, workload_name, version, namespace, attributes: all }
    }

    /// The same with what names a container, unless an annotation says it for all of them.
    pub(super) fn with_container(&self, name: &'f str) -> Attributes<'f> {
        let mut all = Attributes(Vec::with_capacity(16));
        all.0.extend(self.attributes.0.iter().cloned());
        let id = [self.namespace, ".", POD_NAME.reference, ".", name].concat();
        for (key, value) in [("k8s.container.name", Cow::Borrowed(name)), ("service.instance.id", Cow::Owned(id))] {
            if !self.annotations.strings().any(|(known, _)| known.strip_prefix(RESOURCE_PREFIX) == Some(key)) {
                all.set_known(key, value);
            }
        }
        all
    }
}

/// The owners of an object, as the operator follows them: from a Pod, a ReplicaSet or a Job.
fn owners<'f>(object: Object<'f, 'f>, uids: bool, all: &mut Attributes<'f>) {
    for owner in object.owners() {
        let Some(key) = owner_attribute(owner.kind) else { continue };
        all.set_known(key, owner.name);
        if let Some(key) = key.strip_suffix(".name").filter(|_| uids) {
            all.set_known(format!("{key}.uid"), owner.uid);
        }
    }
}

/// The value of an annotation or label with this prefix, where it isn't empty.
fn given<'f, V: Into<Text<'f>>>(
    mut all: impl Iterator<Item = (&'f str, V)>,
    prefix: &str,
    key: &str,
) -> Option<Text<'f>> {
    let (_, value) = all.find(|(name, _)| name.strip_prefix(prefix) == Some(key))?;
    Some(value.into()).filter(|value| !value.is_empty())
}
