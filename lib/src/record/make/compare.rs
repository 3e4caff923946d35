//! Compares the template before and after an injection.

use crate::plan::Alignment;
use crate::pointer::{Step, element_key};
use crate::record::data::{ANNOTATION, Change, Neighbour, Part, name_of, names_of};
use crate::value::{List, Map, Text, Value};
use crate::yaml::{self, Kind};

use super::recorder::{Place, Recorder, read_at};
use super::shared::{Shared, is_shared_list, sorted};

impl<'v, 's> Recorder<'_, '_, 'v, 's> {
    /// Takes down what lies between two values that are not equal.
    pub(super) fn values(&mut self, place: Place, key: &str, before: &Value<'s>, after: &'v Value<'s>) {
        let written_out = self.written_out(place, before);
        if before.is_empty()
            && let Some(shared) = Shared::of(key, after)
        {
            if !written_out {
                let spelling = self.spelling(place, before);
                self.push(Change::Respelled { spelling });
            }
            return self.contents(shared, false);
        }
        match (before, after) {
            (Value::Map(before), Value::Map(after)) => self.maps(place, before, after),
            (Value::List(before), Value::List(after)) if is_shared_list(key) && !before.is_empty() => {
                self.lists(place, element_key(key).unwrap_or_default(), before, after);
            }
            (before, after) => {
                let spelling = self.spelling(place, before);
                self.push(Change::Replaced { digest: after.digest(), spelling });
            }
        }
    }

    fn maps(&mut self, place: Place, before: &Map<'s>, after: &'v Map<'s>) {
        let was = |place: usize, key: &str| before.find(key, place).map(|(_, value)| value);
        let changed = after.entries().enumerate().map(|(place, (key, value))| (key, (was(place, key), value)));
        for (key, (before, value)) in sorted(changed.filter(|(_, (before, value))| *before != Some(*value))) {
            match before {
                Some(before) => {
                    let step = Step::Key(key.clone());
                    let place = self.step(place, Some(&step));
                    self.below(step, |recorder| {
                        // A record can't have a digest of itself.
                        if key == ANNOTATION {
                            let spelling = recorder.spelling(place, before);
                            return recorder.push(Change::Respelled { spelling });
                        }
                        recorder.values(place, key, before, value);
                    });
                }
                None => self.added(key, value),
            }
        }
        let stays = |place: usize, key: &str| after.find(key, place).is_some();
        let gone = before.entries().enumerate().filter(|(place, (key, _))| !stays(*place, key));
        for (key, value) in sorted(gone.map(|(_, entry)| entry)) {
            let step = Step::Key(key.clone());
            let place = self.step(place, Some(&step));
            self.below(step, |recorder| {
                let spelling = recorder.spelling(place, value);
                recorder.push(Change::Removed { was: Neighbour::default(), spelling });
            });
        }
    }

    /// A key that was not there.
    fn added(&mut self, key: &'v Text<'s>, value: &'v Value<'s>) {
        if key == ANNOTATION {
            return;
        }
        let step = Step::Key(key.clone());
        match Shared::of(key, value) {
            Some(shared) => self.below(step, |recorder| recorder.contents(shared, true)),
            None => self.add(step, value),
        }
    }

    /// What is in a collection that was not there, or held nothing.
    fn contents(&mut self, shared: Shared<'v, 's>, created: bool) {
        match shared {
            Shared::List(added) => self.parts.push(Part::Added { to: self.at.clone(), created, added }),
            Shared::Map(map) => {
                if created {
                    self.push(Change::Created);
                }
                sorted(map.entries()).into_iter().for_each(|(key, value)| self.added(key, value));
            }
        }
    }

    fn lists(&mut self, place: Place, key: &str, before: &List<'s>, after: &'v List<'s>) {
        let Alignment { came_from, stays } = Alignment::of(Some(key), before, after);
        let mut kept = vec![false; before.len()];
        let mut reordered = false;
        for (position, (step, value)) in names_of(after, key).zip(after.iter()).enumerate() {
            let step = step.unwrap_or(Step::Index(position));
            let Some(index) = came_from[position] else {
                self.add(step, value);
                continue;
            };
            kept[index] = true;
            reordered |= !stays[position];
            let Some(value_before) = before.get(index) else { continue };
            let is_same = value_before == value;
            if stays[position] && is_same {
                continue;
            }
            let element = self.step(place, read_at(before, index).as_ref());
            self.below(step, |recorder| {
                if !stays[position] {
                    let was = recorder.neighbour(place, before, key, index);
                    recorder.push(Change::Moved { was });
                }
                if !is_same {
                    recorder.values(element, "", value_before, value);
                }
            });
        }
        for index in (0..before.len()).filter(|index| !kept[*index]) {
            reordered = true;
            let step = name_of(before, key, index).unwrap_or(Step::Index(index));
            let element = self.step(place, read_at(before, index).as_ref());
            self.below(step, |recorder| recorder.removed(place, element, before, key, index));
        }
        let flow = |node| self.original.tree.kind(node) == Kind::FlowSeq;
        let was_respelled = |change: &Change| matches!(change, Change::Respelled { .. }).then_some(());
        if reordered && (self.kept(was_respelled).is_some() || place.node.is_some_and(flow)) {
            let spelling = self.spelling(place, &Value::List(before.clone()));
            if spelling.source.is_some() {
                self.push(Change::Respelled { spelling });
            }
        }
    }

    fn removed(&mut self, list: Place, element: Place, before: &List<'s>, key: &str, index: usize) {
        let was = self.neighbour(list, before, key, index);
        let kept = self.kept(|change| match change {
            Change::Removed { spelling, .. } => Some(spelling.clone()),
            _ => None,
        });
        let nodes = list.node.zip(element.node);
        let source = nodes.map(|(list, item)| yaml::item_source(self.original.tree, list, item).to_owned());
        let meaning = before.get(index).cloned().unwrap_or_default();
        let spelling = self.still(kept, &meaning, true).unwrap_or_else(|| self.in_document(source, &meaning, true));
        self.push(Change::Removed { was, spelling });
    }
}
