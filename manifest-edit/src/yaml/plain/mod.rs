//! The quick reader: plain block style, line by line.
//!
//! It reads what nearly all manifests are written in: block mappings and sequences, keys and scalars on one line, plain
//! or quoted, block scalars without an indentation indicator, flow collections on one line, a document that is JSON,
//! comments, one `---` at the start. At the first thing that it isn't sure about, it gives up and leaves the document
//! to the thorough reader: anchors, aliases, tags, directives, `?`, scalars over several lines, tabs between things,
//! unprintable characters, indentation that doesn't fit, and everything that could be a mistake. So it never reports an
//! error.
//!
//! If it returns a tree, that is the thorough reader's, node by node; the tests compare the two readers on everything
//! they read.

mod flow;
mod scalars;

use super::tree::{Kind, NodeId, Tree};

/// How deep collections may nest.
const MAX_DEPTH: usize = 64;
/// How long a key may be. YAML allows 1,024 characters.
const MAX_KEY: usize = 1_000;

/// Reads one document; `None` if it gives up.
#[must_use]
pub fn read(source: &str) -> Option<Tree<'_>> {
    if u32::try_from(source.len()).is_err() || has_odd_characters(source) {
        return None;
    }
    let open = Vec::with_capacity(16);
    let mut reader =
        LineReader { source, bytes: source.as_bytes(), tree: Tree::new(source), open, last: 0, waiting: None };
    reader.document()?;
    Some(reader.tree)
}

/// Whether there are characters that some readers take for line breaks, or that YAML doesn't allow.
fn has_odd_characters(source: &str) -> bool {
    let bytes = source.as_bytes();
    let control = |byte: u8| (byte < b' ' && byte != b'\n' && byte != b'\t' && byte != b'\r') || byte == 0x7f;
    // No early exit, so that this compiles to vector instructions.
    let (odd, high) =
        bytes.iter().fold((false, false), |(odd, high), &byte| (odd | control(byte), high | (byte >= 0x80)));
    odd || memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
        || (high
            && source.chars().any(|character| {
                matches!(
                    character,
                    '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
                )
            }))
}

/// A block collection that may have more entries.
#[derive(Clone, Copy)]
struct Open {
    node: NodeId,
    column: usize,
    sequence: bool,
}

/// A key with its colon.
struct Key {
    kind: Kind,
    start: usize,
    end: usize,
    colon: usize,
    /// The content, if it differs from the text.
    content: Option<String>,
}

struct LineReader<'s> {
    source: &'s str,
    bytes: &'s [u8],
    tree: Tree<'s>,
    open: Vec<Open>,
    /// The end of the last leaf or flow collection.
    last: usize,
    /// The colon or dash whose value may still come on a later line.
    waiting: Option<usize>,
}

