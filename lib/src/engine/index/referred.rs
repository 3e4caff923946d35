//! Which Secrets and ConfigMaps there are: injection refers to them by name.

use std::collections::BTreeSet;

use crate::k8s::{Object, PreviousName};

/// Kind, namespace and name of the objects that injection can refer to.
#[derive(Debug, Default)]
pub(super) struct Referred(BTreeSet<(String, String, String)>);

impl Referred {
    /// Adds an object; `namespace` is that of objects that name none.
    pub(super) fn add(&mut self, object: Object<'_, '_>, namespace: Option<&str>) {
        let own = object.namespace();
        let namespace = own.as_deref().or(namespace).unwrap_or_default();
        let mut add = |name: String| self.0.insert((object.kind().to_owned(), namespace.to_owned(), name));
        // kustomize follows its own renaming in what refers to an object by an earlier name.
        for PreviousName { name, .. } in object.previous_names() {
            add(name);
        }
        add(object.name().into_owned());
    }

    /// Whether there is an object of this kind and name; in any namespace, if none is known to look in.
    pub(super) fn has(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        self.0.iter().any(|(its_kind, its_namespace, its_name)| {
            its_kind == kind && its_name == name && (namespace.is_none() || namespace == Some(its_namespace.as_str()))
        })
    }
}
