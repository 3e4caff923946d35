//! The lines of a block collection: which of them go, and on which line something new begins.

use std::collections::BTreeMap;

use crate::plan::Content;

use super::super::Error;
use super::super::tree::{Kind, NodeId};
use super::{Editor, Site};

/// The extent of an entry: from its dash, key or question mark to the end of its last leaf.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Something that arrives in a collection.
pub(super) enum Arrival {
    /// New text, without indentation and without a line end.
    New { text: String, gap: Option<usize> },
    /// Whole lines, as they were elsewhere.
    Lines { text: String, gap: Option<usize> },
}

/// How an entry leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    Stays,
    /// Only its own lines: it was added, the comments around it are a person's.
    Alone,
    /// Also the comments directly above it, and the deeper indented ones below.
    WithComments,
}

/// A block collection while it is edited.
pub(super) struct Block {
    pub(super) id: NodeId,
    /// The column of its dashes or keys.
    pub(super) column: usize,
    /// The column of the key or dash that it belongs to; `None` at the root.
    pub(super) parent: Option<usize>,
    pub(super) extents: Vec<Extent>,
    pub(super) leaving: Vec<Leaving>,
    pub(super) arriving: BTreeMap<usize, Vec<Arrival>>,
}

impl Block {
    /// A collection in which everything stays and nothing arrives.
    pub(super) fn untouched(id: NodeId, column: usize, parent: Option<usize>, extents: Vec<Extent>) -> Self {
        let leaving = vec![Leaving::Stays; extents.len()];
        Self { id, column, parent, extents, leaving, arriving: BTreeMap::new() }
    }
}

