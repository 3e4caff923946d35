//! Whether a text is worth giving beside the inputs.

use crate::k8s::Kinds;
use crate::yaml;

use super::inventory::Holds;
use super::prefilter::may_request_injection;
use super::read::{ReadDocument, ReadObject};

/// Whether a text holds what a run looks up beside its inputs: Instrumentations, Namespaces, collectors, Services, Secrets,
/// ConfigMaps. A document that can't be read is told elsewhere, and counts.
#[must_use]
pub fn is_of_use(text: &str) -> bool {
    let is_looked_up = |object: &ReadObject| {
        !matches!(object.holds, Holds::Other | Holds::Kustomization | Holds::Template) && !object.holds.is_workload()
    };
    yaml::documents(text).into_iter().any(|range| match ReadDocument::read(text, 0, range.clone(), Kinds::known()) {
        Ok(document) => document.objects.iter().any(is_looked_up),
        Err(_) => may_request_injection(&text[range]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_up_is_of_use() {
        for useful in [
            "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\n",
            "a: 1\n---\napiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Namespace}]\n",
            "apiVersion: v1\nkind: Secret\n",
            // What is wrong with it is told elsewhere.
            "a: [instrumentation.opentelemetry.io/inject-java\n",
        ] {
            assert!(is_of_use(useful), "{useful}");
        }
        for useless in ["", "a: 1\n", "a: [\n", "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n"] {
            assert!(!is_of_use(useless), "{useless}");
        }
    }
}
