//! Replaces a value.

use crate::plan::Content;
use crate::value::Value;

use super::super::Error;
use super::super::tree::{Kind, NodeId, Tree};
use super::super::write::Writer;
use super::{Editor, Site};

/// The text of a value that is kept to put it back: from its colon or dash to its end, so with the blanks before it. An
/// anchor stays in the document. A tag belongs to the value, so it goes and comes with it.
pub(in crate::yaml) fn source_range(tree: &Tree<'_>, id: NodeId) -> std::ops::Range<usize> {
    let start = match tree.properties(id) {
        Some(properties) if !is_tagged(tree, id) => properties.end,
        _ => outer(tree, id),
    };
    start..tree.end(id).max(start)
}

/// Where a value begins with everything that belongs to it: right after its colon or dash.
fn outer(tree: &Tree<'_>, id: NodeId) -> usize {
    tree.lead(id).map_or_else(|| tree.outer_start(id), |lead| lead + 1)
}

fn is_tagged(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.extra(id).is_some_and(|extra| extra.tag.is_some())
}

/// The anchor of a node that also has a tag, after a blank: what stays when the tag goes.
fn anchor_of_tagged(tree: &Tree<'_>, id: NodeId) -> String {
    let properties = tree.properties(id).filter(|_| is_tagged(tree, id) && tree.is_anchored(id));
    let mut parts = properties.map_or("", |range| &tree.source[range]).split_ascii_whitespace();
    parts.find(|part| part.starts_with('&')).map_or_else(String::new, |anchor| format!(" {anchor}"))
}

/// Whether a value is written on lines of its own.
fn is_block(value: &Value<'_>) -> bool {
    match value {
        Value::Map(map) => !map.is_empty(),
        Value::List(list) => !list.is_empty(),
        _ => false,
    }
}

