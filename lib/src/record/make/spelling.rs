//! How things were written before any injection: as an old record says it, else as the document has them.

use crate::pointer::Step;
use crate::record::data::{Change, Neighbour, Spelling, name_of};
use crate::value::{List, Value};
use crate::yaml::{self, Kind, NodeId};

use super::recorder::{Place, Recorder, read_at};

impl<'s> Recorder<'_, '_, '_, 's> {
    /// An alias, or what comes through a merge key, is written out if something below it changes. Returns whether it is.
    pub(super) fn written_out(&mut self, place: Place, before: &Value<'s>) -> bool {
        let Some(last) = self.at.0.last() else { return false };
        let kept = self.kept(|change| match change {
            Change::Respelled { spelling } if spelling.stands_for_another() => Some(spelling.clone()),
            _ => None,
        });
        if let Some(spelling) = kept {
            self.push(Change::Respelled { spelling });
            return true;
        }
        let ours = |length: usize| {
            let known = self.old.get(&self.at.0[..length]);
            known.is_some_and(|known| {
                known.iter().any(|change| matches!(change, Change::Added { .. } | Change::Created))
            })
        };
        if !self.old.is_empty() && (0..=self.at.0.len()).any(ours) {
            return false;
        }
        let tree = self.original.tree;
        let source = match place.node {
            Some(node) if tree.kind(node) == Kind::Alias => yaml::value_source(tree, node),
            None if matches!(last, Step::Key(_)) && place.parent.is_some() => yaml::MERGED,
            _ => return false,
        };
        // Without what we add, an empty list does not say whether it had been null.
        let value = before.is_empty().then(|| before.to_json());
        self.push(Change::Respelled { spelling: Spelling { source: Some(source.to_owned()), value } });
        true
    }

    /// How the value of a place was written before any injection.
    pub(super) fn spelling(&self, place: Place, before: &Value<'s>) -> Spelling {
        // Of what was written out from a merge key and then replaced, the second says what it had been.
        let kept = self.kept(|change| match change {
            Change::Replaced { spelling, .. } => Some(spelling.clone()),
            _ => None,
        });
        let kept = kept.or_else(|| {
            self.kept(|change| match change {
                Change::Respelled { spelling } => Some(spelling.clone()),
                _ => None,
            })
        });
        self.still(kept, before, false)
            .unwrap_or_else(|| self.in_document(place.node.map(|node| self.text(node)), before, false))
    }

    /// What the old record says, unless a person edited it since, or it is about another element that had this place.
    pub(super) fn still(&self, kept: Option<Spelling>, before: &Value<'s>, item: bool) -> Option<Spelling> {
        kept.filter(|spelling| spelling.stands_for_another() || spelling.meaning(item).as_ref() == Some(before))
    }

    /// What the document says. After an earlier injection that may be what we wrote, and then only the value counts.
    pub(super) fn in_document(&self, source: Option<String>, before: &Value<'s>, item: bool) -> Spelling {
        let spelling = Spelling::of(source, before, item);
        let is_ours = !self.old.is_empty() && spelling.value.is_some() && !spelling.stands_for_another();
        if is_ours { Spelling { source: None, ..spelling } } else { spelling }
    }

    /// The document's text for a value.
    pub(super) fn text(&self, node: NodeId) -> String {
        yaml::value_source(self.original.tree, node).to_owned()
    }

    /// Where the element that the recorder is at was, by the one before it.
    pub(super) fn neighbour(&self, list: Place, before: &List<'s>, key: &str, index: usize) -> Neighbour {
        let before_it = |index| name_of(before, key, index).map_or(Step::Index(index), Step::into_owned);
        let after = index.checked_sub(1).map(before_it);
        self.kept_neighbour(after.as_ref()).unwrap_or_else(|| {
            let lines_before = match (list.node, read_at(before, index)) {
                (Some(list), Some(Step::Index(index))) => yaml::gap(self.original.tree, list, index),
                _ => 0,
            };
            Neighbour { after, lines_before }
        })
    }

    /// What the old record says of the element of this list that stood there: its own name may now be another's.
    fn kept_neighbour(&self, after: Option<&Step<'static>>) -> Option<Neighbour> {
        let there = |change: &Change| match change {
            Change::Moved { was } | Change::Removed { was, .. } if was.after.as_ref() == after => Some(was.clone()),
            _ => None,
        };
        let (_, list) = self.at.0.split_last()?;
        let in_list = |at: &[Step<'_>]| at.split_last().is_some_and(|(_, path)| path == list);
        self.kept(there).or_else(|| {
            let others = self.old.iter().filter(|(at, _)| in_list(at));
            others.flat_map(|(_, changes)| changes).find_map(|change| there(change))
        })
    }
}
