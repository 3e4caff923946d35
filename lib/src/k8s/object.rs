//! What all objects have in common: names, labels, annotations, owners.

use std::borrow::Cow;

use crate::diagnostic::ObjectRef;
use crate::value::Value;

use super::StringMap;

/// Marks an object that is for kustomize or kpt only, and never gets to a cluster; to kustomize with any other value
/// than `false`, too.
const LOCAL_CONFIG: &str = "config.kubernetes.io/local-config";

/// A read-only view of any object. What is missing or of the wrong type reads as empty.
#[derive(Debug, Clone, Copy)]
pub struct Object<'v, 's>(pub &'v Value<'s>);

/// What an object says of its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnerReference<'v> {
    /// The owner's kind.
    pub kind: &'v str,
    /// Its name.
    pub name: &'v str,
    /// Its uid, empty where none is given.
    pub uid: &'v str,
}

impl<'v, 's> Object<'v, 's> {
    /// `apps/v1`.
    #[must_use]
    pub fn api_version(&self) -> &'v str {
        self.0.str_at(&["apiVersion"]).unwrap_or_default()
    }

    /// The group of `apiVersion`; empty for the core group.
    #[must_use]
    pub fn group(&self) -> &'v str {
        self.api_version().split_once('/').map_or("", |(group, _)| group)
    }

    /// `Deployment`.
    #[must_use]
    pub fn kind(&self) -> &'v str {
        self.0.str_at(&["kind"]).unwrap_or_default()
    }

    /// `metadata.name`; a name without quotes that reads as a number is its text.
    #[must_use]
    pub fn name(&self) -> Cow<'v, str> {
        self.0.at(&["metadata", "name"]).and_then(Value::text).unwrap_or_default()
    }

    /// `metadata.namespace`, where it isn't empty.
    #[must_use]
    pub fn namespace(&self) -> Option<Cow<'v, str>> {
        self.0.at(&["metadata", "namespace"]).and_then(Value::text).filter(|namespace| !namespace.is_empty())
    }

    /// `metadata.uid`, empty where none is given.
    #[must_use]
    pub fn uid(&self) -> &'v str {
        self.0.str_at(&["metadata", "uid"]).unwrap_or_default()
    }

    /// `metadata.labels`.
    #[must_use]
    pub fn labels(&self) -> StringMap<'v, 's> {
        StringMap::new(self.0.at(&["metadata", "labels"]))
    }

    /// `metadata.annotations`.
    #[must_use]
    pub fn annotations(&self) -> StringMap<'v, 's> {
        StringMap::new(self.0.at(&["metadata", "annotations"]))
    }

    /// Whether it is local configuration, not meant for a cluster.
    #[must_use]
    pub fn is_local_config(&self) -> bool {
        self.annotations().get(LOCAL_CONFIG).is_some_and(|value| value != "false")
    }

    /// `metadata.ownerReferences`.
    pub fn owners(&self) -> impl Iterator<Item = OwnerReference<'v>> + use<'v, 's> {
        let list = self.0.at(&["metadata", "ownerReferences"]).and_then(Value::as_list);
        let text = |owner: &'v Value<'s>, key| owner.get(key).and_then(Value::as_str).unwrap_or_default();
        list.into_iter().flat_map(|list| list.iter()).map(move |owner| OwnerReference {
            kind: text(owner, "kind"),
            name: text(owner, "name"),
            uid: text(owner, "uid"),
        })
    }

    /// What names it.
    #[must_use]
    pub fn reference(&self) -> ObjectRef {
        ObjectRef {
            api_version: self.api_version().to_owned(),
            kind: self.kind().to_owned(),
            namespace: self.namespace().map(Cow::into_owned),
            name: self.name().into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_namespace_without_a_name_is_none() {
        let namespace = |metadata: serde_json::Value| {
            Object(&Value::from(&json!({"metadata": metadata}))).namespace().map(Cow::into_owned)
        };
        assert_eq!(namespace(json!({"namespace": "shop"})), Some("shop".to_owned()));
        assert_eq!(namespace(json!({"namespace": 5})), Some("5".to_owned()));
        for none in [json!({}), json!({"namespace": ""}), json!({"namespace": null}), json!({"namespace": {}})] {
            assert_eq!(namespace(none.clone()), None, "{none}");
        }
    }
}
