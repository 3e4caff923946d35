//! From a template before and after an injection to the record of it.

use crate::plan::{Alignment, Edit};
use crate::pointer::{Pointer, Step, element_key};
use crate::value::{List, Map, Text, Value};
use crate::yaml::{self, Kind, NodeId, Tree};

use super::entry::{Entry, Neighbour, Said, What};
use super::{ANNOTATION, Record};

/// The document that the template stands in, for how things are written.
#[derive(Debug, Clone, Copy)]
pub struct Original<'t, 's> {
    /// The document.
    pub tree: &'t Tree<'s>,
    /// The template's node.
    pub template: NodeId,
}

/// The entries for what leads from `before` to `after`, and for aliases that are written out on the way.
///
/// Elements of `before` know where the document has them, those of `after` where `before` has them. How things were
/// written is taken from the old record where it knows the place, else from the document.
pub fn entries<'s>(
    current: &Value<'s>,
    before: &Value<'s>,
    after: &Value<'s>,
    written_out: &[Edit<'s>],
    original: Original<'_, 's>,
    old: Option<&Record>,
) -> Vec<Entry> {
    let mut maker = Maker { original, old, entries: Vec::new() };
    let root = Place { at: Pointer::default(), read: Some(Pointer::default()) };
    maker.values(&root, "", before, after);
    for edit in written_out {
        let at = Place { at: by_names(current, &edit.at), read: Some(edit.at.clone().into_owned()) };
        let said = Said { source: maker.text(&at), value: None };
        maker.push(&at, What::Written { said });
    }
    maker.unended_scalar(current);
    maker.carry_over(after);
    maker.entries
}

/// A place by names in the template after the injection, and by indices in the document as it was read, where it has
/// one: what an old record brings back has none.
#[derive(Debug, Clone)]
struct Place<'s> {
    at: Pointer<'s>,
    read: Option<Pointer<'s>>,
}

impl<'s> Place<'s> {
    fn key(&self, key: &Text<'s>) -> Self {
        let step = Step::Key(key.clone());
        Self { at: self.at.join(step.clone()), read: self.read.as_ref().map(|read| read.join(step)) }
    }

    /// An element, which was read at this index if it was read at all.
    fn element(&self, step: Step<'s>, index: Option<usize>) -> Self {
        let read = self.read.as_ref().zip(index).map(|(read, index)| read.join(Step::Index(index)));
        Self { at: self.at.join(step), read }
    }
}

/// The same place with names in the place of indices, wherever elements have names.
pub fn by_names(value: &Value<'_>, at: &Pointer<'_>) -> Pointer<'static> {
    let mut steps = Vec::with_capacity(at.0.len());
    let mut here = Some(value);
    let mut key = None;
    for step in &at.0 {
        let named = match (step, here.and_then(Value::as_list), key) {
            (Step::Index(index), Some(list), Some(key)) => name_of(list, key, *index),
            _ => None,
        };
        here = here.and_then(|value| match step {
            Step::Key(key) => value.get(key),
            Step::Index(index) => value.as_list()?.get(*index),
            Step::Named { .. } => None,
        });
        key = match step {
            Step::Key(key) => element_key(key),
            _ => None,
        };
        steps.push(named.unwrap_or_else(|| step.clone().into_owned()));
    }
    Pointer(steps)
}

/// The name of an element and which of that name it is.
pub fn name_of(list: &List<'_>, key: &str, index: usize) -> Option<Step<'static>> {
    let name = list.get(index)?.get(key)?.as_str()?;
    let same = |value: &&Value<'_>| value.get(key).and_then(Value::as_str) == Some(name);
    let occurrence = list.iter().take(index).filter(same).count();
    Some(Step::Named { name: name.to_owned().into(), occurrence })
}

/// Mappings whose keys are everyone's: ours are added one by one.
fn is_shared_mapping(key: &str) -> bool {
    matches!(key, "metadata" | "annotations" | "nodeSelector")
}

struct Maker<'a, 't, 's> {
    original: Original<'t, 's>,
    old: Option<&'a Record>,
    entries: Vec<Entry>,
}

impl<'s> Maker<'_, '_, 's> {
    fn push(&mut self, place: &Place<'s>, what: What) {
        self.entries.push(Entry { at: place.at.clone().into_owned(), what });
    }

    fn values(&mut self, at: &Place<'s>, key: &str, before: &Value<'s>, after: &Value<'s>) {
        if before == after {
            return;
        }
        let written = self.written(at, before);
        match (before, after) {
            (before, after) if before.is_empty() && is_open(key, after) => {
                if !written {
                    let said = self.said(at, before);
                    self.push(at, What::Written { said });
                }
                self.contents(at, key, after);
            }
            (Value::Map(before), Value::Map(after)) => self.maps(at, before, after),
            (Value::List(before), Value::List(after)) if element_key(key).is_some() && !before.is_empty() => {
                self.lists(at, element_key(key).unwrap_or_default(), before, after);
            }
            (before, after) => {
                let said = self.said(at, before);
                self.push(at, What::Replaced { digest: after.digest(), said });
            }
        }
    }

