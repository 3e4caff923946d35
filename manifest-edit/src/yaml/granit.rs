//! The thorough reader: the events of `granit-parser`, and the positions that its events lack.
//!
//! What its spans (2.1.0) don't tell is found in the text between two nodes, where only blanks, comments, indicators,
//! anchors and tags can stand.

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, Span, StructureStyle, Tag};

use super::Error;
use super::continued::Joined;
use super::tree::{Kind, NodeId, Tree};

/// Reads one document.
///
/// # Errors
/// [`Error::Syntax`] if it is not YAML, [`Error::Unsupported`] if it has lone carriage returns, aliases without an
/// anchor, more than 4 GiB, or a block scalar whose header can't be found.
pub fn read(source: &str) -> Result<Tree<'_>, Error> {
    if u32::try_from(source.len()).is_err() {
        return Err(Error::Unsupported {
            message: "a document of more than 4 GiB can't be read".to_owned(),
            offset: 0,
        });
    }
    refuse_lone_carriage_returns(source)?;
    let mut joined = Joined::new(source);
    loop {
        let mut reader = EventReader { tree: Tree::new(source), open: Vec::new(), last: document_start(source) };
        let Err(Failed { error, is_continued }) = reader.all(&joined) else { return Ok(reader.tree) };
        let offset = error.offset();
        if !(is_continued && joined.join(source, reader.last, offset)) {
            return Err(error);
        }
    }
}

/// Why reading stopped.
struct Failed {
    error: Error,
    /// Whether a quoted text goes on without more indentation than its key.
    is_continued: bool,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, is_continued: false }
    }
}

/// YAML takes a lone carriage return for a line break; people and line-wise tools don't.
fn refuse_lone_carriage_returns(source: &str) -> Result<(), Error> {
    let bytes = source.as_bytes();
    let lone = memchr::memchr_iter(b'\r', bytes).find(|at| bytes.get(at + 1) != Some(&b'\n'));
    lone.map_or(Ok(()), |offset| {
        let message = "a carriage return without a line feed; save the file with LF or CRLF line ends".to_owned();
        Err(Error::Unsupported { message, offset })
    })
}

/// The offset after the byte order mark, directives and the document's start marker.
fn document_start(source: &str) -> usize {
    let mut at = source.len() - source.trim_start_matches('\u{feff}').len();
    loop {
        at = skip_blank(source.as_bytes(), at);
        let rest = &source[at..];
        if rest.starts_with('%') {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("---") && rest[3..].bytes().next().is_none_or(|byte| byte.is_ascii_whitespace()) {
            return at + 3;
        } else {
            return at;
        }
    }
}

/// The offset after blanks, line breaks and comments.
fn skip_blank(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            Some(b'#') => at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |newline| at + newline),
            _ => return at,
        }
    }
}

struct Open {
    node: NodeId,
    map: bool,
    flow: bool,
    /// The number of children that have begun.
    children: usize,
}

struct EventReader<'s> {
    tree: Tree<'s>,
    open: Vec<Open>,
    /// The end of the last leaf or flow collection.
    last: usize,
}

/// What stands before the node that an event begins.
struct Prefix {
    /// The offset of its colon, dash or question mark.
    lead: Option<usize>,
    /// The offset from which to look for anchor, tag and content.
    from: usize,
}

