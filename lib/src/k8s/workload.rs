//! The kinds of object that hold a pod template, and where.

use crate::pointer::{Pointer, Step};
use crate::value::Value;

use super::{Object, Pod, StringMap};

/// A kind of object that holds a pod template.
#[derive(Debug, PartialEq, Eq)]
pub struct WorkloadKind {
    /// The group of `apiVersion`, in any version; empty for the core group.
    pub group: &'static str,
    /// `kind`.
    pub kind: &'static str,
    /// Where its pod template is; nowhere further for a Pod, which is its own.
    pub template: &'static [&'static str],
    /// The resource attribute that its name goes into, where the operator knows one.
    pub attribute: Option<&'static str>,
    /// Whether its pods are meant to end.
    pub runs_to_completion: bool,
}

/// What most kinds have in common.
const fn workload(group: &'static str, kind: &'static str) -> WorkloadKind {
    WorkloadKind { group, kind, template: &["spec", "template"], attribute: None, runs_to_completion: false }
}

/// All of them.
pub const KINDS: &[WorkloadKind] = &[
    WorkloadKind { template: &[], ..workload("", "Pod") },
    WorkloadKind { attribute: Some("k8s.deployment.name"), ..workload("apps", "Deployment") },
    WorkloadKind { attribute: Some("k8s.statefulset.name"), ..workload("apps", "StatefulSet") },
    WorkloadKind { attribute: Some("k8s.daemonset.name"), ..workload("apps", "DaemonSet") },
    WorkloadKind { attribute: Some("k8s.replicaset.name"), ..workload("apps", "ReplicaSet") },
    WorkloadKind { attribute: Some("k8s.job.name"), runs_to_completion: true, ..workload("batch", "Job") },
    WorkloadKind {
        template: &["spec", "jobTemplate", "spec", "template"],
        attribute: Some("k8s.cronjob.name"),
        runs_to_completion: true,
        ..workload("batch", "CronJob")
    },
    workload("argoproj.io", "Rollout"),
];

impl WorkloadKind {
    /// The pod template of an object of this kind, to change.
    pub fn template_mut<'v, 's>(&self, object: &'v mut Value<'s>) -> Option<&'v mut Value<'s>> {
        self.template.iter().try_fold(object, |value, key| value.as_map_mut()?.get_mut(key))
    }
}

/// The kind of workload that an object is, if it is one.
#[must_use]
pub fn workload_kind(object: &Value<'_>) -> Option<&'static WorkloadKind> {
    let object = Object(object);
    KINDS.iter().find(|kind| kind.kind == object.kind() && kind.group == object.group())
}

/// The resource attribute for an owner's name. The operator looks at the kind alone, in any case.
#[must_use]
pub fn owner_attribute(kind: &str) -> Option<&'static str> {
    KINDS.iter().find(|known| known.kind.eq_ignore_ascii_case(kind))?.attribute
}

/// A workload and what decides about it from outside: its namespace and that Namespace's annotations.
#[derive(Debug, Clone, Copy)]
pub struct Workload<'v, 's> {
    /// What kind it is.
    pub kind: &'static WorkloadKind,
    /// The object.
    pub object: Object<'v, 's>,
    /// Its namespace: its own, or the one that holds for objects that name none.
    pub namespace: Option<&'v str>,
    /// The annotations of that Namespace.
    pub namespace_annotations: StringMap<'v, 's>,
}

impl<'v, 's> Workload<'v, 's> {
    /// An object as a workload, if it is one.
    #[must_use]
    pub fn of(
        object: &'v Value<'s>,
        namespace: Option<&'v str>,
        namespace_annotations: StringMap<'v, 's>,
    ) -> Option<Self> {
        Some(Self { kind: workload_kind(object)?, object: Object(object), namespace, namespace_annotations })
    }

    /// The pod template, where there is one: a Rollout may refer to another workload's.
    #[must_use]
    pub fn template(&self) -> Option<&'v Value<'s>> {
        self.object.0.at(self.kind.template).filter(|template| !template.is_null())
    }

    /// The pod template as a pod.
    #[must_use]
    pub fn pod(&self) -> Option<Pod<'v, 's>> {
        self.template().map(Pod)
    }

    /// Where something in the pod template is in the whole object.
    #[must_use]
    pub fn in_template(&self, below: Pointer<'static>) -> Pointer<'static> {
        let mut steps: Vec<Step<'static>> = Pointer::keys(self.kind.template).0;
        steps.extend(below.0);
        Pointer(steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(api_version: &'static str, kind: &'static str) -> Option<&'static str> {
        let object = Value::map([("apiVersion", Value::from(api_version)), ("kind", Value::from(kind))]);
        workload_kind(&object).map(|kind| kind.kind)
    }

    #[test]
    fn a_kind_is_known_by_its_group_in_any_version() {
        assert_eq!(kind("apps/v1", "Deployment"), Some("Deployment"));
        assert_eq!(kind("apps/v1beta2", "Deployment"), Some("Deployment"));
        assert_eq!(kind("batch/v1", "CronJob"), Some("CronJob"));
        assert_eq!(kind("argoproj.io/v1alpha1", "Rollout"), Some("Rollout"));
        assert_eq!(kind("v1", "Pod"), Some("Pod"));
        assert_eq!(kind("serving.knative.dev/v1", "Deployment"), None);
        assert_eq!(kind("v1", "Service"), None);
    }

    #[test]
    fn owners_are_known_by_kind_in_any_case() {
        assert_eq!(owner_attribute("replicaset"), Some("k8s.replicaset.name"));
        assert_eq!(owner_attribute("Rollout"), None);
        assert_eq!(owner_attribute("Pod"), None);
    }

    #[test]
    fn a_template_that_is_null_is_none() {
        let has_template = |template: Value<'static>| {
            let kind = [("apiVersion", Value::from("argoproj.io/v1alpha1")), ("kind", Value::from("Rollout"))];
            let object = Value::map([kind[0].clone(), kind[1].clone(), ("spec", Value::map([("template", template)]))]);
            Workload::of(&object, None, StringMap::default()).is_some_and(|workload| workload.template().is_some())
        };
        assert!(has_template(Value::map([("spec", Value::Null)])));
        assert!(!has_template(Value::Null));
    }
}