    /// An alias, or what comes through a merge key, is written out where something below it changes. Says whether it is.
    fn written(&mut self, at: &Place<'s>, before: &Value<'s>) -> bool {
        if at.at.0.is_empty() {
            return false;
        }
        let kept = self.kept(at, |what| match what {
            What::Written { said } if said.stands_for_another() => Some(said.clone()),
            _ => None,
        });
        if let Some(said) = kept {
            self.push(at, What::Written { said });
            return true;
        }
        let ours = |entry: &Entry| {
            at.at.0.starts_with(&entry.at.0) && matches!(entry.what, What::Added { .. } | What::Created)
        };
        if self.old.is_some_and(|old| old.entries.iter().any(ours)) {
            return false;
        }
        let tree = self.original.tree;
        let Some((last, path)) = at.read.as_ref().and_then(|read| read.split_last()) else { return false };
        let collection = yaml::exact(tree, self.original.template, &Pointer(path.to_vec()));
        let source = match self.exact(at) {
            Some(node) if tree.kind(node) == Kind::Alias => yaml::value_source(tree, node),
            None if matches!(last, Step::Key(_)) && collection.is_some() => yaml::MERGED,
            _ => return false,
        };
        // Without what we add, an empty list does not say whether it had been null.
        let value = before.is_empty().then(|| before.to_json());
        self.push(at, What::Written { said: Said { source: Some(source.to_owned()), value } });
        true
    }

    /// The node of a place, if the document has it literally.
    fn exact(&self, at: &Place<'s>) -> Option<NodeId> {
        yaml::exact(self.original.tree, self.original.template, at.read.as_ref()?)
    }

    /// A block scalar at the end of a text without a last line end gets another header when something comes behind it.
    fn unended_scalar(&mut self, current: &Value<'s>) {
        let Original { tree, template } = self.original;
        let Some(at) = yaml::unended_scalar(tree).and_then(|node| yaml::pointer_to(tree, template, node).ok()) else {
            return;
        };
        let place = Place { at: by_names(current, &at), read: Some(at.into_owned()) };
        if let (Some(source), Some(value)) = (self.text(&place), place.at.resolve(current)) {
            let value = Some(value.to_json());
            self.push(&place, What::Written { said: Said { source: Some(source), value } });
        }
    }

    /// What an earlier injection wrote differently without a change of its meaning is still so.
    fn carry_over(&mut self, after: &Value<'s>) {
        for entry in self.old.iter().flat_map(|old| &old.entries) {
            let known =
                self.entries.iter().any(|mine| mine.at == entry.at && matches!(mine.what, What::Written { .. }));
            if matches!(entry.what, What::Written { .. }) && !known && still_there(&entry.at, after) {
                self.entries.push(entry.clone());
            }
        }
    }

    /// What the old record says about a place.
    fn kept<T>(&self, place: &Place<'_>, pick: impl Fn(&What) -> Option<T>) -> Option<T> {
        self.old?.entries.iter().filter(|entry| entry.at == place.at).find_map(|entry| pick(&entry.what))
    }

    /// How the value of a place was written before any injection.
    fn said(&self, at: &Place<'s>, before: &Value<'s>) -> Said {
        let kept = self.kept(at, |what| match what {
            What::Written { said } | What::Replaced { said, .. } => Some(said.clone()),
            _ => None,
        });
        kept.unwrap_or_else(|| Said::keep(self.text(at), before, false))
    }

    /// The document's text for the value of a place.
    fn text(&self, at: &Place<'_>) -> Option<String> {
        self.exact(at).map(|node| yaml::value_source(self.original.tree, node).to_owned())
    }

    /// In the order of the keys and not of the text, so that a tool that sorts keys changes nothing here.
    fn maps(&mut self, at: &Place<'s>, before: &Map<'s>, after: &Map<'s>) {
        for (key, value) in sorted(after) {
            let place = at.key(key);
            match before.get(key) {
                Some(before) => self.values(&place, key, before, value),
                None => self.added(&place, key, value),
            }
        }
        for (key, value) in sorted(before).into_iter().filter(|(key, _)| after.get(key).is_none()) {
            let place = at.key(key);
            let said = self.said(&place, value);
            self.push(&place, What::Removed { was: Neighbour::default(), said });
        }
    }

