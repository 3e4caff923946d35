//! Carries out plans on a document's text. Everything outside of the edited places stays as it is, byte for byte.
//!
//! Edits become [`Splice`]s of the original text. New lines follow the document's own [`Style`]; flow collections and
//! JSON stay what they are. A text that lacks its last line end is edited as if it had one, which is taken off again at
//! the end.

mod aliases;
mod block;
mod comments;
mod entries;
mod flow;
mod lines;
mod replace;
mod splice;
mod swallowed;

use std::borrow::Cow;

use crate::plan::{Content, Edits, Op, Plan, edited};
use crate::pointer::Step;
use crate::value::{Text, Value};

use super::Error;
use super::source::unended_scalar;
use super::style::Style;
use super::tree::{Kind, NodeId, Tree};
use super::value::{key_name, value};
use super::write::Writer;

pub use aliases::write_outs;
pub(super) use replace::source_range;
use splice::{Splice, spliced};
pub(super) use swallowed::swallowed;

/// How many lines stand between an item of a block list, with its comments, and the item before it.
pub(super) fn gap_above(tree: &Tree<'_>, list: NodeId, index: usize) -> usize {
    Editor::to_look(tree).gap_above(list, index)
}

/// The lines of an item of a block list, with its comments.
pub(super) fn lines_of(tree: &Tree<'_>, item: NodeId) -> std::ops::Range<usize> {
    Editor::to_look(tree).lines_of(item)
}

/// The range of the indicators in the header of a block scalar.
pub(super) fn header_indicators(tree: &Tree<'_>, id: NodeId) -> std::ops::Range<usize> {
    let behind = tree.start(id) + 1;
    let indicators = tree.source[behind..].bytes().take_while(|byte| matches!(byte, b'+' | b'-' | b'0'..=b'9')).count();
    behind..behind + indicators
}

/// How to change the header of a block scalar so that one more line end doesn't count: the range of its indicators, and
/// the new ones.
pub(super) fn stripping_header(tree: &Tree<'_>, id: NodeId) -> (std::ops::Range<usize>, String) {
    let range = header_indicators(tree, id);
    let chomping = if tree.content(id).ends_with('\n') { "" } else { "-" };
    let text = format!("{chomping}{}", tree.source[range.clone()].replace('+', ""));
    (range, text)
}

/// Whether there is a line of nothing but blanks, which would become part of a block scalar written before it.
fn has_lines_of_blanks(text: &str) -> bool {
    let may = [" \n", " \r\n"].iter().any(|end| memchr::memmem::find(text.as_bytes(), end.as_bytes()).is_some());
    may && text.lines().any(|line| line.starts_with(' ') && line.trim().is_empty())
}

