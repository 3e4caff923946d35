//! Annotations and labels, and how those of pod and Namespace combine.

use std::borrow::Cow;

use crate::value::{Map, Value};

/// A mapping of strings, such as labels. What isn't a string but a scalar is read as its text: `true` without quotes
/// is a mistake that Kubernetes refuses, and its meaning is clear.
#[derive(Debug, Clone, Copy, Default)]
pub struct StringMap<'v, 's>(Option<&'v Map<'s>>);

impl<'v, 's> StringMap<'v, 's> {
    /// Of a value that may be missing or something else; then it holds nothing.
    #[must_use]
    pub fn new(value: Option<&'v Value<'s>>) -> Self {
        Self(value.and_then(Value::as_map))
    }

    /// The text of a key, where it has one that isn't null.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Cow<'v, str>> {
        self.0?.get(key)?.text()
    }

    /// Keys and strings in the order in which they stand, without what isn't a string: of `1.10` without quotes nobody can
    /// tell what was meant.
    pub fn strings(&self) -> impl Iterator<Item = (&'v str, &'v str)> + use<'v, 's> {
        self.0.into_iter().flat_map(Map::iter).filter_map(|(key, value)| Some((key, value.as_str()?)))
    }

    /// Keys and texts in the order in which they stand.
    pub fn iter(&self) -> impl Iterator<Item = (&'v str, Cow<'v, str>)> + use<'v, 's> {
        self.0.into_iter().flat_map(Map::iter).filter_map(|(key, value)| Some((key, value.text()?)))
    }
}

/// What an annotation of the operator's comes to, from the pod and its Namespace (the
/// operator's `annotationValue`): the pod may name something, or opt out; where it only says `true` the Namespace may be more
/// exact. Empty where neither says anything.
#[must_use]
pub fn effective_annotation<'v>(key: &str, pod: StringMap<'v, '_>, namespace: StringMap<'v, '_>) -> Cow<'v, str> {
    let of_pod = pod.get(key).unwrap_or_default();
    let of_namespace = namespace.get(key).unwrap_or_default();
    let pod_wins = of_namespace.is_empty()
        || !(of_pod.is_empty() || of_pod.eq_ignore_ascii_case("true"))
        || (!of_pod.is_empty() && of_namespace.eq_ignore_ascii_case("false"));
    if pod_wins { of_pod } else { of_namespace }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(pod: &'static str, namespace: &'static str) -> String {
        let pod = Value::map([("key", Value::from(pod))]);
        let namespace = Value::map([("key", Value::from(namespace))]);
        effective_annotation("key", StringMap::new(Some(&pod)), StringMap::new(Some(&namespace))).into_owned()
    }

    #[test]
    fn the_namespace_only_speaks_where_the_pod_leaves_it_open() {
        for (pod, namespace, wanted) in [
            ("", "", ""),
            ("a", "", "a"),
            ("", "b", "b"),
            ("a", "b", "a"),
            ("false", "b", "false"),
            ("true", "b", "b"),
            ("True", "b", "b"),
            ("true", "false", "true"),
            ("true", "FALSE", "true"),
            ("", "false", "false"),
        ] {
            assert_eq!(value(pod, namespace), wanted, "pod {pod:?}, namespace {namespace:?}");
        }
    }

    #[test]
    fn a_scalar_without_quotes_is_read_as_its_text() {
        let map = Value::map([("a", Value::Bool(true)), ("b", Value::Int(5)), ("c", Value::Null)]);
        let map = StringMap::new(Some(&map));
        assert_eq!(map.get("a").as_deref(), Some("true"));
        assert_eq!(map.get("b").as_deref(), Some("5"));
        assert_eq!(map.get("c"), None);
        assert_eq!((map.iter().count(), map.strings().count()), (2, 0));
    }
}