impl EventReader<'_> {
    /// Reads a text, with the places of the tree's own.
    fn all(&mut self, joined: &Joined<'_>) -> Result<(), Failed> {
        let mut options = Options::default();
        options.set_emit_comments(false);
        for event in Parser::new_from_str_with_options(&joined.text, options) {
            let (event, span) = event.map_err(|error| {
                let offset = error.marker().byte_offset().unwrap_or_default().min(self.tree.source.len());
                let is_continued = matches!(error.kind(), ErrorKind::InvalidQuotedScalarIndent);
                Failed { error: Error::Syntax { message: error.info(), offset }, is_continued }
            })?;
            let meaning = span.byte_range().and_then(|span| joined.meaning(span.start));
            let event = match (event, meaning) {
                (Event::Scalar(_, style, anchor, tag), Some(meaning)) => {
                    Event::Scalar(meaning.into(), style, anchor, tag)
                }
                (event, _) => event,
            };
            self.event(event, &span)?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Error> {
        let span = span.byte_range().unwrap_or_default();
        match event {
            Event::Scalar(content, style, anchor, tag) => {
                let prefix = self.begin();
                self.scalar(&content, style, anchor, tag.as_deref(), &span, &prefix)?;
            }
            Event::Alias(anchor) => {
                let prefix = self.begin();
                let target = self.tree.anchor(anchor);
                let id = self.tree.push(Kind::Alias, span.start, span.end, prefix.lead);
                self.tree.extra_mut(id).target = target;
                self.first_child(id);
                self.last = span.end;
            }
            Event::MappingStart(style, anchor, tag) => self.collection(true, style, anchor, tag.as_deref(), &span),
            Event::SequenceStart(style, anchor, tag) => self.collection(false, style, anchor, tag.as_deref(), &span),
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(open) = self.open.pop() {
                    if open.flow {
                        self.last = span.end;
                    }
                    self.tree.close(open.node, self.last);
                }
            }
            Event::UnresolvedAlias(name) => {
                let message = format!("the alias *{name} has no anchor");
                return Err(Error::Unsupported { message, offset: span.start });
            }
            _ => {}
        }
        Ok(())
    }

    /// Counts a child of the innermost open collection and finds what leads up to it.
    fn begin(&mut self) -> Prefix {
        let bytes = self.tree.source.as_bytes();
        let Some(open) = self.open.last_mut() else { return Prefix { lead: None, from: self.last } };
        open.children += 1;
        let (map, flow, value) = (open.map, open.flow, open.map && open.children % 2 == 0);
        // In a flow collection, commas stand in between too.
        let mut at = skip_blank(bytes, self.last);
        while flow && bytes.get(at) == Some(&b',') {
            at = skip_blank(bytes, at + 1);
        }
        let indicator = if value {
            b':'
        } else if map {
            b'?'
        } else {
            b'-'
        };
        let followed_by_blank = bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
        let found = bytes.get(at) == Some(&indicator) && (value || (followed_by_blank && (map || !flow)));
        Prefix {
            lead: found.then_some(at),
            from: if found {
                at + 1
            } else if value {
                self.last
            } else {
                at
            },
        }
    }

    /// A block collection begins where its first child does.
    fn first_child(&mut self, id: NodeId) {
        let Some(open) = self.open.last() else { return };
        if open.children == 1 && !open.flow {
            let start = self.tree.lead(id).unwrap_or_else(|| self.tree.outer_start(id));
            self.tree.set_start(open.node, start);
        }
    }

    /// Notes the anchor and the tag that stand after `from`, and returns the offset after them.
    fn properties(&mut self, id: NodeId, anchor: usize, tag: Option<&Tag>, from: usize) -> usize {
        if anchor == 0 && tag.is_none() {
            return from;
        }
        let bytes = self.tree.source.as_bytes();
        let start = skip_blank(bytes, from);
        let mut end = start;
        let mut at = start;
        while matches!(bytes.get(at), Some(b'&' | b'!')) {
            let verbatim = bytes[at..].starts_with(b"!<");
            let flow = self.open.last().is_some_and(|open| open.flow);
            while let Some(byte) = bytes.get(at) {
                if byte.is_ascii_whitespace() || (flow && !verbatim && matches!(byte, b',' | b']' | b'}')) {
                    break;
                }
                at += 1;
            }
            end = at;
            at = skip_blank(bytes, at);
        }
        if anchor != 0 {
            self.tree.set_anchor(anchor, id);
        }
        let extra = self.tree.extra_mut(id);
        extra.properties = start..end;
        extra.tag = tag.map(|tag| format!("{}{}", tag.handle(), tag.suffix()));
        end
    }

    fn collection(
        &mut self,
        map: bool,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: &std::ops::Range<usize>,
    ) {
        let prefix = self.begin();
        let flow = style == StructureStyle::Flow;
        let kind = match (map, flow) {
            (true, false) => Kind::Map,
            (true, true) => Kind::FlowMap,
            (false, false) => Kind::Seq,
            (false, true) => Kind::FlowSeq,
        };
        let id = self.tree.push(kind, span.start, span.end, prefix.lead);
        let behind = self.properties(id, anchor, tag, prefix.from);
        if flow {
            // A single pair in a sequence, `[a: b]`, is a mapping without brackets of its own.
            self.last =
                if self.tree.source[span.start..].starts_with(['{', '[']) { span.start + 1 } else { span.start };
        } else {
            self.last = behind;
        }
        self.first_child(id);
        self.open.push(Open { node: id, map, flow, children: 0 });
    }

    fn scalar(
        &mut self,
        content: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: &std::ops::Range<usize>,
        prefix: &Prefix,
    ) -> Result<(), Error> {
        let kind = match style {
            ScalarStyle::SingleQuoted => Kind::Single,
            ScalarStyle::DoubleQuoted => Kind::Double,
            ScalarStyle::Literal => Kind::Literal,
            ScalarStyle::Folded => Kind::Folded,
            ScalarStyle::Plain if span.is_empty() => Kind::Empty,
            ScalarStyle::Plain => Kind::Plain,
        };
        let id = self.tree.push(kind, span.start, span.end, prefix.lead);
        let behind = self.properties(id, anchor, tag, prefix.from);
        let (start, end) = match kind {
            Kind::Empty => (behind, behind),
            Kind::Literal | Kind::Folded => block_scalar(self.tree.source, behind, span)?,
            _ => (span.start, span.end),
        };
        self.tree.set_start(id, start);
        self.tree.close(id, end);
        let text = &self.tree.source[start..end];
        let same = match kind {
            Kind::Plain => text == content,
            Kind::Single | Kind::Double => text.len() >= 2 && &text[1..text.len() - 1] == content,
            Kind::Empty => true,
            _ => false,
        };
        if !same {
            self.tree.extra_mut(id).content = Some(self.without_invented_newline(kind, content, start, end));
        }
        self.first_child(id);
        self.last = end;
        Ok(())
    }

    /// A block scalar that ends the text without a line break has none in its value either; kubectl reads it so.
    fn without_invented_newline(&self, kind: Kind, content: &str, start: usize, end: usize) -> String {
        let source = self.tree.source;
        let block = matches!(kind, Kind::Literal | Kind::Folded);
        let is_blank =
            |line: Option<&str>| line.is_some_and(|line| line.trim_end_matches('\r').trim_matches(' ').is_empty());
        match content.strip_suffix('\n') {
            Some(ended) if block && end == source.len() && !source[start..].ends_with('\n') => {
                // A last line of blanks only counts if it is longer than the indentation.
                let counts = ended.rsplit('\n').next().is_some_and(|last| !last.is_empty() && is_blank(Some(last)));
                let invented = !is_blank(source[start..].rsplit('\n').next()) || counts;
                if invented { ended.to_owned() } else { content.to_owned() }
            }
            _ => content.to_owned(),
        }
    }
}

