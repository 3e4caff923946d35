//! From pointers to nodes and back.

use crate::pointer::{Pointer, Step, element_key};

use super::Error;
use super::tree::{Kind, NodeId, Tree};
use super::value::key_name;

/// The node one step below another. Aliases are not followed.
#[must_use]
pub fn step(tree: &Tree<'_>, node: NodeId, step: &Step<'_>) -> Option<NodeId> {
    match (step, tree.kind(node)) {
        (Step::Key(key), Kind::Map | Kind::FlowMap) => tree
            .entries(node)
            .find(|(name, _)| key_name(tree, *name).is_ok_and(|name| name == *key))
            .map(|(_, value)| value),
        (Step::Index(index), Kind::Seq | Kind::FlowSeq) => tree.children(node).nth(*index),
        _ => None,
    }
}

/// The node that a pointer from `root` leads to, or the last one on the way that exists: what a message points at.
/// Aliases are followed.
#[must_use]
pub fn nearest(tree: &Tree<'_>, root: NodeId, pointer: &Pointer<'_>) -> NodeId {
    let mut node = root;
    let mut named_by = None;
    for along in &pointer.0 {
        let found = match along {
            Step::Named { name, occurrence } => named(tree, node, named_by.unwrap_or("name"), name, *occurrence),
            along => step(tree, tree.target(node), along),
        };
        named_by = match along {
            Step::Key(key) => element_key(key),
            _ => None,
        };
        match found {
            Some(child) => node = child,
            None => break,
        }
    }
    node
}

/// The node that a pointer from `root` leads to, if the document has it literally: neither aliases nor merge keys are
/// followed.
#[must_use]
pub fn exact(tree: &Tree<'_>, root: NodeId, pointer: &Pointer<'_>) -> Option<NodeId> {
    let mut node = root;
    let mut named_by = None;
    for along in &pointer.0 {
        node = match along {
            Step::Named { .. } if tree.kind(node) == Kind::Alias => return None,
            Step::Named { name, occurrence } => named(tree, node, named_by?, name, *occurrence)?,
            along => step(tree, node, along)?,
        };
        named_by = match along {
            Step::Key(key) => element_key(key),
            _ => None,
        };
    }
    Some(node)
}

/// The key of the entry that a value stands in, if it stands in one: what a message about a key points at.
#[must_use]
pub fn key_of(tree: &Tree<'_>, root: NodeId, value: NodeId) -> Option<NodeId> {
    let mut node = root;
    loop {
        let inside = |child: &NodeId| *child <= value && value < tree.nodes()[*child].next as usize;
        match tree.kind(node) {
            Kind::Map | Kind::FlowMap => {
                let (key, child) = tree.entries(node).find(|(_, child)| inside(child))?;
                if child == value {
                    return Some(key);
                }
                node = child;
            }
            Kind::Seq | Kind::FlowSeq => node = tree.children(node).find(inside)?,
            _ => return None,
        }
    }
}

fn named(tree: &Tree<'_>, list: NodeId, key: &str, name: &str, occurrence: usize) -> Option<NodeId> {
    let is_named = |item: &NodeId| {
        let value = step(tree, tree.target(*item), &Step::Key(key.into()));
        value.is_some_and(|value| tree.content(tree.target(value)) == name)
    };
    tree.children(tree.target(list)).filter(is_named).nth(occurrence)
}

/// The pointer from `root` to a node below it.
///
/// # Errors
/// [`Error::Edit`] if the node is part of a key.
pub fn pointer_to<'s>(tree: &Tree<'s>, root: NodeId, to: NodeId) -> Result<Pointer<'s>, Error> {
    let mut steps = Vec::new();
    let mut node = root;
    while node != to {
        let inside = |child: &NodeId| *child <= to && to < tree.nodes()[*child].next as usize;
        let found = match tree.kind(node) {
            Kind::Map | Kind::FlowMap => tree
                .entries(node)
                .find(|(_, child)| inside(child))
                .and_then(|(key, child)| Some((Step::Key(key_name(tree, key).ok()?), child))),
            Kind::Seq | Kind::FlowSeq => tree
                .children(node)
                .enumerate()
                .find(|(_, child)| inside(child))
                .map(|(index, child)| (Step::Index(index), child)),
            _ => None,
        };
        let Some((along, child)) = found else {
            let message = "an alias in a key; write the key out".to_owned();
            return Err(Error::Edit { message, offset: tree.start(to) });
        };
        steps.push(along);
        node = child;
    }
    Ok(Pointer(steps))
}
