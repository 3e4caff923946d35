//! The resource attributes of a container, without those that an injection wrote behind its own.

use crate::k8s::StringMap;
use crate::operator::RESOURCE_PREFIX;

use crate::record::pieces::is_our_attribute;

/// The container's own pairs; none where all are ours.
///
/// An injection writes its pairs in the order of their keys, behind those of the container. Between the two nothing
/// tells of a pair that only the Instrumentation gives: it stays.
pub(super) fn own(value: &str, annotations: StringMap<'_, '_>) -> Option<String> {
    let pairs: Vec<&str> = value.split(',').collect();
    let annotated = |pair: &str| {
        let parts = pair.split_once('=');
        parts.is_some_and(|(key, value)| annotations.get(&format!("{RESOURCE_PREFIX}{key}")).as_deref() == Some(value))
    };
    let known = |pair: &str| is_our_attribute(pair) || annotated(pair);
    let Some(sure) = pairs.iter().position(|pair| pair.contains("$(OTEL_RESOURCE_ATTRIBUTES_")) else {
        return Some(value.to_owned());
    };
    let mut begin = sure;
    while begin > 0 && known(pairs[begin - 1]) && key(pairs[begin - 1]) < key(pairs[begin]) {
        begin -= 1;
    }
    let mut own = pairs[..begin].to_vec();
    let mut last = key(pairs[begin]);
    for pair in &pairs[begin..] {
        // What a person wrote behind is out of order.
        if known(pair) || key(pair) > last {
            last = key(pair);
        } else {
            own.push(pair);
        }
    }
    (!own.is_empty()).then(|| own.join(","))
}

fn key(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::value::Value;

    use super::*;

    #[test]
    fn what_stands_before_and_behind_is_the_containers_own() {
        let annotations = Value::map([("resource.opentelemetry.io/a", Value::from("1"))]);
        let own = |value: &str| own(value, StringMap::new(Some(&annotations)));
        let ours = "k8s.container.name=c,k8s.pod.name=$(OTEL_RESOURCE_ATTRIBUTES_POD_NAME),owner=b,service.version=1";
        assert_eq!(own(ours), None);
        assert_eq!(own(&format!("team=a,{ours}")), Some("team=a".to_owned()));
        assert_eq!(own(&format!("a=1,{ours}")), None, "an annotation says it");
        assert_eq!(own(&format!("a=2,{ours}")), Some("a=2".to_owned()), "nobody knows who says it");
        assert_eq!(own(&format!(",{ours}")), Some(String::new()), "an empty value of its own");
        assert_eq!(own(&format!("{ours},late=x")), Some("late=x".to_owned()));
        let second = "k8s.pod.name=$(OTEL_RESOURCE_ATTRIBUTES_POD_NAME)";
        assert_eq!(own(&format!("team=a,{ours},{second}")), Some("team=a".to_owned()), "two languages");
        assert_eq!(own("team=a"), Some("team=a".to_owned()));
    }
}
