//! The wrapper of KRM functions: what holds for a ResourceList and for no other standard input. The engine edits all shapes
//! alike; only what is said about them depends on it.
//!
//! What can't be read is taken for a stream of manifests, and a failure then gives an empty answer: never a wrong one.

use otel_inject::pointer::Step;
use otel_inject::yaml::{Kind, NodeId, Tree, documents, read, step};

/// The annotation by which kustomize finds its resources again in what a function gives back.
const KUSTOMIZE_ID: &str = "kustomize.config.k8s.io/id";

/// Annotations that say where an item comes from; those of later versions of the orchestrators first.
const PATH: [&str; 2] = ["internal.config.kubernetes.io/path", "config.kubernetes.io/path"];
const INDEX: [&str; 2] = ["internal.config.kubernetes.io/index", "config.kubernetes.io/index"];

/// A ResourceList as it was read.
pub(crate) struct ResourceList<'t> {
    tree: Tree<'t>,
    root: NodeId,
    /// Where its document begins in the text.
    offset: usize,
}

/// The file that an item comes from, and which of its documents it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) index: Option<i64>,
}

impl<'t> ResourceList<'t> {
    /// A text as a ResourceList, if it is one.
    pub(crate) fn of(text: &'t str) -> Option<Self> {
        let documents = documents(text);
        let [only] = &documents[..] else { return None };
        let tree = read(&text[only.clone()]).ok()?;
        let list = Self { root: tree.root()?, tree, offset: only.start };
        list.text(list.root, "kind").is_some_and(|kind| kind == "ResourceList").then_some(list)
    }

    /// The file of what is at a place in the text: of an item, or of the configuration.
    pub(crate) fn file_at(&self, offset: usize) -> Option<File> {
        let offset = offset.checked_sub(self.offset)?;
        let is_there = |node: &NodeId| (self.tree.start(*node)..=self.tree.end(*node)).contains(&offset);
        let node = self.items().chain(self.child(self.root, "functionConfig")).find(is_there)?;
        let path = PATH.iter().find_map(|key| self.annotation(node, key))?;
        let index = INDEX.iter().find_map(|key| self.annotation(node, key)?.parse().ok());
        Some(File { path, index })
    }

    /// What a validator answers that has nothing to complain of: kustomize adds annotations to items that come back
    /// and takes them for changes, kpt deletes items that don't come back. None where the items come back as they are.
    pub(crate) fn without_items(&self) -> Option<String> {
        let mut items = self.items().peekable();
        items.peek()?;
        let of_kustomize = items.all(|item| self.annotation(item, KUSTOMIZE_ID).is_some());
        let version = self.text(self.root, "apiVersion").filter(|_| of_kustomize)?;
        Some(format!("apiVersion: {version}\nkind: ResourceList\nitems: []\n"))
    }

    fn items(&self) -> impl Iterator<Item = NodeId> {
        let is_list = |items: &NodeId| matches!(self.tree.kind(*items), Kind::Seq | Kind::FlowSeq);
        let items = self.child(self.root, "items").filter(is_list);
        items.into_iter().flat_map(|items| self.tree.children(items))
    }

    fn annotation(&self, object: NodeId, key: &str) -> Option<String> {
        self.text(self.child(self.child(object, "metadata")?, "annotations")?, key)
    }

    fn text(&self, node: NodeId, key: &str) -> Option<String> {
        Some(self.tree.content(self.child(node, key)?).into_owned())
    }

    fn child(&self, node: NodeId, key: &str) -> Option<NodeId> {
        let child = step(&self.tree, self.tree.target(node), &Step::Key(key.into()))?;
        Some(self.tree.target(child))
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
            assert!(ResourceList::of(text).is_some(), "{text}");
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
            assert!(ResourceList::of(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_item_knows_its_file() {
        let text = "\
# first
kind: ResourceList
items:
- kind: A
  metadata:
    annotations: {config.kubernetes.io/path: old.yaml, internal.config.kubernetes.io/path: a.yaml, config.kubernetes.io/index: '2'}
- kind: B
  metadata: {annotations: {config.kubernetes.io/path: b.yaml, config.kubernetes.io/index: none}}
- kind: C
- null
functionConfig:
  kind: D
  metadata: {annotations: {internal.config.kubernetes.io/path: d.yaml, internal.config.kubernetes.io/index: 0}}
";
        let list = ResourceList::of(text).expect("a ResourceList");
        let file = |of: &str| list.file_at(text.find(of).expect("there")).map(|file| (file.path, file.index));
        assert_eq!(file("A\n"), Some(("a.yaml".to_owned(), Some(2))));
        assert_eq!(file("B\n"), Some(("b.yaml".to_owned(), None)));
        assert_eq!(file("C\n"), None);
        assert_eq!(file("D\n"), Some(("d.yaml".to_owned(), Some(0))));
        assert_eq!((file("# first"), file("ResourceList")), (None, None));
    }

    #[test]
    fn only_the_items_of_kustomize_stay_away() {
        let of = |items: &str| {
            let text = format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:{items}\n");
            ResourceList::of(&text).expect("a ResourceList").without_items()
        };
        let item = |key: &str| format!("\n- metadata: {{annotations: {{{key}: x}}}}");
        let ours = item(KUSTOMIZE_ID);
        let empty = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n";
        assert_eq!(of(&format!("{ours}{ours}")).as_deref(), Some(empty));
        for items in [" []", " null", "", " 1", &item("a"), &format!("{ours}{}", item("a")), &format!("{ours}\n- null")]
        {
            assert_eq!(of(items), None, "{items}");
        }
    }
}
