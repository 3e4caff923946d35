//! What a container says of its origin: resource attributes, the service's name and version.

use std::borrow::Cow;

use crate::k8s::{Container, ContainerRef, parse_image};

use super::pod_attributes::{Attributes, PodAttributes};
use super::{Context, service_name};

/// A variable whose value is a field of the pod.
pub(super) struct FromPod {
    /// Its name.
    pub(super) variable: &'static str,
    /// How other variables of the container refer to it.
    pub(super) reference: &'static str,
    /// The field.
    pub(super) field: &'static str,
}

macro_rules! from_pod {
    ($variable:literal, $field:literal) => {
        FromPod { variable: $variable, reference: concat!("$(", $variable, ")"), field: $field }
    };
}

/// Where the pod's own name, uid, node and namespace come from at run time.
pub(super) const POD_NAME: FromPod = from_pod!("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "metadata.name");
pub(super) const POD_UID: FromPod = from_pod!("OTEL_RESOURCE_ATTRIBUTES_POD_UID", "metadata.uid");
pub(super) const NODE_NAME: FromPod = from_pod!("OTEL_RESOURCE_ATTRIBUTES_NODE_NAME", "spec.nodeName");
pub(super) const NAMESPACE_NAME: FromPod = from_pod!("OTEL_RESOURCE_ATTRIBUTES_NAMESPACE_NAME", "metadata.namespace");
/// Their names and fields.
pub(super) const FIELDS: [(&str, &str); 4] = [
    (POD_NAME.variable, POD_NAME.field),
    (POD_UID.variable, POD_UID.field),
    (NODE_NAME.variable, NODE_NAME.field),
    (NAMESPACE_NAME.variable, NAMESPACE_NAME.field),
];
/// Where the attributes go.
pub(super) const ATTRIBUTES: &str = "OTEL_RESOURCE_ATTRIBUTES";

/// The attributes that name the service where nothing else does, the first with a value.
const NAMING: [&str; 7] = [
    "k8s.deployment.name",
    "k8s.replicaset.name",
    "k8s.statefulset.name",
    "k8s.daemonset.name",
    "k8s.cronjob.name",
    "k8s.job.name",
    "k8s.pod.name",
];

type Text<'f> = Cow<'f, str>;

/// What one container says of its origin.
#[derive(Debug)]
pub(super) struct Origin<'f> {
    /// The attributes, as far as they are known from here.
    attributes: Attributes<'f>,
    /// The keys of those that a rule gives.
    ruled: Vec<&'f str>,
    /// The service's name.
    pub(super) service_name: Text<'f>,
    /// Whether a rule says it, which then goes before the Instrumentation's variables.
    pub(super) named_by_rule: bool,
    /// The service's version, where one is known.
    version: Option<Text<'f>>,
}

