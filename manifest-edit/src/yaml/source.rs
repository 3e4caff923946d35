//! The text of what an edit takes away, kept so that it can come back as it was.

use super::edit::{gap_above, header_indicators, lines_of, source_range, stripping_header};
use super::tree::{Kind, NodeId, Tree};
use super::value::value;
use super::{documents, read};
use crate::value::Value;

/// The source of a value that a mapping has through a merge key: its own key goes, and the merged one counts again.
pub const MERGED: &str = "<<";

/// How a value is written: from behind its colon or dash to its end, so with the blanks before it.
#[must_use]
pub fn value_source<'s>(tree: &Tree<'s>, node: NodeId) -> &'s str {
    &tree.source[source_range(tree, node)]
}

/// How an item of a list is written: its lines with its comments, above and below, in a block, its text in a flow
/// collection.
#[must_use]
pub fn item_source<'s>(tree: &Tree<'s>, list: NodeId, item: NodeId) -> &'s str {
    if tree.kind(list).is_block_collection() {
        &tree.source[lines_of(tree, item)]
    } else {
        &tree.source[tree.outer_start(item)..tree.end(item)]
    }
}

/// The block scalar that ends a text without a last line end, if one does whose header counts line ends.
#[must_use]
pub fn unended_scalar(tree: &Tree<'_>) -> Option<NodeId> {
    let id = tree.nodes().len().checked_sub(1)?;
    let block = matches!(tree.kind(id), Kind::Literal | Kind::Folded) && tree.end(id) == tree.source.len();
    // A comment behind the header may have a dash too.
    let strips = || tree.source[header_indicators(tree, id)].contains('-');
    (block && !strips()).then_some(id)
}

/// A stream with a line end at its end, whatever its last document is: a block scalar there that had none in its value
/// gets a header that does not count it.
#[must_use]
pub fn with_line_end(stream: &str, line_end: &str) -> String {
    let mut out = format!("{stream}{line_end}");
    let last = documents(stream).pop().map_or(0, |range| range.start);
    if let Ok(tree) = read(&stream[last..])
        && let Some(id) = unended_scalar(&tree)
    {
        let (header, text) = stripping_header(&tree, id);
        out.replace_range(last + header.start..last + header.end, &text);
    }
    out
}

/// What a source of [`value_source`] or [`item_source`] means; none where it does not stand for itself, as with an
/// alias, or is no YAML.
#[must_use]
pub fn source_value(source: &str, item: bool) -> Option<Value<'static>> {
    // What follows a block scalar ends its last line.
    let text = if item { source.to_owned() } else { format!("k:{source}\n") };
    let tree = read(&text).ok()?;
    let value = value(&tree, tree.root()?).ok()?.into_owned();
    match value {
        Value::List(mut list) if item && list.len() == 1 => Some(list.remove(0)),
        Value::Map(mut map) if !item => map.remove("k"),
        value => item.then_some(value),
    }
}

/// How many blank or comment lines stand between an item with its comments and the item before it.
#[must_use]
pub fn gap(tree: &Tree<'_>, list: NodeId, index: usize) -> usize {
    if tree.kind(list).is_block_collection() { gap_above(tree, list, index) } else { 0 }
}
