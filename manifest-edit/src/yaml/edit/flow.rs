//! Edits of flow collections and JSON: entries come and go between commas.

use std::collections::BTreeMap;

use crate::plan::{Edits, Op, below};
use crate::pointer::Step;
use crate::value::{Text, Value};

use super::super::Error;
use super::super::tree::NodeId;
use super::entries::{NewEntry, leaving};
use super::lines::Leaving;
use super::splice::spliced;
use super::{Editor, Site};

const SITE: Site = Site { column: None, in_flow: true, item: true };

impl<'s> Editor<'_, 's> {
    pub(super) fn flow_map(&mut self, id: NodeId, edits: &Edits<'_, 's>, depth: usize) -> Result<(), Error> {
        let entries: Vec<(NodeId, NodeId)> = self.tree.entries(id).collect();
        let names: Vec<Option<Text<'s>>> = entries.iter().map(|(key, _)| self.key_name(*key)).collect();
        let extents: Vec<(usize, usize)> =
            entries.iter().map(|(key, value)| (self.entry_start(*key), self.tree.end(*value))).collect();
        let mut gone = vec![false; entries.len()];
        for (index, (_, value)) in entries.iter().enumerate() {
            let below =
                below(edits, |step| matches!(step, Step::Key(key) if Some(key.as_ref()) == names[index].as_deref()));
            gone[index] = leaving(&below) != Leaving::Stays;
            if !gone[index] {
                self.walk(*value, SITE, &below, depth + 1)?;
            }
        }
        let mut arriving: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for NewEntry { key, content, at } in self.new_entries(id, edits, &names)? {
            let mut text = String::new();
            self.writer.string(&mut text, key, true);
            text.push(':');
            match &content.source {
                Some(source) if !source.is_empty() => text.push_str(source),
                _ => {
                    text.push(' ');
                    self.flow_value(&mut text, id, &content.value);
                }
            }
            arriving.entry(at).or_default().push(text);
        }
        self.depth = depth;
        self.finish_flow(id, &extents, &gone, &arriving);
        Ok(())
    }

    pub(super) fn flow_seq(&mut self, id: NodeId, edits: &Edits<'_, 's>, depth: usize) -> Result<(), Error> {
        let items: Vec<NodeId> = self.tree.children(id).collect();
        let extents: Vec<(usize, usize)> =
            items.iter().map(|item| (self.entry_start(*item), self.tree.end(*item))).collect();
        let mut gone = vec![false; items.len()];
        let mut arriving: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let moves = |index: usize| {
            edits.iter().any(|(path, op)| matches!((path, op), ([Step::Index(at)], Op::Move { .. }) if *at == index))
        };
        for (index, item) in items.iter().enumerate() {
            let below = below(edits, |step| matches!(step, Step::Index(at) if *at == index));
            let removed = below.iter().any(|(path, op)| path.is_empty() && matches!(op, Op::Remove { .. }));
            gone[index] = removed || moves(index);
            if !gone[index] {
                self.walk(*item, SITE, &below, depth + 1)?;
            }
        }
        for (path, op) in edits {
            let [Step::Index(index)] = path else { continue };
            let (to, text) = match op {
                Op::Insert(content) => {
                    let mut text = String::new();
                    match &content.source {
                        Some(source) => text.push_str(source.trim()),
                        None => self.flow_value(&mut text, id, &content.value),
                    }
                    (*index, text)
                }
                Op::Move { to, .. } if *index < items.len() => {
                    let below = below(edits, |step| matches!(step, Step::Index(at) if at == index));
                    (*to, self.cut_flow(items[*index], extents[*index], &below, depth)?)
                }
                _ => continue,
            };
            arriving.entry(to.min(items.len())).or_default().push(text);
        }
        self.depth = depth;
        self.finish_flow(id, &extents, &gone, &arriving);
        Ok(())
    }

    fn entry_start(&self, id: NodeId) -> usize {
        self.tree.lead(id).unwrap_or_else(|| self.tree.outer_start(id))
    }

    /// Writes a value inside a flow collection, over several lines if the document is JSON laid out that way.
    fn flow_value(&self, out: &mut String, collection: NodeId, value: &Value<'_>) {
        match self.entry_indent(collection) {
            Some(column) if self.writer.style.json => self.writer.pretty(out, value, column),
            _ => self.writer.inline(out, value, true),
        }
    }

    /// The column at which entries begin, if each has a line of its own.
    fn entry_indent(&self, collection: NodeId) -> Option<usize> {
        match self.tree.children(collection).next() {
            Some(first) => self.own_line_blanks(collection).map(|_| self.tree.column(self.entry_start(first))),
            None if self.writer.style.json && self.is_laid_out(collection) && self.document_is_laid_out() => {
                Some(self.line_indent(self.tree.start(collection)) + self.writer.style.step)
            }
            None => None,
        }
    }

    /// The blanks or tabs before the first entry, if each has a line of its own.
    fn own_line_blanks(&self, collection: NodeId) -> Option<&str> {
        let start = self.entry_start(self.tree.children(collection).next()?);
        let line = self.tree.line_start(start);
        let blanks = &self.tree.source[line..start];
        (line > self.tree.start(collection) && blanks.trim_matches([' ', '\t']).is_empty()).then_some(blanks)
    }

    fn document_is_laid_out(&self) -> bool {
        let root = self.tree.root();
        let first = root.and_then(|root| self.tree.children(root).next());
        first.is_some_and(|first| self.tree.is_first_on_line(self.tree.outer_start(first)))
    }

    fn cut_flow(
        &mut self,
        item: NodeId,
        extent: (usize, usize),
        edits: &Edits<'_, 's>,
        depth: usize,
    ) -> Result<String, Error> {
        let outside = std::mem::take(&mut self.splices);
        self.walk(item, SITE, edits, depth + 1)?;
        let mut inside = std::mem::replace(&mut self.splices, outside);
        for splice in &mut inside {
            splice.start -= extent.0;
            splice.end -= extent.0;
        }
        Ok(spliced(&self.text[extent.0..extent.1], inside))
    }

    fn finish_flow(
        &mut self,
        id: NodeId,
        extents: &[(usize, usize)],
        gone: &[bool],
        arriving: &BTreeMap<usize, Vec<String>>,
    ) {
        let separator = match (self.own_line_blanks(id), self.entry_indent(id)) {
            (Some(blanks), _) => format!(",{}{blanks}", self.writer.style.line_end),
            (None, Some(column)) => format!(",{}{}", self.writer.style.line_end, " ".repeat(column)),
            (None, None) => ", ".to_owned(),
        };
        let Some(last) = (0..extents.len()).rev().find(|index| !gone[*index]) else {
            return self.finish_emptied(id, extents, arriving, &separator);
        };
        self.take_flow(extents, gone, last);
        for (at, texts) in arriving {
            // Before the next entry that stays, or after the last one.
            match (*at..extents.len()).find(|index| !gone[*index]) {
                Some(next) => {
                    let text: String = texts.iter().map(|text| format!("{text}{separator}")).collect();
                    self.put(extents[next].0, extents[next].0, &text);
                }
                None => {
                    let text: String = texts.iter().map(|text| format!("{separator}{text}")).collect();
                    let end = extents.last().map_or(0, |extent| extent.1);
                    self.put(end, end, &text);
                }
            }
        }
    }

    /// Removes runs of entries, each with the separators that are no longer needed.
    fn take_flow(&mut self, extents: &[(usize, usize)], gone: &[bool], last: usize) {
        let mut index = 0;
        while index <= last {
            let next = (index..=last).find(|at| !gone[*at]).unwrap_or(last);
            if next > index {
                // Up to the entry that follows: an entry that arrives before it brings its own separator.
                self.put_verbatim(extents[index].0, extents[next].0, String::new());
            }
            index = next + 1;
        }
        if last + 1 < extents.len() {
            let end = extents.last().map_or(0, |extent| extent.1);
            self.put_verbatim(extents[last].1, end, String::new());
        }
    }

    /// Finishes a collection that was empty, or that loses all of its entries.
    fn finish_emptied(
        &mut self,
        id: NodeId,
        extents: &[(usize, usize)],
        arriving: &BTreeMap<usize, Vec<String>>,
        separator: &str,
    ) {
        let texts: Vec<&str> = arriving.values().flatten().map(String::as_str).collect();
        let inside = (self.tree.start(id) + 1, self.tree.end(id) - 1);
        let text = texts.join(separator);
        if extents.is_empty() {
            if let Some(column) = self.entry_indent(id) {
                let outer = " ".repeat(self.line_indent(self.tree.start(id)));
                self.put(inside.0, inside.1, format!("\n{}{text}\n{outer}", " ".repeat(column)));
            } else {
                self.put(inside.0, inside.0, &text);
            }
            return;
        }
        let (from, to) = if texts.is_empty() { inside } else { (extents[0].0, extents[extents.len() - 1].1) };
        self.put(from, to, &text);
    }
}
