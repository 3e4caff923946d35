//! Flow collections: on one line or, if one is the whole document, laid out as JSON is.

use super::super::tree::Kind;
use super::{LineReader, MAX_DEPTH, MAX_KEY};

/// These methods return where to read on within the line.
impl LineReader<'_> {
    /// Reads a flow collection and everything in it.
    pub(super) fn flow(&mut self, start: usize, lead: Option<usize>, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let map = self.byte(start) == b'{';
        let (kind, close) = if map { (Kind::FlowMap, b'}') } else { (Kind::FlowSeq, b']') };
        let id = self.tree.push(kind, start, start, lead);
        let mut at = self.skip_in_flow(start + 1)?;
        if self.byte(at) != close {
            loop {
                if map {
                    let colon = self.flow_key(at)?;
                    at = self.skip_in_flow(colon + 1)?;
                    self.flow_value(at, Some(colon), depth)?;
                } else {
                    self.flow_value(at, None, depth)?;
                }
                at = self.skip_in_flow(self.last)?;
                match self.byte(at) {
                    b',' => at = self.skip_in_flow(at + 1)?,
                    byte if byte == close => break,
                    _ => return None,
                }
            }
        }
        self.last = at + 1;
        self.tree.close(id, at + 1);
        Some(())
    }

    /// The offset after blanks and, outside of block collections, line ends.
    fn skip_in_flow(&self, mut at: usize) -> Option<usize> {
        loop {
            match self.byte(at) {
                b' ' => at += 1,
                b'\n' | b'\r' if self.open.is_empty() && at < self.bytes.len() => {
                    at = self.next_line(at);
                    // This could be a document marker.
                    if matches!(self.byte(at), b'-' | b'.' | b'%') {
                        return None;
                    }
                }
                b'\n' | b'\r' | b'\t' | b'#' => return None,
                _ => return Some(at),
            }
        }
    }

    /// Reads a key, up to its colon.
    fn flow_key(&mut self, start: usize) -> Option<usize> {
        let quoted = matches!(self.byte(start), b'"' | b'\'');
        self.flow_scalar(start, None)?;
        let colon = self.skip_spaces(self.last);
        // JSON needs no blank after the colon.
        let is_key = self.byte(colon) == b':' && (self.is_blank(colon + 1) || (quoted && colon == self.last));
        (is_key && colon - start <= MAX_KEY).then_some(colon)
    }

    fn flow_value(&mut self, start: usize, lead: Option<usize>, depth: usize) -> Option<()> {
        match self.byte(start) {
            b'{' | b'[' => self.flow(start, lead, depth + 1),
            _ => self.flow_scalar(start, lead),
        }
    }

    fn flow_scalar(&mut self, start: usize, lead: Option<usize>) -> Option<()> {
        if matches!(self.byte(start), b'"' | b'\'') {
            let (kind, end, content) = self.quoted(start)?;
            self.leaf(kind, start, end, lead, content);
            return Some(());
        }
        let indicator = |at: usize| matches!(self.byte(at), b',' | b'[' | b']' | b'{' | b'}');
        if !self.begins_plain(start) || (self.byte(start) == b'-' && indicator(start + 1)) {
            return None;
        }
        let (mut at, mut end) = (start, start);
        loop {
            match self.byte(at) {
                b' ' => {
                    at += 1;
                    continue;
                }
                b'\n' | b'\r' | b',' | b']' | b'}' => break,
                b':' if self.is_blank(at + 1) => break,
                b':' if indicator(at + 1) => return None,
                b'[' | b'{' | b'#' | b'\t' => return None,
                _ => {}
            }
            at += 1;
            end = at;
        }
        // It could go on on the next line.
        if self.is_line_end(at) && !self.ends_in_flow(at) {
            return None;
        }
        self.leaf(Kind::Plain, start, end, lead, None);
        Some(())
    }

    /// Whether what ends with its line is followed by a comma or a bracket.
    fn ends_in_flow(&self, at: usize) -> bool {
        self.skip_in_flow(at).is_some_and(|at| matches!(self.byte(at), b',' | b']' | b'}'))
    }
}
