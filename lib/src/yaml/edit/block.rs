//! Edits of block collections: whole lines come, go and move.

use std::collections::BTreeMap;

use crate::plan::{Content, Edits, Op, below, edited};
use crate::pointer::Step;
use crate::value::Value;

use super::super::Error;
use super::super::source::MERGED;
use super::super::tree::NodeId;
use super::super::value::value;
use super::splice::spliced;
use super::{Editor, Site};

/// An entry's place: of its dash, key or question mark, and of the end of its last leaf.
#[derive(Debug, Clone, Copy)]
struct Extent {
    start: usize,
    end: usize,
}

/// What arrives in a collection.
enum Arrival {
    /// Text without indentation and without a line end.
    New { text: String, gap: Option<usize> },
    /// Whole lines as they were elsewhere.
    Lines { text: String, gap: Option<usize> },
}

/// How an entry leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaving {
    Stays,
    /// With its lines only: it is ours, comments above it are not.
    Alone,
    /// With the comments directly above it.
    WithComments,
}

/// A block collection while it is edited.
struct Block {
    id: NodeId,
    /// The column of its dashes or keys.
    column: usize,
    /// The column of what it hangs on; none at the root.
    parent: Option<usize>,
    extents: Vec<Extent>,
    leaving: Vec<Leaving>,
    arriving: BTreeMap<usize, Vec<Arrival>>,
}

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
        let names: Vec<Option<String>> = entries.iter().map(|(key, _)| self.key_name(*key)).collect();
        let extent = |(key, value): &(NodeId, NodeId)| Extent {
            start: self.tree.lead(*key).unwrap_or_else(|| self.tree.outer_start(*key)),
            end: self.tree.end(*value),
        };
        let mut block = Block {
            id,
            column,
            parent: site.column,
            extents: entries.iter().map(extent).collect(),
            leaving: vec![Leaving::Stays; entries.len()],
            arriving: BTreeMap::new(),
        };
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
        let known = |key: &str| names.iter().any(|name| name.as_deref() == Some(key));
        for (key, content) in self.new_entries(id, edits, &known)? {
            let index = match key.as_str() {
                "initContainers" => names.iter().position(|name| name.as_deref() == Some("containers")),
                _ => None,
            };
            let mut text = String::new();
            match &content.source {
                Some(source) => {
                    self.writer.string(&mut text, &key, false);
                    text.push(':');
                    text.push_str(source);
                }
                None => self.writer.entry(&mut text, &key, &content.value, column),
            }
            let arrival = Arrival::New { text, gap: content.gap };
            block.arriving.entry(index.unwrap_or(entries.len())).or_default().push(arrival);
        }
        self.depth = depth;
        let empty = Content::new(Value::map::<String, 0>([]));
        self.finish_block(&block, site, &empty)
    }

    /// Keys that the mapping does not have itself: new ones, and merged ones that are edited here.
    fn new_entries(
        &self,
        id: NodeId,
        edits: &Edits<'_, 's>,
        known: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<(String, Content<'s>)>, Error> {
        let mut entries: Vec<(String, Content<'s>)> = Vec::new();
        for (path, op) in edits {
            let Some(Step::Key(key)) = path.first() else { continue };
            if known(key) || entries.iter().any(|(name, _)| name == key) {
                continue;
            }
            let content = match op {
                Op::Set(content) if path.len() == 1 => content.clone(),
                _ => {
                    let below = below(edits, |step| matches!(step, Step::Key(name) if name == key));
                    let merged = value(self.tree, id)?;
                    match merged.get(key) {
                        Some(_) if leaving(&below) != Leaving::Stays => {
                            return self
                                .refuse(id, format!("{key} comes from a merge key and can't be taken away here"));
                        }
                        Some(merged) => Content::new(edited(merged, &below)),
                        None => return self.refuse(id, format!("there is no {key} here to be edited")),
                    }
                }
            };
            entries.push((key.to_string(), content));
        }
        Ok(entries)
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
        let extent = |item: &NodeId| Extent {
            start: self.tree.lead(*item).unwrap_or_else(|| self.tree.outer_start(*item)),
            end: self.tree.end(*item),
        };
        let mut block = Block {
            id,
            column,
            parent: site.column,
            extents: items.iter().map(extent).collect(),
            leaving: vec![Leaving::Stays; items.len()],
            arriving: BTreeMap::new(),
        };
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
                Op::Insert(content) => (*index, self.new_item(content, column)),
                Op::Move { to, gap } if *index < items.len() => {
                    let below = below(edits, |step| matches!(step, Step::Index(at) if at == index));
                    let text = self.cut(&block, *index, items[*index], inner, &below, depth)?;
                    (*to, Arrival::Lines { text, gap: *gap })
                }
                _ => continue,
            };
            block.arriving.entry(to.min(items.len())).or_default().push(arrival);
        }
        self.depth = depth;
        self.finish_block(&block, site, &Content::new(Value::list([])))
    }

    fn new_item(&self, content: &Content<'s>, column: usize) -> Arrival {
        if let Some(source) = &content.source {
            return Arrival::Lines { text: indented(source, column), gap: content.gap };
        }
        let mut text = String::new();
        self.writer.item(&mut text, &content.value, column);
        Arrival::New { text, gap: content.gap }
    }

    /// The lines of an item that moves, with the edits inside of it made.
    fn cut(
        &mut self,
        block: &Block,
        index: usize,
        item: NodeId,
        site: Site,
        edits: &Edits<'_, 's>,
        depth: usize,
    ) -> Result<String, Error> {
        let outside = std::mem::take(&mut self.splices);
        self.walk(item, site, edits, depth + 1)?;
        let mut inside = std::mem::replace(&mut self.splices, outside);
        let Extent { start, end } = block.extents[index];
        let own_lines = self.tree.is_first_on_line(start);
        let from = if own_lines { self.comments_above(start) } else { start };
        let to = self.next_line(end);
        for splice in &mut inside {
            splice.start -= from;
            splice.end -= from;
        }
        let text = spliced(&self.text[from..to], inside);
        Ok(if own_lines { text } else { format!("{}{text}", " ".repeat(block.column)) })
    }

    /// The beginning of the comment lines directly above an entry, at its own indentation.
    fn comments_above(&self, start: usize) -> usize {
        let mut from = self.tree.line_start(start);
        let column = self.tree.column(start);
        while from > 0 {
            let above = self.tree.line_start(from - 1);
            if self.comment_line(above) != Some(column) {
                break;
            }
            from = above;
        }
        from
    }

    fn finish_block(&mut self, block: &Block, site: Site, empty: &Content<'s>) -> Result<(), Error> {
        let all_leave = block.leaving.iter().all(|leaving| *leaving != Leaving::Stays);
        if all_leave && block.arriving.is_empty() {
            return self.replace(block.id, site, empty);
        }
        let inline_first = !self.tree.is_first_on_line(block.extents[0].start);
        for (index, leaving) in block.leaving.iter().enumerate() {
            if *leaving != Leaving::Stays && !(inline_first && index == 0) {
                self.take_lines(block.extents[index], *leaving);
            }
        }
        let first_stays = block.leaving.iter().position(|leaving| *leaving == Leaving::Stays);
        let leading = block.arriving.keys().next().copied().filter(|at| first_stays.is_none_or(|first| *at <= first));
        if inline_first && block.leaving[0] != Leaving::Stays && leading.is_none() {
            self.pull_up(block, first_stays);
        } else if inline_first && block.leaving[0] != Leaving::Stays {
            let Extent { start, end } = block.extents[0];
            let to = self.next_line(end);
            self.put_verbatim(start, to, String::new());
        }
        for (at, arrivals) in &block.arriving {
            for (order, arrival) in arrivals.iter().enumerate() {
                let takes_inline_place = inline_first && Some(*at) == leading && order == 0;
                let rest_stays = block.leaving[0] == Leaving::Stays;
                if inline_first && Some(*at) == leading {
                    self.arrive_inline(
                        block,
                        arrival,
                        takes_inline_place,
                        rest_stays && *at == 0,
                        order + 1 == arrivals.len(),
                    );
                } else {
                    self.arrive(block, *at, arrival);
                }
            }
        }
        Ok(())
    }

    /// The first entry, which begins on its parent's dash, goes: the next one that stays takes its place.
    fn pull_up(&mut self, block: &Block, next: Option<usize>) {
        let Extent { start, .. } = block.extents[0];
        let Some(next) = next else { return };
        let behind = self.next_line(block.extents[next - 1].end);
        let next_start = block.extents[next].start;
        if self.text[behind..next_start].trim().is_empty() && next == 1 {
            self.put_verbatim(start, next_start, String::new());
        } else {
            // Comments come between: the dash stays alone on its line.
            let from = self.text[..start].trim_end_matches(' ').len();
            let to = self.next_line(block.extents[0].end);
            self.put(from, to, "\n");
        }
    }

    fn take_lines(&mut self, extent: Extent, leaving: Leaving) {
        let from = match leaving {
            Leaving::WithComments => self.comments_above(extent.start),
            _ => self.tree.line_start(extent.start),
        };
        let to = self.next_line(extent.end);
        self.put_verbatim(from, to, String::new());
    }

    /// An entry comes before the one that begins on the line of the parent's dash.
    fn arrive_inline(&mut self, block: &Block, arrival: &Arrival, first: bool, before_first: bool, last: bool) {
        let indent = " ".repeat(block.column);
        let at = block.extents[0].start;
        let (text, verbatim) = match arrival {
            Arrival::New { text, .. } => (format!("{text}\n"), false),
            Arrival::Lines { text, .. } => (text.trim_start_matches(' ').to_owned(), true),
        };
        let head = if first { "" } else { indent.as_str() };
        let tail = if before_first && last { indent.as_str() } else { "" };
        let text = format!("{head}{text}{tail}");
        if verbatim {
            self.put_verbatim(at, at, text);
        } else {
            self.put(at, at, &text);
        }
    }

    fn arrive(&mut self, block: &Block, at: usize, arrival: &Arrival) {
        match arrival {
            Arrival::New { text, gap } => {
                let place = self.place(block, at, *gap);
                let text = format!("{}{text}\n", " ".repeat(block.column));
                self.put(place, place, &text);
            }
            Arrival::Lines { text, gap } => {
                let place = self.place(block, at, *gap);
                self.put(place, place, text);
            }
        }
    }

    /// The line on which an entry at this index is to begin.
    fn place(&self, block: &Block, at: usize, gap: Option<usize>) -> usize {
        let line = match at.checked_sub(1) {
            Some(before) => self.next_line(block.extents[before].end),
            // Right below the key's line, above comments.
            None => match self.tree.lead(block.id) {
                Some(lead) => {
                    let behind = self.tree.properties(block.id).map_or(lead, |properties| properties.end.max(lead));
                    self.next_line(behind)
                }
                None => self.comments_above(block.extents[0].start),
            },
        };
        if let Some(gap) = gap {
            return self.skip_lines(line, gap);
        }
        match at {
            0 => line,
            // Comments directly above the next entry are that entry's.
            at if at < block.extents.len() && self.is_key(block) => {
                self.comments_above(block.extents[at].start).max(line)
            }
            at if at < block.extents.len() => self.skip_comments(line, Some(block.column)),
            _ => self.skip_comments(line, block.parent),
        }
    }

    fn is_key(&self, block: &Block) -> bool {
        self.tree.kind(block.id) == super::Kind::Map
    }

    /// Behind comment lines that are indented deeper than a column.
    fn skip_comments(&self, mut line: usize, column: Option<usize>) -> usize {
        while line < self.text.len() {
            match self.comment_line(line) {
                Some(indent) if column.is_none_or(|column| indent > column) => line = self.next_line(line),
                _ => break,
            }
        }
        line
    }

    /// Behind as many blank or comment lines.
    fn skip_lines(&self, mut line: usize, count: usize) -> usize {
        for _ in 0..count {
            let blank = self.line_content(line).trim().is_empty() && line < self.text.len();
            if !blank && self.comment_line(line).is_none() {
                break;
            }
            line = self.next_line(line);
        }
        line
    }

    /// How many lines stand between an item's lines, with its comments, and those of the item before it.
    pub(super) fn gap_above(&self, list: NodeId, index: usize) -> usize {
        let items: Vec<NodeId> = self.tree.children(list).collect();
        let start = |id: NodeId| self.tree.lead(id).unwrap_or_else(|| self.tree.outer_start(id));
        let Some(item) = items.get(index).filter(|item| self.tree.is_first_on_line(start(**item))) else { return 0 };
        let from = match index.checked_sub(1) {
            Some(before) => self.next_line(self.tree.end(items[before])),
            None => self.tree.lead(list).map_or(0, |lead| self.next_line(lead)),
        };
        let to = self.comments_above(start(*item));
        self.text.get(from..to).map_or(0, |between| between.bytes().filter(|byte| *byte == b'\n').count())
    }

    /// The lines of an item with the comments directly above it.
    pub(super) fn lines_of(&self, item: NodeId) -> std::ops::Range<usize> {
        let start = self.tree.lead(item).unwrap_or_else(|| self.tree.outer_start(item));
        self.comments_above(start)..self.next_line(self.tree.end(item)).min(self.tree.source.len())
    }
}

fn leaving(edits: &Edits<'_, '_>) -> Leaving {
    let merged = |op: &Op<'_>| op.content().is_some_and(|content| content.source.as_deref() == Some(MERGED));
    if edits.iter().any(|(path, op)| path.is_empty() && merged(op)) {
        return Leaving::Alone;
    }
    let removed = edits.iter().find_map(|(path, op)| match op {
        Op::Remove { ours } if path.is_empty() => Some(*ours),
        _ => None,
    });
    match removed {
        None => Leaving::Stays,
        Some(true) => Leaving::Alone,
        Some(false) => Leaving::WithComments,
    }
}

/// Lines moved so that their first dash stands at a column.
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
