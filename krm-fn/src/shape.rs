//! What standard input is. The engine edits all shapes alike; only the answer to a failure depends on it.
//!
//! What can't be read is taken for a stream of manifests, and a failure then gives an empty answer: never a wrong one.

use otel_inject::pointer::Step;
use otel_inject::yaml::{documents, read, step};

/// What standard input is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The wrapper of KRM functions.
    ResourceList,
    /// A List, or documents one after the other.
    Stream,
}

/// What a text is.
pub(crate) fn shape(text: &str) -> Shape {
    let documents = documents(text);
    let [only] = &documents[..] else { return Shape::Stream };
    let Ok(tree) = read(&text[only.clone()]) else { return Shape::Stream };
    let Some(root) = tree.root() else { return Shape::Stream };
    let kind = step(&tree, root, &Step::Key("kind".into()));
    match kind.map(|kind| tree.content(tree.target(kind))) {
        Some(kind) if kind == "ResourceList" => Shape::ResourceList,
        _ => Shape::Stream,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_list_is_told_by_its_kind() {
        for text in [
            "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n",
            "\u{feff}# a comment\n---\nitems:\n- kind: Deployment\nkind: \"ResourceList\" # here\r\n",
            "{\"kind\": \"ResourceList\", \"items\": []}",
        ] {
            assert_eq!(shape(text), Shape::ResourceList, "{text}");
        }
        for text in [
            "",
            "kind: List\nitems:\n- kind: ResourceList\n",
            "kind: ConfigMap\n---\nkind: ResourceList\n",
            "items:\n  kind: ResourceList\n",
            "{\"kind\": \"List\"}",
            "kind: ResourceLister\n",
            "kind: [ResourceList\n",
        ] {
            assert_eq!(shape(text), Shape::Stream, "{text}");
        }
    }
}
