//! JSON, of which only what names objects is kept.

use std::borrow::Cow;

use serde::Deserialize;

use super::Counter;

/// What of an object is looked at.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow, default, rename = "apiVersion")]
    api_version: Cow<'a, str>,
    #[serde(borrow, default)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    items: Vec<Named<'a>>,
}

impl Counter<'_> {
    /// The workloads of a JSON object; `None` if it is none, such as a flow mapping of YAML.
    pub(super) fn json(&self, text: &str) -> Option<usize> {
        serde_json::from_str(text).ok().map(|root| self.named(&root))
    }

    fn named(&self, object: &Named<'_>) -> usize {
        if object.kind.ends_with("List") {
            let items = if self.is_data(&object.kind) { &[] } else { &object.items[..] };
            return items.iter().map(|item| self.named(item)).sum();
        }
        usize::from(self.is_workload(&object.api_version, &object.kind))
    }
}