impl<'s> Editor<'_, 's> {
    /// From an entry's dash, key or properties to the end of its value.
    pub(super) fn extent(&self, first: NodeId, last: NodeId) -> Extent {
        let start = self.tree.lead(first).unwrap_or_else(|| self.tree.outer_start(first));
        Extent { start, end: self.tree.end(last) }
    }

    /// Where the lines of a leaving entry end.
    fn left_behind(&self, block: &Block, index: usize) -> usize {
        let extent = block.extents[index];
        match block.leaving[index] {
            Leaving::WithComments => self.comments_below(extent),
            _ => self.next_line(extent.end),
        }
    }

    pub(super) fn finish_block(&mut self, block: &Block, site: Site, empty: &Content<'s>) -> Result<(), Error> {
        let all_leave = block.leaving.iter().all(|leaving| *leaving != Leaving::Stays);
        if all_leave && block.arriving.is_empty() {
            return self.replace(block.id, site, empty);
        }
        let inline_first = !self.tree.is_first_on_line(block.extents[0].start);
        for (index, leaving) in block.leaving.iter().enumerate() {
            if *leaving != Leaving::Stays && !(inline_first && index == 0) {
                self.take_lines(block, index);
            }
        }
        let first_stays = block.leaving.iter().position(|leaving| *leaving == Leaving::Stays);
        let leading = block.arriving.keys().next().copied().filter(|at| first_stays.is_none_or(|first| *at <= first));
        if inline_first && block.leaving[0] != Leaving::Stays && leading.is_none() {
            self.pull_up(block, first_stays);
        } else if inline_first && block.leaving[0] != Leaving::Stays {
            let start = block.extents[0].start;
            self.put_verbatim(start, self.left_behind(block, 0), self.staying_comments(block, 0));
        }
        for (at, arrivals) in &block.arriving {
            let mut before = None;
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
                    before = self.arrive(block, *at, arrival, before);
                }
            }
        }
        Ok(())
    }

    /// The first entry, on the line of its parent's dash, leaves: the next one that stays takes its place.
    fn pull_up(&mut self, block: &Block, next: Option<usize>) {
        let Extent { start, .. } = block.extents[0];
        let Some(next) = next else { return };
        let next_start = block.extents[next].start;
        let only_blanks_before = |index: usize| {
            let behind = self.left_behind(block, index - 1);
            let between = &self.text[behind..block.extents[index].start];
            between.trim().is_empty() && self.staying_comments(block, index - 1).is_empty()
        };
        if (1..=next).all(only_blanks_before) {
            self.put_verbatim(start, next_start, String::new());
        } else {
            // Comments stand in between, so the dash stays alone on its line.
            let from = self.text[..start].trim_end_matches(' ').len();
            let to = self.left_behind(block, 0);
            let stays = self.staying_comments(block, 0);
            self.put(from, to, format!("\n{stays}"));
        }
    }

    fn take_lines(&mut self, block: &Block, index: usize) {
        let start = block.extents[index].start;
        let from = match block.leaving[index] {
            Leaving::WithComments => self.comments_above(start),
            _ => self.line_begin(start),
        };
        self.put_verbatim(from, self.left_behind(block, index), self.staying_comments(block, index));
    }

    /// The comments that stay although the entry around them leaves.
    fn staying_comments(&self, block: &Block, index: usize) -> String {
        let Extent { start, end } = block.extents[index];
        match block.leaving[index] {
            Leaving::Alone => self.comments_within(self.line_begin(start), self.next_line(end)),
            _ => String::new(),
        }
    }

    /// An entry arrives before the one on the line of the parent's dash.
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

    /// Puts an entry in its place. If its place was found by counting lines, returns it: the lines of the next entry
    /// are counted from there.
    fn arrive(&mut self, block: &Block, at: usize, arrival: &Arrival, before: Option<usize>) -> Option<usize> {
        let (Arrival::New { gap, .. } | Arrival::Lines { gap, .. }) = arrival;
        let place = match (before, gap) {
            (Some(before), Some(gap)) => self.skip_lines(block, at, before, *gap),
            _ => self.place(block, at, *gap),
        };
        match arrival {
            Arrival::New { text, .. } => {
                let mut line = String::with_capacity(block.column + text.len() + 1);
                line.extend(std::iter::repeat_n(' ', block.column));
                line.push_str(text);
                line.push('\n');
                self.put(place, place, line);
            }
            Arrival::Lines { text, .. } => self.put(place, place, text),
        }
        gap.map(|_| place)
    }

    /// The line on which an entry at this index should begin.
    pub(super) fn place(&self, block: &Block, at: usize, gap: Option<usize>) -> usize {
        let line = match at.checked_sub(1) {
            Some(before) => self.next_line(block.extents[before].end),
            // Right below the line of the key, above comments.
            None => match self.tree.lead(block.id) {
                Some(lead) => {
                    let behind = self.tree.properties(block.id).map_or(lead, |properties| properties.end.max(lead));
                    self.next_line(behind)
                }
                None => self.comments_above(block.extents[0].start),
            },
        };
        if let Some(gap) = gap {
            return self.skip_lines(block, at, line, gap);
        }
        match at {
            0 => line,
            // The comments directly above the next entry are that entry's.
            at if at < block.extents.len() && self.is_key(block) => {
                self.comments_above(block.extents[at].start).max(line)
            }
            at if at < block.extents.len() => self.skip_comments(line, Some(block.column)),
            _ => self.skip_comments(line, block.parent),
        }
    }

    fn is_key(&self, block: &Block) -> bool {
        self.tree.kind(block.id) == Kind::Map
    }

    /// The offset after this many blank or comment lines. They were counted from the element before, when the added
    /// entries that leave now weren't there, so those don't count wherever they stand.
    fn skip_lines(&self, block: &Block, at: usize, from: usize, count: usize) -> usize {
        let goes = |index: &usize| block.leaving[*index] == Leaving::Alone;
        let going = (at..block.extents.len()).take_while(goes).map(|index| block.extents[index]);
        let mut going = going.skip_while(|ours| self.line_begin(ours.start) < from).peekable();
        let (mut line, mut left) = (from, count);
        loop {
            if let Some(ours) = going.next_if(|ours| self.line_begin(ours.start) == line) {
                line = self.next_line(ours.end);
                continue;
            }
            let blank = self.line_content(line).trim().is_empty() && line < self.text.len();
            if left == 0 || (!blank && self.comment_line(line).is_none()) {
                return line;
            }
            left -= 1;
            line = self.next_line(line);
        }
    }

    /// How many lines stand between an item, with its comments, and the item before it.
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

    /// The lines of an item with its comments, above and below.
    pub(super) fn lines_of(&self, item: NodeId) -> std::ops::Range<usize> {
        let extent = self.extent(item, item);
        self.comments_above(extent.start)..self.comments_below(extent).min(self.tree.source.len())
    }
}
