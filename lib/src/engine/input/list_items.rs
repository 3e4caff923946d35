//! Lists of objects in a document.

use crate::yaml::{Kind, NodeId, Tree};

use super::inventory::child;

/// Lists in lists are read too, but nobody nests them for long.
pub(super) const DEEPEST: usize = 8;

/// The items of a list of objects, such as a List or a ResourceList.
pub(super) fn items(tree: &Tree<'_>, node: NodeId, depth: usize) -> Option<NodeId> {
    let items = child(tree, node, "items").filter(|items| matches!(tree.kind(*items), Kind::Seq | Kind::FlowSeq))?;
    let is_list = || kind_of(tree, node).is_some_and(|kind| kind.ends_with("List"));
    (depth < DEEPEST && is_list()).then_some(items)
}

/// An object's `kind`.
pub(super) fn kind_of(tree: &Tree<'_>, node: NodeId) -> Option<String> {
    let kind = child(tree, node, "kind")?;
    Some(tree.content(tree.target(kind)).into_owned())
}
