//! What standard input is. The engine edits all shapes alike; only the answer to a failure depends on it.
//!
//! What can't be read is taken for a stream of manifests, and a failure then gives an empty answer: never a wrong one.

use otel_inject::pointer::Step;
use otel_inject::yaml::{NodeId, Tree, documents, key_of, read, step};

/// What standard input is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The wrapper of KRM functions.
    ResourceList {
        /// Its configuration.
        config: Option<Config>,
    },
    /// A List, or documents one after the other.
    Stream,
}

/// The functionConfig of a ResourceList.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Config {
    /// What it is.
    pub(crate) head: Head,
    /// Where its key begins in the text.
    pub(crate) at: usize,
}

/// What tells the kind of an object.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// `apps/v1`.
    pub(crate) api_version: String,
    /// `Deployment`.
    pub(crate) kind: String,
}

/// What a text is.
pub(crate) fn shape(text: &str) -> Shape {
    let documents = documents(text);
    let [only] = &documents[..] else { return Shape::Stream };
    let Ok(tree) = read(&text[only.clone()]) else { return Shape::Stream };
    let Some(root) = tree.root() else { return Shape::Stream };
    if head_of(&tree, root).kind != "ResourceList" {
        return Shape::Stream;
    }
    let given = |config: &NodeId| {
        let nothing = matches!(&*tree.content(*config), "" | "null" | "~" | "{}");
        tree.children(*config).next().is_some() || !nothing
    };
    let config = child(&tree, root, "functionConfig").filter(given);
    let config = config.map(|config| {
        let key = key_of(&tree, root, config).unwrap_or(config);
        Config { head: head_of(&tree, config), at: only.start + tree.start(key) }
    });
    Shape::ResourceList { config }
}

/// What the first document of a text is.
pub(crate) fn head(text: &str) -> Head {
    let first = documents(text).into_iter().next().unwrap_or_default();
    let tree = read(&text[first]);
    tree.ok().and_then(|tree| Some(head_of(&tree, tree.root()?))).unwrap_or_default()
}

fn child(tree: &Tree<'_>, node: NodeId, key: &'static str) -> Option<NodeId> {
    step(tree, node, &Step::Key(key.into()))
}

fn head_of(tree: &Tree<'_>, node: NodeId) -> Head {
    let text =
        |key| child(tree, node, key).map(|value| tree.content(tree.target(value)).into_owned()).unwrap_or_default();
    Head { api_version: text("apiVersion"), kind: text("kind") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Option<(String, String, usize)> {
        match shape(text) {
            Shape::ResourceList { config } => {
                config.map(|config| (config.head.api_version, config.head.kind, config.at))
            }
            Shape::Stream => panic!("a stream: {text}"),
        }
    }

    #[test]
    fn a_resource_list_is_told_by_its_kind() {
        for text in [
            "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n",
            "\u{feff}# a comment\n---\nitems:\n- kind: Deployment\nkind: \"ResourceList\" # here\r\n",
            "{\"kind\": \"ResourceList\", \"items\": []}",
        ] {
            assert_eq!(shape(text), Shape::ResourceList { config: None }, "{text}");
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

    #[test]
    fn its_configuration_is_told_by_kind_and_place() {
        let text = "kind: ResourceList\nfunctionConfig:\n  # ours\n  metadata:\n    kind: Trap\n  \
                    apiVersion: opentelemetry.io/v1alpha1\n  kind: Instrumentation\nitems: []\n";
        let (group, kind, at) = config(text).expect("a configuration");
        assert_eq!((group.as_str(), kind.as_str()), ("opentelemetry.io/v1alpha1", "Instrumentation"));
        assert!(text[at..].starts_with("functionConfig:"));
        assert_eq!(config("kind: ResourceList\nfunctionConfig: null\nitems: []\n"), None);
        assert_eq!(config("kind: ResourceList\nfunctionConfig: {}\n"), None);
        let flow = config("kind: ResourceList\nfunctionConfig: {\"kind\": \"A\"}\n");
        assert_eq!(flow.map(|(_, kind, _)| kind), Some("A".to_owned()));
    }
}