/// Methods that read something return where to read on: the next line, unless they say otherwise. `None` gives up.
impl LineReader<'_> {
    /// The byte at an offset. The text counts as ended by a line end.
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    fn is_line_end(&self, at: usize) -> bool {
        // Carriage returns only stand before line feeds here.
        matches!(self.byte(at), b'\n' | b'\r')
    }

    fn is_blank(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\n' | b'\r' | b'\t')
    }

    fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == b'-' && self.is_blank(at + 1)
    }

    fn skip_spaces(&self, mut at: usize) -> usize {
        while self.byte(at) == b' ' {
            at += 1;
        }
        at
    }

    fn next_line(&self, at: usize) -> usize {
        if self.bytes.get(at) == Some(&b'\n') {
            return at + 1;
        }
        let rest = self.bytes.get(at..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |newline| at + newline + 1)
    }

    /// The next line, if the rest of this one is blank or a comment.
    fn rest_of_line(&self, at: usize) -> Option<usize> {
        let rest = self.skip_spaces(at);
        let nothing = self.is_line_end(rest) || (self.byte(rest) == b'#' && rest > at);
        nothing.then(|| self.next_line(rest))
    }

    fn document(&mut self) -> Option<()> {
        let mut line = self.first_line()?;
        while line < self.bytes.len() {
            let start = self.skip_spaces(line);
            line = match self.byte(start) {
                b'\n' | b'\r' | b'#' => self.next_line(start),
                _ if line == start && self.is_marker(line) => return None,
                _ => self.line(start, start - line)?,
            };
        }
        if let Some(lead) = self.waiting.take() {
            self.empty(lead);
        }
        while !self.open.is_empty() {
            self.close();
        }
        self.tree.root().map(|_| ())
    }

    fn is_marker(&self, line: usize) -> bool {
        let rest = &self.bytes[line..];
        rest.starts_with(b"---") || rest.starts_with(b"...") || rest.starts_with(b"%")
    }

    /// The offset after the document's start marker, if it has one.
    fn first_line(&self) -> Option<usize> {
        let mut line = 0;
        while line < self.bytes.len() {
            let start = self.skip_spaces(line);
            match self.byte(start) {
                b'\n' | b'\r' | b'#' => line = self.next_line(start),
                b'-' if start == line && self.bytes[line..].starts_with(b"---") => return self.rest_of_line(line + 3),
                _ => break,
            }
        }
        Some(line)
    }

    /// Reads a line that has something on it.
    fn line(&mut self, start: usize, column: usize) -> Option<usize> {
        let dash = self.is_dash(start);
        if let Some(lead) = self.waiting.take() {
            let parent = self.open.last()?;
            // A sequence may begin in the column of its key.
            if column > parent.column || (column == parent.column && dash && !parent.sequence) {
                let header = matches!(self.byte(start), b'|' | b'>');
                return if header { None } else { self.node(start, column, Some(lead)) };
            }
            self.empty(lead);
        }
        if self.open.is_empty() {
            return if self.tree.root().is_none() { self.node(start, column, None) } else { None };
        }
        while let Some(open) = self.open.last() {
            if open.column > column || (open.column == column && open.sequence && !dash) {
                self.close();
            } else {
                break;
            }
        }
        let open = self.open.last()?;
        if open.column != column || open.sequence != dash {
            return None;
        }
        if dash {
            self.item(start, column)
        } else {
            let key = self.key(start)??;
            self.entry(key)
        }
    }

    /// Reads a node from its first line on.
    fn node(&mut self, start: usize, column: usize, lead: Option<usize>) -> Option<usize> {
        if self.is_dash(start) {
            self.begin(Kind::Seq, start, column, lead)?;
            return self.item(start, column);
        }
        if let Some(key) = self.key(start)? {
            self.begin(Kind::Map, start, column, lead)?;
            return self.entry(key);
        }
        self.value(start, lead)
    }

    fn item(&mut self, dash: usize, column: usize) -> Option<usize> {
        let at = self.skip_spaces(dash + 1);
        match self.byte(at) {
            b'\n' | b'\r' | b'#' => {
                self.waiting = Some(dash);
                Some(self.next_line(at))
            }
            _ => self.node(at, column + (at - dash), Some(dash)),
        }
    }

    fn entry(&mut self, key: Key) -> Option<usize> {
        self.leaf(key.kind, key.start, key.end, None, key.content);
        if let Some(next) = self.rest_of_line(key.colon + 1) {
            self.waiting = Some(key.colon);
            return Some(next);
        }
        self.value(self.skip_spaces(key.colon + 1), Some(key.colon))
    }

    /// The key that begins at an offset. `Some(None)` if what begins there is no key.
    fn key(&self, start: usize) -> Option<Option<Key>> {
        let (kind, end, content) = match self.byte(start) {
            b'"' | b'\'' => self.quoted(start)?,
            b'{' | b'[' | b'|' | b'>' => return Some(None),
            _ if !self.begins_plain(start) => return None,
            _ => (Kind::Plain, self.plain_end(start)?, None),
        };
        let colon = self.skip_spaces(end);
        if self.byte(colon) != b':' {
            return Some(None);
        }
        if !self.is_blank(colon + 1) || colon - start > MAX_KEY {
            return None;
        }
        Some(Some(Key { kind, start, end, colon, content }))
    }

    /// Reads a scalar or flow collection that ends with its line, or a block scalar.
    fn value(&mut self, start: usize, lead: Option<usize>) -> Option<usize> {
        match self.byte(start) {
            b'{' | b'[' => self.flow(start, lead, 0)?,
            // Nobody's manifest is a single scalar.
            _ if self.open.is_empty() => return None,
            b'|' | b'>' => return self.block_scalar(start, lead),
            b'"' | b'\'' => {
                let (kind, end, content) = self.quoted(start)?;
                self.leaf(kind, start, end, lead, content);
            }
            _ if !self.begins_plain(start) => return None,
            _ => {
                let end = self.plain_end(start)?;
                self.leaf(Kind::Plain, start, end, lead, None);
            }
        }
        self.rest_of_line(self.last)
    }

    fn leaf(&mut self, kind: Kind, start: usize, end: usize, lead: Option<usize>, content: Option<String>) {
        let id = self.tree.push(kind, start, end, lead);
        if content.is_some() {
            self.tree.extra_mut(id).content = content;
        }
        self.last = end;
    }

    /// Adds an empty node after a colon or a dash.
    fn empty(&mut self, lead: usize) {
        self.leaf(Kind::Empty, lead + 1, lead + 1, Some(lead), None);
    }

    fn begin(&mut self, kind: Kind, start: usize, column: usize, lead: Option<usize>) -> Option<()> {
        if self.open.len() >= MAX_DEPTH {
            return None;
        }
        let node = self.tree.push(kind, start, start, lead);
        self.open.push(Open { node, column, sequence: kind == Kind::Seq });
        Some(())
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.tree.close(open.node, self.last);
        }
    }
}
