//! How something was written before an edit took it away, so that it can be put back byte for byte.

use super::edit::{gap_above, header_indicators, lines_of, source_range, stripping_header};
use super::tree::{Kind, NodeId, Tree};
use super::value::value;
use super::{documents, read};
use crate::value::Value;

/// The source of a value that comes through a merge key. Putting it back means removing the mapping's own key, so that
/// the merged one counts again.
pub const MERGED: &str = "<<";

/// How a value is written: the text from its colon or dash to its end, so with the blanks before it.
#[must_use]
pub fn value_source<'s>(tree: &Tree<'s>, node: NodeId) -> &'s str {
    &tree.source[source_range(tree, node)]
}

/// How an item of a list is written: in block style its lines, with the comments above and below it; in a flow
/// collection just its text.
#[must_use]
pub fn item_source<'s>(tree: &Tree<'s>, list: NodeId, item: NodeId) -> &'s str {
    if tree.kind(list).is_block_collection() {
        &tree.source[lines_of(tree, item)]
    } else {
        &tree.source[tree.outer_start(item)..tree.end(item)]
    }
}

/// The block scalar at the end of a text that lacks its last line end, unless its header strips line ends. If something
/// comes after it, it needs a line end that its value must not get.
#[must_use]
pub fn unended_scalar(tree: &Tree<'_>) -> Option<NodeId> {
    let id = tree.nodes().len().checked_sub(1)?;
    let block = matches!(tree.kind(id), Kind::Literal | Kind::Folded) && tree.end(id) == tree.source.len();
    // A comment after the header may have a dash too.
    let strips = || tree.source[header_indicators(tree, id)].contains('-');
    (block && !strips()).then_some(id)
}

/// A stream with a line end added. A block scalar at its end that had no line end in its value gets a header that
/// strips it.
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

/// What the text of [`value_source`] or [`item_source`] means. `None` if it doesn't stand for itself, like an alias, or
/// isn't YAML.
#[must_use]
pub fn source_value(source: &str, item: bool) -> Option<Value<'static>> {
    // The line end ends the last line of a block scalar.
    let text = if item { source.to_owned() } else { format!("k:{source}\n") };
    let tree = read(&text).ok()?;
    let value = value(&tree, tree.root()?).ok()?.into_owned();
    match value {
        Value::List(mut list) if item && list.len() == 1 => Some(list.remove(0)),
        Value::Map(mut map) if !item => map.remove("k"),
        value => item.then_some(value),
    }
}

/// How many blank or comment lines stand between an item, with its own comments, and the item before it.
#[must_use]
pub fn gap(tree: &Tree<'_>, list: NodeId, index: usize) -> usize {
    if tree.kind(list).is_block_collection() { gap_above(tree, list, index) } else { 0 }
}
