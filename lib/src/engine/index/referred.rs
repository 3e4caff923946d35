//! Which Secrets and ConfigMaps there are: injection refers to them by name.

use std::collections::{BTreeSet, HashMap};

use crate::k8s::{Object, PreviousName};

/// By kind and name of the objects that injection can refer to, the namespaces that have one. Which of several is meant
/// makes no difference: only whether there is one.
#[derive(Debug, Default)]
pub(super) struct Referred(HashMap<(String, String), BTreeSet<String>>);

impl Referred {
    /// Adds an object; `namespace` is that of objects that name none.
    pub(super) fn add(&mut self, object: Object<'_, '_>, namespace: Option<&str>) {
        let own = object.namespace();
        let namespace = own.as_deref().or(namespace).unwrap_or_default();
        let mut add = |name: String| {
            self.0.entry((object.kind().to_owned(), name)).or_default().insert(namespace.to_owned());
        };
        // kustomize follows its own renaming in what refers to an object by an earlier name.
        for PreviousName { name, .. } in object.previous_names() {
            add(name);
        }
        add(object.name().into_owned());
    }

    /// Whether there is an object of this kind and name; in any namespace, if none is known to look in.
    pub(super) fn has(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        let namespaces = self.0.get(&(kind.to_owned(), name.to_owned()));
        namespaces.is_some_and(|namespaces| namespace.is_none_or(|namespace| namespaces.contains(namespace)))
    }
}