/// Carries out plans for some of a document's nodes and returns its new text, unverified.
///
/// # Errors
/// [`Error::Edit`] if an edit can't be written without touching something else.
pub fn edit<'s>(tree: &Tree<'s>, plans: &[(NodeId, &Plan<'s>)]) -> Result<String, Error> {
    let mut editor = Editor::new(tree);
    for (node, plan) in plans {
        let edits: Vec<(&[Step<'s>], &Op<'s>)> = plan.edits.iter().map(|edit| (&edit.at.0[..], &edit.op)).collect();
        let site = Site { column: tree.lead(*node).map(|lead| tree.column(lead)), in_flow: false, item: true };
        editor.walk(*node, site, &edits, 0)?;
    }
    Ok(editor.finish())
}

/// What a node stands in.
#[derive(Debug, Clone, Copy)]
struct Site {
    /// The column of the key or dash that it belongs to; `None` at the root.
    column: Option<usize>,
    /// Whether it is inside a flow collection.
    in_flow: bool,
    /// Whether it is an item rather than the value of a key.
    item: bool,
}

struct Editor<'t, 's> {
    tree: &'t Tree<'s>,
    /// The document's text, with a line end at its end.
    text: Cow<'s, str>,
    writer: Writer,
    splices: Vec<Splice>,
    depth: usize,
}

impl<'t, 's> Editor<'t, 's> {
    fn new(tree: &'t Tree<'s>) -> Self {
        let style = Style::of(tree);
        let text = if tree.source.is_empty() || tree.source.ends_with('\n') {
            Cow::Borrowed(tree.source)
        } else {
            Cow::Owned(format!("{}{}", tree.source, style.line_end))
        };
        let literals = text.len() == tree.source.len() && !has_lines_of_blanks(tree.source);
        Self { tree, text, writer: Writer { style, literals }, splices: Vec::new(), depth: 0 }
    }

    /// An editor to look things up with: it needs neither the document's style nor its last line end.
    fn to_look(tree: &'t Tree<'s>) -> Self {
        let writer = Writer { style: Style::PLAIN, literals: false };
        Self { tree, text: Cow::Borrowed(tree.source), writer, splices: Vec::new(), depth: 0 }
    }

    fn finish(mut self) -> String {
        let lacks_line_end = self.text.len() > self.tree.source.len();
        if lacks_line_end {
            self.keep_last_block_scalar();
        }
        let mut out = spliced(&self.text, self.splices);
        if lacks_line_end && out.ends_with('\n') {
            // The last line may have another line end than most.
            let has_crlf = out.ends_with("\r\n") && !self.tree.source.ends_with('\r');
            out.truncate(out.len() - if has_crlf { 2 } else { 1 });
        }
        out
    }

    /// A block scalar that ends the text without a line end has none in its value. If something arrives after it, it
    /// needs a line end that doesn't count.
    fn keep_last_block_scalar(&mut self) {
        let end = self.tree.source.len();
        let behind = self.splices.iter().any(|splice| splice.start >= end && !splice.text.is_empty());
        let Some(id) = unended_scalar(self.tree).filter(|_| behind) else { return };
        let header = self.tree.start(id);
        // The header goes together with its scalar.
        if self.splices.iter().any(|splice| splice.start <= header && header < splice.end) {
            return;
        }
        let (at, text) = stripping_header(self.tree, id);
        self.splices.push(Splice { start: at.start, end: at.end, text, depth: usize::MAX });
    }

    fn refuse<T>(&self, node: NodeId, message: impl Into<String>) -> Result<T, Error> {
        Err(Error::Edit { message: message.into(), offset: self.tree.start(node) })
    }

    /// Puts new text, with the document's line ends.
    fn put(&mut self, start: usize, end: usize, text: impl Into<String>) {
        let text = text.into();
        let text = if self.writer.style.line_end == "\n" {
            text
        } else {
            text.replace("\r\n", "\n").replace('\n', self.writer.style.line_end)
        };
        self.put_verbatim(start, end, text);
    }

    fn put_verbatim(&mut self, start: usize, end: usize, text: String) {
        self.splices.push(Splice { start, end, text, depth: self.depth });
    }

    /// Where the line of an offset begins, after a byte order mark.
    fn line_begin(&self, offset: usize) -> usize {
        match self.tree.line_start(offset) {
            0 if self.text.starts_with('\u{feff}') => '\u{feff}'.len_utf8(),
            line => line,
        }
    }

    /// Where the line after that of an offset begins.
    fn next_line(&self, offset: usize) -> usize {
        memchr::memchr(b'\n', &self.text.as_bytes()[offset..]).map_or(self.text.len(), |at| offset + at + 1)
    }

    /// The content of a line, without its line end.
    fn line_content(&self, line: usize) -> &str {
        self.text[line..self.next_line(line)].trim_end_matches(['\n', '\r'])
    }

    fn walk(&mut self, id: NodeId, site: Site, edits: &Edits<'_, 's>, depth: usize) -> Result<(), Error> {
        if edits.is_empty() {
            return Ok(());
        }
        self.depth = depth;
        let replaced = edits.iter().find_map(|(path, op)| match op {
            Op::Replace(content) | Op::Set(content) if path.is_empty() => Some(content),
            _ => None,
        });
        if let Some(content) = replaced {
            return self.replace(id, site, content);
        }
        let block_document = !site.in_flow && !self.writer.style.json;
        match self.tree.kind(id) {
            Kind::Map => self.block_map(id, site, edits, depth),
            Kind::Seq => self.block_seq(id, site, edits, depth),
            // In a block document, an empty collection becomes a block.
            Kind::FlowMap | Kind::FlowSeq if block_document && self.tree.children(id).next().is_none() => {
                self.write_out(id, site, edits)
            }
            Kind::FlowMap => self.flow_map(id, edits, depth),
            Kind::FlowSeq => self.flow_seq(id, edits, depth),
            _ => self.write_out(id, site, edits),
        }
    }

    /// Writes out a node's value with the edits carried out: for aliases and for empty nodes.
    fn write_out(&mut self, id: NodeId, site: Site, edits: &Edits<'_, 's>) -> Result<(), Error> {
        let before = value(self.tree, id)?;
        let before = match (before, edits.first()) {
            (Value::Null, Some(([Step::Key(_), ..], _))) => Value::map::<String, 0>([]),
            (Value::Null, Some(([Step::Index(_), ..], _))) => Value::list([]),
            (before, _) => before,
        };
        if !matches!(before, Value::Map(_) | Value::List(_)) {
            return self.refuse(id, format!("{} stands here, where a list or a mapping is needed", before.kind()));
        }
        self.replace(id, site, &Content::new(edited(&before, edits)))
    }

    fn key_name(&self, key: NodeId) -> Option<Text<'s>> {
        key_name(self.tree, key).ok()
    }
}
