//! The text of what an edit takes away, kept so that it can come back as it was.

use super::edit::{gap_above, lines_of, source_range};
use super::tree::{NodeId, Tree};

/// How a value is written: from behind its colon or dash to its end, so with the blanks before it.
#[must_use]
pub fn value_source<'s>(tree: &Tree<'s>, node: NodeId) -> &'s str {
    &tree.source[source_range(tree, node)]
}

/// How an item of a list is written: its lines with the comments directly above it in a block, its text in a flow
/// collection.
#[must_use]
pub fn item_source<'s>(tree: &Tree<'s>, list: NodeId, item: NodeId) -> &'s str {
    if tree.kind(list).is_block_collection() {
        &tree.source[lines_of(tree, item)]
    } else {
        &tree.source[tree.outer_start(item)..tree.end(item)]
    }
}

/// How many blank or comment lines stand between an item with its comments and the item before it.
#[must_use]
pub fn gap(tree: &Tree<'_>, list: NodeId, index: usize) -> usize {
    if tree.kind(list).is_block_collection() { gap_above(tree, list, index) } else { 0 }
}
