//! How things were written before any injection: as an old record says it, else as the document has them.

use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};
use crate::yaml::{self, Kind, NodeId};

use crate::record::Record;
use crate::record::data::{Entry, Neighbour, Part, Said, What, by_names, name_of};

use super::{Maker, Original, Place, read_at};

impl<'s> Maker<'_, '_, '_, 's> {
    /// An alias, or what comes through a merge key, is written out where something below it changes. Says whether it is.
    pub(super) fn written(&mut self, place: Place, before: &Value<'s>) -> bool {
        let Some(last) = self.at.0.last() else { return false };
        let kept = self.kept(|what| match what {
            What::Written { said } if said.stands_for_another() => Some(said.clone()),
            _ => None,
        });
        if let Some(said) = kept {
            self.push(What::Written { said });
            return true;
        }
        let ours = |length: usize| {
            let known = self.old.get(&self.at.0[..length]);
            known.is_some_and(|known| known.iter().any(|what| matches!(what, What::Added { .. } | What::Created)))
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
        self.push(What::Written { said: Said { source: Some(source.to_owned()), value } });
        true
    }

    /// A block scalar at the end of a text without a last line end gets another header when something comes behind it.
    pub(super) fn unended_scalar(&mut self, current: &Value<'s>) {
        let Original { tree, template } = self.original;
        let Some((node, at)) = yaml::unended_scalar(tree)
            .and_then(|node| yaml::pointer_to(tree, template, node).ok().map(|at| (node, at)))
        else {
            return;
        };
        self.at = by_names(current, &at);
        if let Some(value) = self.at.resolve(current) {
            let said = Said { source: Some(self.text(node)), value: Some(value.to_json()) };
            self.push(What::Written { said });
        }
    }

    /// What an earlier injection wrote differently without a change of its meaning is still so.
    pub(super) fn carry_over(&mut self, old: Option<&Record<'static>>, after: &Value<'s>) {
        let written = |entry: &&Entry<'_>| matches!(entry.what, What::Written { .. });
        for entry in old.iter().flat_map(|old| &old.entries).filter(written) {
            let is_same =
                |part: &Part<'_, '_>| matches!(part, Part::Other(mine) if written(&mine) && mine.at == entry.at);
            if !self.parts.iter().any(is_same) && still_there(&entry.at, after) && !is_empty_again(entry, after) {
                self.parts.push(Part::Other(entry.clone()));
            }
        }
    }

    /// What the old record says about the place that the maker is at.
    pub(super) fn kept<T>(&self, pick: impl Fn(&What) -> Option<T>) -> Option<T> {
        self.old.get(&self.at.0[..])?.iter().find_map(|what| pick(what))
    }

    /// How the value of a place was written before any injection.
    pub(super) fn said(&self, place: Place, before: &Value<'s>) -> Said {
        // Of what was written out from a merge key and then replaced, the second says what it had been.
        let kept = self.kept(|what| match what {
            What::Replaced { said, .. } => Some(said.clone()),
            _ => None,
        });
        let kept = kept.or_else(|| {
            self.kept(|what| match what {
                What::Written { said } => Some(said.clone()),
                _ => None,
            })
        });
        self.still(kept, before, false)
            .unwrap_or_else(|| self.in_document(place.node.map(|node| self.text(node)), before, false))
    }

    /// What the old record says, unless a person edited it since, or it is about another element that had this place.
    pub(super) fn still(&self, kept: Option<Said>, before: &Value<'s>, item: bool) -> Option<Said> {
        kept.filter(|said| said.stands_for_another() || said.meaning(item).as_ref() == Some(before))
    }

    /// What the document says. After an earlier injection that may be what we wrote, and then only the value counts.
    pub(super) fn in_document(&self, source: Option<String>, before: &Value<'s>, item: bool) -> Said {
        let said = Said::keep(source, before, item);
        let is_ours = !self.old.is_empty() && said.value.is_some() && !said.stands_for_another();
        if is_ours { Said { source: None, ..said } } else { said }
    }

    /// The document's text for a value.
    pub(super) fn text(&self, node: NodeId) -> String {
        yaml::value_source(self.original.tree, node).to_owned()
    }

    /// Where the element that the maker is at was, by the one before it.
    pub(super) fn neighbour(&self, list: Place, before: &List<'s>, key: &str, index: usize) -> Neighbour {
        let before_it = |index| name_of(before, key, index).map_or(Step::Index(index), Step::into_owned);
        let after = index.checked_sub(1).map(before_it);
        self.kept_neighbour(after.as_ref()).unwrap_or_else(|| {
            let gap = match (list.node, read_at(before, index)) {
                (Some(list), Some(Step::Index(index))) => yaml::gap(self.original.tree, list, index),
                _ => 0,
            };
            Neighbour { after, gap }
        })
    }

    /// What the old record says of the element of this list that stood there: its own name may now be another's.
    fn kept_neighbour(&self, after: Option<&Step<'static>>) -> Option<Neighbour> {
        let there = |what: &What| match what {
            What::Moved { was } | What::Removed { was, .. } if was.after.as_ref() == after => Some(was.clone()),
            _ => None,
        };
        let (_, list) = self.at.0.split_last()?;
        let in_list = |at: &[Step<'_>]| at.split_last().is_some_and(|(_, path)| path == list);
        self.kept(there).or_else(|| {
            let others = self.old.iter().filter(|(at, _)| in_list(at));
            others.flat_map(|(_, whats)| whats).find_map(|what| there(what))
        })
    }
}

/// Whether a collection that was empty, and was filled once, is empty again: then it is written as it was.
fn is_empty_again(entry: &Entry<'static>, after: &Value<'_>) -> bool {
    let What::Written { said } = &entry.what else { return false };
    let was_empty = said.meaning(false).is_some_and(|value| value.is_empty());
    was_empty && entry.at.resolve(after).is_some_and(Value::is_empty)
}

/// Whether the place of something that is only written differently is still there. A merge key has no value.
fn still_there(at: &Pointer<'static>, after: &Value<'_>) -> bool {
    let merge = |path: &[Step<'_>]| path.iter().position(|step| matches!(step, Step::Key(key) if key == yaml::MERGED));
    let path = merge(&at.0).map_or(&at.0[..], |merge| &at.0[..merge]);
    crate::pointer::resolve(path, after).is_some()
}