    fn added(&mut self, at: &Place<'s>, key: &str, value: &Value<'s>) {
        if key == ANNOTATION {
            return;
        }
        if is_open(key, value) {
            self.push(at, What::Created);
            self.contents(at, key, value);
        } else {
            self.push(at, What::Added { digest: value.digest() });
        }
    }

    /// What is in a collection that was not there, or held nothing.
    fn contents(&mut self, at: &Place<'s>, key: &str, value: &Value<'s>) {
        match value {
            Value::Map(map) => {
                for (key, value) in sorted(map) {
                    self.added(&at.key(key), key, value);
                }
            }
            Value::List(list) => {
                let by = element_key(key).unwrap_or_default();
                for (index, value) in list.iter().enumerate() {
                    if let Some(step) = name_of(list, by, index) {
                        self.push(&at.element(step, None), What::Added { digest: value.digest() });
                    }
                }
            }
            _ => {}
        }
    }

    fn lists(&mut self, at: &Place<'s>, key: &str, before: &List<'s>, after: &List<'s>) {
        let Alignment { came_from, stays } = Alignment::of(Some(key), before, after);
        let mut kept = vec![false; before.len()];
        let mut reordered = false;
        for (position, value) in after.iter().enumerate() {
            let step = name_of(after, key, position).unwrap_or(Step::Index(position));
            let Some(index) = came_from[position] else {
                self.push(&at.element(step, None), What::Added { digest: value.digest() });
                continue;
            };
            let place = at.element(step, read_at(before, index));
            kept[index] = true;
            if !stays[position] {
                reordered = true;
                let was = self.neighbour(at, &place, before, key, index);
                self.push(&place, What::Moved { was });
            }
            if let Some(before) = before.get(index) {
                self.values(&place, "", before, value);
            }
        }
        for index in (0..before.len()).filter(|index| !kept[*index]) {
            reordered = true;
            let step = name_of(before, key, index).unwrap_or(Step::Index(index));
            let place = at.element(step, read_at(before, index));
            let was = self.neighbour(at, &place, before, key, index);
            let kept = self.kept(&place, |what| match what {
                What::Removed { said, .. } => Some(said.clone()),
                _ => None,
            });
            let tree = self.original.tree;
            let from_document = || Some(yaml::item_source(tree, self.exact(at)?, self.exact(&place)?).to_owned());
            let meaning = before.get(index).cloned().unwrap_or_default();
            let said = kept.unwrap_or_else(|| Said::keep(from_document(), &meaning, true));
            self.push(&place, What::Removed { was, said });
        }
        let flow = |node| self.original.tree.kind(node) == Kind::FlowSeq;
        if reordered && (self.kept(at, is_written).is_some() || self.exact(at).is_some_and(flow)) {
            let said = self.said(at, &Value::List(before.clone()));
            self.push(at, What::Written { said });
        }
    }

    /// Where an element was, by the name of the one before it.
    fn neighbour(&self, at: &Place<'s>, place: &Place<'s>, before: &List<'s>, key: &str, index: usize) -> Neighbour {
        let kept = self.kept(place, |what| match what {
            What::Moved { was } | What::Removed { was, .. } => Some(was.clone()),
            _ => None,
        });
        kept.unwrap_or_else(|| {
            let after = index.checked_sub(1).and_then(|index| name_of(before, key, index));
            let read = self.exact(at).zip(read_at(before, index));
            let gap = read.map_or(0, |(list, index)| yaml::gap(self.original.tree, list, index));
            Neighbour { after, gap }
        })
    }
}

/// Whether the place of something that is only written differently is still there. A merge key has no value.
fn still_there(at: &Pointer<'static>, after: &Value<'_>) -> bool {
    let merge = |path: &[Step<'_>]| path.iter().position(|step| matches!(step, Step::Key(key) if key == yaml::MERGED));
    let path = merge(&at.0).map_or(&at.0[..], |merge| &at.0[..merge]);
    crate::pointer::resolve(path, after).is_some()
}

/// Where the document has an element.
fn read_at(list: &List<'_>, index: usize) -> Option<usize> {
    list.elements().get(index)?.origin.map(|origin| origin as usize)
}

fn sorted<'m, 's>(map: &'m Map<'s>) -> Vec<(&'m Text<'s>, &'m Value<'s>)> {
    let mut entries: Vec<(&Text<'s>, &Value<'s>)> = map.entries().collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

fn is_written(what: &What) -> Option<()> {
    matches!(what, What::Written { .. }).then_some(())
}

/// Whether what is in a collection is recorded one by one.
fn is_open(key: &str, value: &Value<'_>) -> bool {
    match value {
        Value::List(list) => {
            let named = |by| list.iter().all(|value| value.get(by).and_then(Value::as_str).is_some());
            element_key(key).is_some_and(named)
        }
        Value::Map(_) => is_shared_mapping(key),
        _ => false,
    }
}