impl<'f> Origin<'f> {
    /// Of a container, as its variables are now.
    pub(super) fn of(
        context: &Context<'f, '_>,
        pod: &PodAttributes<'f>,
        place: &'f ContainerRef,
        container: Container<'_, '_>,
    ) -> Self {
        let name = place.name.as_str();
        let own = container.env_value(ATTRIBUTES);
        let mut attributes = pod.with_container(name);
        let ruled = by_rule(context, place);
        for (key, value) in &ruled {
            attributes.set(*key, *value);
        }
        let ruled: Vec<&str> = ruled.into_iter().map(|(key, _)| key).collect();
        let operators_name = |attributes: &Attributes<'f>| {
            pod.service_name
                .clone()
                .or_else(|| NAMING.iter().find_map(|key| attributes.get(key).filter(|name| !name.is_empty()).cloned()))
                .or_else(|| pod.workload_name.clone())
                .unwrap_or(Cow::Borrowed(name))
        };
        // Before keys are left out that are there by now: one container has one name in all of its languages.
        let named = service_name::by_rule(context, name, || operators_name(&attributes));
        if !own.is_empty() {
            attributes.0.retain(|(key, _)| ruled.contains(&&**key) || !own_keys(&own).any(|own| own == key));
        }
        let named_by_rule = named.is_some();
        let service_name = named.unwrap_or_else(|| operators_name(&attributes));
        let version = pod.version.clone().or_else(|| version_of_image(container.image()).map(Cow::Owned));
        Self { attributes, ruled, service_name, named_by_rule, version }
    }

    /// Gives an attribute that is unknown the value that a variable has at run time, and says whether it was unknown.
    pub(super) fn fill(&mut self, key: &'static str, variable: &FromPod) -> bool {
        let unknown = self.attributes.get(key).is_none_or(|value| value.is_empty());
        if unknown {
            self.attributes.set(key, variable.reference);
        }
        unknown
    }

    /// What a container has already, without what a rule says otherwise; `None` if the rule says none of it.
    pub(super) fn without_ruled(&self, own: &str) -> Option<String> {
        let stays = |pair: &&str| !own_keys(pair).any(|key| self.ruled.contains(&key));
        let rest: Vec<&str> = own.split(',').filter(stays).collect();
        (rest.len() < own.split(',').count()).then(|| rest.join(","))
    }

    /// `key=value` in the order of keys, behind what the container has already.
    pub(super) fn written(mut self, own: &str) -> String {
        if !self.ruled.contains(&"k8s.pod.name") {
            self.attributes.set("k8s.pod.name", POD_NAME.reference);
        }
        if let Some(version) = self.version
            && !self.ruled.contains(&"service.version")
            && !own.contains("service.version")
        {
            self.attributes.set("service.version", version);
        }
        let attributes = self.attributes.0;
        let length = attributes.iter().map(|(key, value)| key.len() + value.len() + 2).sum();
        let mut text = String::with_capacity(length);
        for (key, value) in &attributes {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(key);
            text.push('=');
            text.push_str(value);
        }
        text
    }
}

/// The attributes that a rule gives a container: all but those that it has of its own, before any injection.
fn by_rule<'f>(context: &Context<'f, '_>, place: &ContainerRef) -> Vec<(&'f str, &'f str)> {
    let Some(rule) = context.request.rule.filter(|rule| !rule.resource_attributes.is_empty()) else {
        return Vec::new();
    };
    let container = context.surroundings.workload.pod().and_then(|pod| pod.container(place));
    let own = container.map(|container| container.env_value(ATTRIBUTES)).unwrap_or_default();
    // SDKs take a value with `=` in it too, where the operator sees no pair.
    let is_own = |key: &str| own.split(',').any(|pair| pair.split('=').next().is_some_and(|own| own.trim() == key));
    let all = rule.resource_attributes.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    all.filter(|(key, _)| !is_own(key)).collect()
}

/// The keys in a value of OTEL_RESOURCE_ATTRIBUTES; what isn't exactly one `key=value` has none.
fn own_keys(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (!value.contains('=')).then_some(key)
    })
}

fn version_of_image(image: &str) -> Option<String> {
    let image = parse_image(image)?;
    match (image.tag, image.digest) {
        (Some(tag), Some(digest)) => Some(format!("{tag}@{digest}")),
        (tag, digest) => tag.or(digest).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_with_one_equals_sign_have_a_key() {
        let keys: Vec<&str> = own_keys("a=1, b=2 ,c,d=e=f,=g,").collect();
        assert_eq!(keys, ["a", "b", ""]);
    }

    #[test]
    fn the_version_of_an_image_is_its_tag_and_its_digest() {
        let digest = format!("sha256:{}", "a".repeat(64));
        let version = |image: &str| version_of_image(image);
        assert_eq!(version("app:1"), Some("1".to_owned()));
        assert_eq!(version(&format!("app@{digest}")), Some(digest.clone()));
        assert_eq!(version(&format!("app:1@{digest}")), Some(format!("1@{digest}")));
        assert_eq!(version("app"), None);
        assert_eq!(version("App:1"), None);
    }
}
