//! The documents of a source, and the objects in them.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::k8s::KINDS;
use crate::pointer::Step;
use crate::yaml::{self, Error, Kind, NodeId, Tree};

/// What the annotations and labels of both operators, ours and the cluster's, have in common.
static NEEDLES: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| ["opentelemetry.io/", "otel-inject.dev/"].map(Finder::new));

/// Whether anything in a text can ask for something: what can't is not read at all.
pub(crate) fn may_ask(text: &str) -> bool {
    NEEDLES.iter().any(|needle| needle.find(text.as_bytes()).is_some()) || has_escaped_key(text)
}

/// What every injection leaves, with or without a record.
static LEFT: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| ["opentelemetry-auto-instrumentation", "OTEL_RESOURCE_ATTRIBUTES_POD_NAME"].map(Finder::new));

/// Whether a text can hold an injection that carries no record.
pub(crate) fn may_carry(text: &str) -> bool {
    // Behind an escape anything could be.
    text.contains('\\') || LEFT.iter().any(|needle| needle.find(text.as_bytes()).is_some())
}

/// The kinds of workload.
static WORKLOADS: LazyLock<[Finder<'static>; KINDS.len()]> =
    LazyLock::new(|| KINDS.each_ref().map(|kind| Finder::new(kind.kind)));

/// Whether a text can hold a workload, which a Namespace or a rule may ask for without a word in the text.
pub(crate) fn may_hold_workload(text: &str) -> bool {
    // Behind an escape anything could be.
    text.contains('\\') || WORKLOADS.iter().any(|kind| kind.find(text.as_bytes()).is_some())
}

/// Whether a key in double quotes has an escape, behind which anything could be.
fn has_escaped_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        let escape = at + found;
        let start = memchr::memrchr(b'\n', &bytes[..escape]).map_or(0, |newline| newline + 1);
        let end = memchr::memchr(b'\n', &bytes[escape..]).map_or(bytes.len(), |newline| escape + newline);
        let closes_key = |at: usize| text[at + 1..end].trim_start().starts_with(':');
        let quoted_before = memchr::memchr(b'"', &bytes[start..escape]).is_some();
        let key_behind = memchr::memchr_iter(b'"', &bytes[escape..end]).any(|quote| closes_key(escape + quote));
        if quoted_before && key_behind {
            return true;
        }
        at = end;
    }
    false
}

/// The nodes of the objects in a document: its root, or the items of a List or ResourceList.
pub(crate) fn objects(tree: &Tree<'_>) -> Vec<NodeId> {
    let mut found = Vec::new();
    if let Some(root) = tree.root() {
        collect(tree, root, 0, &mut found);
    }
    found
}

fn collect(tree: &Tree<'_>, node: NodeId, depth: usize, found: &mut Vec<NodeId>) {
    // Lists in lists are read too, but nobody nests them for long.
    const DEEPEST: usize = 8;
    let items = child(tree, node, "items").filter(|items| matches!(tree.kind(*items), Kind::Seq | Kind::FlowSeq));
    match items {
        Some(items) if depth < DEEPEST && kind_of(tree, node).is_some_and(|kind| kind.ends_with("List")) => {
            for item in tree.children(items) {
                collect(tree, item, depth + 1, found);
            }
        }
        _ => found.push(node),
    }
}

/// The value of a key.
pub(crate) fn child(tree: &Tree<'_>, node: NodeId, key: &str) -> Option<NodeId> {
    yaml::step(tree, tree.target(node), &Step::Key(key.into()))
}

/// An object's `kind`.
pub(crate) fn kind_of(tree: &Tree<'_>, node: NodeId) -> Option<String> {
    let kind = child(tree, node, "kind")?;
    Some(tree.content(tree.target(kind)).into_owned())
}

/// A document's text as a tree.
pub(crate) fn read<'s>(text: &'s str, range: &Range<usize>) -> Result<Tree<'s>, Error> {
    yaml::read(&text[range.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_ask_is_read() {
        assert!(may_ask("a:\n  instrumentation.opentelemetry.io/inject-python: 'true'\n"));
        assert!(may_ask("\"instrumentation.opentelemetry.i\\u006f/inject\": x\n"));
        assert!(!may_ask("a: \"x\\ny\"\nb: 1\n"));
        assert!(may_hold_workload("kind: CronJob\n") && may_hold_workload("kind: \"Deploy\\u006dent\"\n"));
        assert!(!may_hold_workload("kind: Service\nspec: {}\n"));
        assert!(!may_ask("command: [\"sh\", \"-c\", \"echo \\\"a\\\"\"]\n"));
    }
}
