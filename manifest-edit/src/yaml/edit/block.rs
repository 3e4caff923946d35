//! Edits of block collections: whole lines come, go and move.

use crate::plan::{Content, Edits, Op, below};
use crate::pointer::Step;
use crate::value::{Text, Value};

use super::super::Error;
use super::super::source::unended_scalar;
use super::super::tree::NodeId;
use super::super::write::Writer;
use super::entries::{NewEntry, leaving};
use super::lines::{Arrival, Block, Extent, Leaving};
use super::splice::{Splice, spliced};
use super::{Editor, Site, stripping_header};

impl<'s> Editor<'_, 's> {
    pub(super) fn block_map(
        &mut self,
        id: NodeId,
        site: Site,
        edits: &Edits<'_, 's>,
        depth: usize,
    ) -> Result<(), Error> {
        let column = self.tree.column(self.tree.start(id));
        let entries: Vec<(NodeId, NodeId)> = self.tree.entries(id).collect();
        let names: Vec<Option<Text<'s>>> = entries.iter().map(|(key, _)| self.key_name(*key)).collect();
        let extents = entries.iter().map(|(key, value)| self.extent(*key, *value)).collect();
        let mut block = Block::untouched(id, column, site.column, extents);
        for (index, (_, value)) in entries.iter().enumerate() {
            let below =
                below(edits, |step| matches!(step, Step::Key(key) if Some(key.as_ref()) == names[index].as_deref()));
            match leaving(&below) {
                Leaving::Stays => {
                    let site = Site { column: Some(column), in_flow: false, item: false };
                    self.walk(*value, site, &below, depth + 1)?;
                }
                leaving => block.leaving[index] = leaving,
            }
        }
        let writer = self.writer_above_comments(&block, entries.len());
        for NewEntry { key, content, at } in self.new_entries(id, edits, &names)? {
            let mut text = String::new();
            match &content.source {
                Some(source) => {
                    self.writer.string(&mut text, key, false);
                    text.push(':');
                    text.push_str(source);
                }
                None => writer.entry(&mut text, key, &content.value, column),
            }
            let arrival = Arrival::New { text, gap: content.gap };
            block.arriving.entry(at).or_default().push(arrival);
        }
        self.depth = depth;
        let empty = Content::new(Value::map::<String, 0>([]));
        self.finish_block(&block, site, &empty)
    }

    pub(super) fn block_seq(
        &mut self,
        id: NodeId,
        site: Site,
        edits: &Edits<'_, 's>,
        depth: usize,
    ) -> Result<(), Error> {
        let column = self.tree.column(self.tree.start(id));
        let items: Vec<NodeId> = self.tree.children(id).collect();
        let extents = items.iter().map(|item| self.extent(*item, *item)).collect();
        let mut block = Block::untouched(id, column, site.column, extents);
        let moves = |index: usize| {
            edits.iter().any(|(path, op)| matches!((path, op), ([Step::Index(at)], Op::Move { .. }) if *at == index))
        };
        let inner = Site { column: Some(column), in_flow: false, item: true };
        for (index, item) in items.iter().enumerate() {
            let below = below(edits, |step| matches!(step, Step::Index(at) if *at == index));
            match leaving(&below) {
                Leaving::Stays if moves(index) => block.leaving[index] = Leaving::WithComments,
                Leaving::Stays => self.walk(*item, inner, &below, depth + 1)?,
                leaving => block.leaving[index] = leaving,
            }
        }
        for (path, op) in edits {
            let [Step::Index(index)] = path else { continue };
            let (to, arrival) = match op {
                Op::Insert(content) => (*index, self.new_item(&block, *index, content)),
                Op::Move { to, gap } if *index < items.len() => {
                    let below = below(edits, |step| matches!(step, Step::Index(at) if at == index));
                    let text = self.cut(&mut block, *index, items[*index], inner, &below, depth)?;
                    (*to, Arrival::Lines { text, gap: *gap })
                }
                _ => continue,
            };
            block.arriving.entry(to.min(items.len())).or_default().push(arrival);
        }
        self.depth = depth;
        self.finish_block(&block, site, &Content::new(Value::list([])))
    }

    fn new_item(&self, block: &Block, index: usize, content: &Content<'s>) -> Arrival {
        let column = block.column;
        if let Some(source) = &content.source {
            return Arrival::Lines { text: indented(source, column), gap: content.gap };
        }
        let mut text = String::new();
        self.writer_above_comments(block, index).item(&mut text, &content.value, column);
        Arrival::New { text, gap: content.gap }
    }

    /// The writer for an entry that arrives at an index. It writes no block scalar if one would swallow what stands
    /// below.
    fn writer_above_comments(&self, block: &Block, index: usize) -> Writer {
        let place = self.place(block, index.min(block.extents.len()), None);
        let literals = self.writer.literals && !self.would_be_taken(place, block.column);
        Writer { literals, ..self.writer }
    }

    /// The lines of an item that moves, with the edits inside of it carried out.
    fn cut(
        &mut self,
        block: &mut Block,
        index: usize,
        item: NodeId,
        site: Site,
        edits: &Edits<'_, 's>,
        depth: usize,
    ) -> Result<String, Error> {
        let outside = std::mem::take(&mut self.splices);
        self.walk(item, site, edits, depth + 1)?;
        let mut inside = std::mem::replace(&mut self.splices, outside);
        if let Some(id) = unended_scalar(self.tree).filter(|id| (item..self.tree.node(item).next as usize).contains(id))
        {
            // It gets a line end that its value must not have.
            let (at, text) = stripping_header(self.tree, id);
            if !inside.iter().any(|splice| splice.start < at.end && at.start < splice.end) {
                inside.push(Splice { start: at.start, end: at.end, text, depth: usize::MAX });
            }
        }
        let Extent { start, end } = block.extents[index];
        let own_lines = self.tree.is_first_on_line(start);
        let from = if own_lines { self.comments_above(start) } else { start };
        // Something new in it may go after deeper indented comments, which then belong to it.
        let to = inside.iter().map(|splice| splice.end).max().unwrap_or(0).max(self.next_line(end));
        block.extents[index].end = end.max(to - 1);
        let to = self.comments_below(block.extents[index]);
        for splice in &mut inside {
            splice.start -= from;
            splice.end -= from;
        }
        let text = spliced(&self.text[from..to], inside);
        Ok(if own_lines { text } else { format!("{}{text}", " ".repeat(block.column)) })
    }
}

/// Indents lines so that the first dash stands at a column.
fn indented(source: &str, column: usize) -> String {
    let first = source.lines().find(|line| line.trim_start().starts_with('-'));
    let now = first.map_or(0, |line| line.len() - line.trim_start().len());
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        if line.trim().is_empty() || now == column {
            out.push_str(line);
        } else if column > now {
            out.push_str(&" ".repeat(column - now));
            out.push_str(line);
        } else {
            let cut = line.bytes().take(now - column).take_while(|byte| *byte == b' ').count();
            out.push_str(&line[cut..]);
        }
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}
