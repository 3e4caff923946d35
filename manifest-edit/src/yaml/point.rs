//! What messages show of a place in an object: bytes of the text, and the name of a field.

use std::ops::Range;

use super::locate::{key_of, nearest};
use super::tree::{NodeId, Tree};
use crate::pointer::{Pointer, Step};

/// The bytes that a message about a place points at: a scalar itself, or the key of a collection.
#[must_use]
pub fn point(tree: &Tree<'_>, object: NodeId, at: &Pointer<'_>, offset: usize) -> Range<usize> {
    let node = nearest(tree, object, at);
    let kind = tree.kind(node);
    let shown = if kind.is_block_collection() || tree.start(node) == tree.end(node) {
        match key_of(tree, object, node) {
            Some(key) => key,
            None => tree.children(node).next().unwrap_or(node),
        }
    } else {
        node
    };
    let (start, end) = (tree.start(shown), tree.end(shown));
    // A message points at the beginning of a collection rather than at all of it.
    let end = if tree.kind(shown).is_block_collection() { start } else { end };
    offset + start..offset + end
}

/// A path the way Kubernetes writes it in messages: `spec.template.spec.containers[web].env`.
#[must_use]
pub fn field(at: &Pointer<'_>) -> String {
    let mut out = String::new();
    for step in &at.0 {
        match step {
            Step::Key(key) if key.contains('.') => {
                out.push('[');
                out.push_str(key);
                out.push(']');
            }
            Step::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(key);
            }
            Step::Index(index) => out.push_str(&format!("[{index}]")),
            Step::Named { name, .. } => out.push_str(&format!("[{name}]")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_written_as_kubernetes_does() {
        let at = Pointer::keys(&["spec", "containers"])
            .join(Step::Named { name: "web".into(), occurrence: 0 })
            .join(Step::Key("env".into()))
            .join(Step::Index(2));
        assert_eq!(field(&at), "spec.containers[web].env[2]");
        assert_eq!(field(&Pointer::keys(&["metadata", "annotations", "a.b/c"])), "metadata.annotations[a.b/c]");
    }
}