impl<'s> Editor<'_, 's> {
    pub(super) fn replace(&mut self, id: NodeId, site: Site, content: &Content<'s>) -> Result<(), Error> {
        if self.tree.kind(id) == Kind::Empty && self.tree.lead(id).is_none() {
            return self.after_lone_key(id, site, content);
        }
        let range = source_range(self.tree, id);
        let was_block = self.tree.kind(id).is_block_collection();
        if let Some(source) = &content.source {
            let in_one_piece = !source.contains('\n') || source.trim_start().starts_with(['[', '{', '"', '\'']);
            if was_block && in_one_piece {
                return self.block_to_inline(id, site, range.start, source);
            }
            let holds_anchor = source.trim_start().starts_with(['&', '!']);
            let start = if holds_anchor { outer(self.tree, id) } else { range.start };
            // With no blank after it, YAML 1.1 takes the colon for part of a plain key.
            let lone_colon = site.in_flow && source.is_empty() && self.text[range.end..].starts_with([',', '}']);
            self.put(start, range.end, if lone_colon { " null" } else { source });
            return Ok(());
        }
        let flow = site.in_flow || self.writer.style.json;
        if let (Kind::Literal, Value::String(_), Some(column)) = (self.tree.kind(id), &content.value, site.column)
            && !site.item
        {
            self.literal_value(id, column, &content.value);
            return Ok(());
        }
        if flow || !is_block(&content.value) {
            return self.inline(id, site, content, flow);
        }
        match site.column {
            None => self.refuse(id, "the whole document would have to be replaced"),
            Some(column) if site.item => self.block_item(id, column, &content.value),
            Some(column) => self.block_value(id, column, &content.value),
        }
    }

    /// A key without a colon, as in `{a}`, gets one.
    fn after_lone_key(&mut self, id: NodeId, site: Site, content: &Content<'s>) -> Result<(), Error> {
        if !site.in_flow {
            return self.refuse(id, "there is no colon here; write the key with one");
        }
        let mut text = ":".to_owned();
        match &content.source {
            Some(source) => text.push_str(source),
            None => {
                text.push(' ');
                self.writer.inline(&mut text, &content.value, true);
            }
        }
        let at = self.tree.end(id);
        self.put(at, at, &text);
        Ok(())
    }

    fn inline(&mut self, id: NodeId, site: Site, content: &Content<'s>, flow: bool) -> Result<(), Error> {
        let mut text = String::new();
        let start = self.tree.start(id);
        let pretty = self.writer.style.json && self.tree.kind(id).is_flow_collection() && self.spans_lines(id);
        if pretty || (self.writer.style.json && self.is_laid_out(id)) {
            let column = self.line_indent(start);
            self.writer.pretty(&mut text, &content.value, column);
        } else {
            self.same_quotes(id, &content.value, flow, &mut text);
        }
        if self.tree.kind(id).is_block_collection() {
            let range = source_range(self.tree, id);
            return self.block_to_inline(id, site, range.start, &format!("{} {text}", anchor_of_tagged(self.tree, id)));
        }
        if is_tagged(self.tree, id) {
            let range = source_range(self.tree, id);
            let anchor = anchor_of_tagged(self.tree, id);
            // After a colon or a dash there has to be a blank; an item of a flow collection begins right away.
            let text = format!("{anchor} {text}");
            let text = if self.tree.lead(id).is_some() { &text } else { text.trim_start() };
            self.put(range.start, range.end, text);
            return Ok(());
        }
        if self.tree.kind(id) == Kind::Empty {
            text.insert(0, ' ');
        }
        self.put(start, self.tree.end(id).max(start), &text);
        Ok(())
    }

    /// A string keeps its quotes if they can hold it.
    fn same_quotes(&self, id: NodeId, value: &Value<'_>, flow: bool, out: &mut String) {
        let mut writer = self.writer;
        match self.tree.kind(id) {
            Kind::Single => writer.style.single_quotes = true,
            Kind::Double => writer.style.json = true,
            _ => {}
        }
        match value {
            Value::String(text)
                if self.tree.kind(id) == Kind::Single && super::super::quote::fits_single_quotes(text) =>
            {
                super::super::quote::single_quoted(out, text);
            }
            Value::String(_) => writer.inline(out, value, flow),
            _ => self.writer.inline(out, value, flow),
        }
    }

    fn spans_lines(&self, id: NodeId) -> bool {
        self.text[self.tree.start(id)..self.tree.end(id)].contains('\n')
    }

    /// Whether the JSON around a node has one entry per line.
    pub(super) fn is_laid_out(&self, id: NodeId) -> bool {
        let start = self.tree.outer_start(id);
        let line = &self.text[self.tree.line_start(start)..start];
        line.trim_start_matches(' ').is_empty() || line.trim_start_matches(' ').starts_with('"')
    }

    /// The indentation of the line of an offset.
    pub(super) fn line_indent(&self, offset: usize) -> usize {
        let line = &self.text[self.tree.line_start(offset)..];
        line.bytes().take_while(|byte| *byte == b' ').count()
    }

    /// Where the tag of a block collection ends, since it goes with the value; `place` if there is no tag.
    fn behind_tag(&self, id: NodeId, place: usize) -> usize {
        let properties = self.tree.properties(id).filter(|_| is_tagged(self.tree, id));
        properties.map_or(place, |properties| properties.end.max(place))
    }

    /// Replaces a block collection by something on the line of its key. A comment there stays.
    fn block_to_inline(&mut self, id: NodeId, site: Site, behind: usize, text: &str) -> Result<(), Error> {
        let start = self.tree.start(id);
        if self.tree.line_start(start) == self.tree.line_start(behind) {
            // It begins on the line of its dash.
            self.put(behind, self.tree.end(id), text);
            return Ok(());
        }
        if site.column.is_none() {
            return self.refuse(id, "the whole document would have to be replaced");
        }
        self.put(behind, self.behind_tag(id, behind), text);
        let (from, to) = (self.tree.line_start(start), self.next_line(self.tree.end(id)));
        let stays = self.comments_within(from, to);
        self.put_verbatim(from, to, stays);
        Ok(())
    }

    /// The writer for text that ends above a line. It writes no block scalar if one would swallow what stands below.
    fn writer_above(&self, line: usize, column: usize) -> Writer {
        let literals = self.writer.literals && !self.would_be_taken(line, column);
        Writer { literals, ..self.writer }
    }

    /// Keeps text of several lines a block if it can be one.
    fn literal_value(&mut self, id: NodeId, column: usize, value: &Value<'_>) {
        let range = source_range(self.tree, id);
        let mut text = anchor_of_tagged(self.tree, id);
        self.writer_above(self.next_line(range.end), column).below_key(&mut text, value, column);
        self.put(range.start, range.end, text);
    }

    /// Puts a block below a key, in place of what was there.
    fn block_value(&mut self, id: NodeId, column: usize, value: &Value<'_>) -> Result<(), Error> {
        let mut text = String::new();
        let below = self.next_line(self.tree.end(id).max(source_range(self.tree, id).end));
        self.writer_above(below, column).below_key(&mut text, value, column);
        let lines = format!("{}\n", text.strip_prefix('\n').unwrap_or(&text));
        let range = source_range(self.tree, id);
        let was_block = self.tree.kind(id).is_block_collection();
        let behind = if was_block { self.behind_tag(id, range.start) } else { range.end };
        let explicit = self.tree.lead(id).is_some_and(|lead| self.tree.is_first_on_line(lead));
        if explicit && self.text[behind..].trim_start_matches(' ').starts_with('\t') {
            return self.refuse(id, "many readers take no tab behind such a colon; put a blank there");
        }
        if was_block {
            let (from, to) = (self.tree.line_start(self.tree.start(id)), self.next_line(self.tree.end(id)));
            if is_tagged(self.tree, id) {
                let anchor = anchor_of_tagged(self.tree, id);
                self.put(range.start, behind, &anchor);
            }
            self.put(from, to, &lines);
            return Ok(());
        }
        // What stood on the line of the key goes; a comment after it stays.
        if !range.is_empty() {
            let anchor = anchor_of_tagged(self.tree, id);
            self.put(range.start, range.end, &anchor);
        }
        let below = self.next_line(range.end);
        self.put(below, below, &lines);
        Ok(())
    }

    /// Puts a block as an item of a list, in place of what was there.
    fn block_item(&mut self, id: NodeId, column: usize, value: &Value<'_>) -> Result<(), Error> {
        let mut text = String::new();
        let range = source_range(self.tree, id);
        self.writer_above(self.next_line(range.end), column).item(&mut text, value, column);
        let anchor = anchor_of_tagged(self.tree, id);
        let text = text.strip_prefix('-').unwrap_or(&text);
        let behind = &self.text[range.end..self.next_line(range.end)];
        if !behind.trim_end_matches(['\n', '\r']).is_empty() || self.tree.is_anchored(id) {
            if behind.trim_start_matches(' ').starts_with('\t') {
                return self.refuse(id, "many readers take no tab behind a dash; put a blank there");
            }
            // What follows the dash stays there, be it comment, blanks or anchor, and the block goes below.
            let below = self.next_line(range.end);
            let lines = format!("{}{}\n", " ".repeat(column + 2), text.trim_start_matches(' '));
            self.put(range.start, range.end, &anchor);
            self.put(below, below, &lines);
            return Ok(());
        }
        self.put(range.start, range.end, format!("{anchor}{text}"));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::{Content, Edit, Op, Plan};
    use crate::pointer::Pointer;
    use crate::value::Value;
    use crate::yaml::{edit, exact, read, value_source};

    /// The text after the value of `a` is replaced.
    fn replaced(text: &str, content: Content<'_>) -> String {
        let tree = read(text).expect("YAML");
        let plan = Plan { edits: vec![Edit { at: Pointer::keys(&["a"]), op: Op::Replace(content) }] };
        edit(&tree, &[(0, &plan)]).expect("editable")
    }

    #[test]
    fn an_anchor_before_a_tag_comes_back_once() {
        for (text, without) in [
            ("a: &x !!str 1\nb: *x\n", "a: &x c\nb: *x\n"),
            ("a: !!str &x 1\nb: *x\n", "a: &x c\nb: *x\n"),
            ("{a: &x !!str 1, b: *x}\n", "{a: &x c, b: *x}\n"),
        ] {
            let tree = read(text).expect("YAML");
            let source = value_source(&tree, exact(&tree, 0, &Pointer::keys(&["a"])).expect("a value")).to_owned();
            assert_eq!(replaced(text, Content::new(Value::from("c"))), without);
            let as_before = Content { source: Some(source), ..Content::new(Value::from("1")) };
            assert_eq!(replaced(without, as_before), text);
        }
    }
}
