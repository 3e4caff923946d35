//! What names a workload in a run: its file too, where another file has one of the same name.

use std::collections::HashMap;

use crate::diagnostic::{ObjectRef, printable};

use super::Entry;

/// The workloads of a run by their names.
pub(super) struct Names<'a>(HashMap<Name<'a>, Files<'a>>);

type Name<'a> = (&'a str, Option<&'a str>, &'a str);

struct Files<'a> {
    first: &'a str,
    has_others: bool,
}

impl<'a> Names<'a> {
    pub(super) fn of(entries: &[Entry<'a>]) -> Self {
        let mut names: HashMap<Name<'a>, Files<'a>> = HashMap::new();
        for Entry { object, file, .. } in entries {
            let files = names.entry(name(object)).or_insert(Files { first: file, has_others: false });
            files.has_others |= files.first != *file;
        }
        Self(names)
    }

    /// `Deployment shop/web (apps/web/deployment.yaml), spec.template`
    pub(super) fn shown(&self, Entry { object, file, template, .. }: &Entry<'_>) -> String {
        let repeated = self.0.get(&name(object)).is_some_and(|files| files.has_others);
        let file = if repeated { format!(" ({})", printable(file)) } else { String::new() };
        let template = template.map_or_else(String::new, |template| format!(", {}", printable(template)));
        format!("{object}{file}{template}")
    }
}

fn name(object: &ObjectRef) -> Name<'_> {
    (&object.kind, object.namespace.as_deref(), &object.name)
}