/// Where a block scalar's header begins and where its last content line ends.
fn block_scalar(source: &str, from: usize, span: &std::ops::Range<usize>) -> Result<(usize, usize), Error> {
    let bytes = source.as_bytes();
    let header = skip_blank(bytes, from);
    if !matches!(bytes.get(header), Some(b'|' | b'>')) {
        let message = "the header of this block scalar can't be found; write it on one line with its key".to_owned();
        return Err(Error::Unsupported { message, offset: header.min(source.len()) });
    }
    let line_end = |at: usize| memchr::memchr(b'\n', &bytes[at..]).map_or(source.len(), |newline| at + newline);
    let header_end = line_end(header);
    let indicators = source[header + 1..header_end].split([' ', '\t', '\r']).next().unwrap_or_default();
    let keep = indicators.contains('+');
    let trimmed = |line_end: usize| if line_end > 0 && bytes[line_end - 1] == b'\r' { line_end - 1 } else { line_end };
    let header_text_end = header + 1 + indicators.len();
    let content_line = memchr::memrchr(b'\n', &bytes[..span.start.max(header)]).map_or(0, |newline| newline + 1);
    let empty = span.start >= span.end || content_line <= header;
    let indent = if empty { usize::MAX } else { span.start - content_line };
    let mut end = header_text_end;
    let mut line = (header_end + 1).min(source.len());
    while line < source.len() {
        let stop = line_end(line);
        let text = &source[line..trimmed(stop)];
        let blanks = text.len() - text.trim_start_matches(' ').len();
        let marker = ["---", "..."].iter().any(|marker| {
            text.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        });
        if blanks == text.len() {
            // Blank lines count if the header says `+`, or if they are longer than the indentation.
            if keep || blanks > indent {
                end = trimmed(stop);
            }
        } else if blanks >= indent && !marker {
            end = trimmed(stop);
        } else {
            break;
        }
        line = stop + 1;
    }
    Ok((header, end))
}
