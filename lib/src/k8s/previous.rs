//! The names that an object had before kustomize renamed it. What refers to it may still use them.

use std::borrow::Cow;

use super::Object;

/// The annotations in which kustomize keeps them during a build, in the same order, joined by commas.
const NAMES: &str = "internal.config.kubernetes.io/previousNames";
const NAMESPACES: &str = "internal.config.kubernetes.io/previousNamespaces";

/// What kustomize writes for an object without a namespace.
const NO_NAMESPACE: &str = "default";

/// A name that an object had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviousName {
    /// Its namespace then. Where it had none, this is `default`: kustomize doesn't tell the two apart.
    pub namespace: String,
    /// Its name then.
    pub name: String,
}

impl PreviousName {
    /// Its namespace, where it certainly had one.
    #[must_use]
    pub fn known_namespace(&self) -> Option<&str> {
        Some(self.namespace.as_str()).filter(|namespace| *namespace != NO_NAMESPACE)
    }
}

impl Object<'_, '_> {
    /// The names that it had, the first one first; none outside of a kustomize build.
    #[must_use]
    pub fn previous_names(&self) -> Vec<PreviousName> {
        let annotations = self.annotations();
        let Some(names) = annotations.get(NAMES).filter(|names| !names.is_empty()) else { return Vec::new() };
        let namespaces = annotations.get(NAMESPACES).unwrap_or(Cow::Borrowed(""));
        let mut namespaces = namespaces.split(',').filter(|namespace| !namespace.is_empty());
        let mut previous: Vec<PreviousName> = Vec::new();
        for name in names.split(',') {
            let namespace = namespaces.next().unwrap_or(NO_NAMESPACE);
            let one = PreviousName { namespace: namespace.to_owned(), name: name.to_owned() };
            if !previous.contains(&one) {
                previous.push(one);
            }
        }
        previous
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    fn previous(annotations: [(&'static str, Value<'static>); 2]) -> Vec<(Option<String>, String)> {
        let object = Value::map([("metadata", Value::map([("annotations", Value::map(annotations))]))]);
        let names = Object(&object).previous_names();
        names.into_iter().map(|one| (one.known_namespace().map(str::to_owned), one.name)).collect()
    }

    #[test]
    fn names_and_namespaces_belong_together() {
        let told = |names: &'static str, namespaces: &'static str| {
            previous([(NAMES, Value::from(names)), (NAMESPACES, Value::from(namespaces))])
        };
        let shop = Some("shop".to_owned());
        assert_eq!(
            told("web,web,dev-web,dev-web", "default,shop,shop,shop"),
            [(None, "web".to_owned()), (shop.clone(), "web".to_owned()), (shop.clone(), "dev-web".to_owned())]
        );
        assert_eq!(told("web,api", ",shop,"), [(shop.clone(), "web".to_owned()), (None, "api".to_owned())]);
        assert_eq!(told("web,api", "shop"), [(shop, "web".to_owned()), (None, "api".to_owned())]);
        assert_eq!(told("", "shop"), []);
        assert_eq!(previous([("a", Value::Null), ("b", Value::Null)]), []);
    }
}
