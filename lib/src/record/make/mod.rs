//! From a template before and after an injection to the record of it.

mod spelling;

use std::collections::HashMap;

use crate::plan::{Alignment, Edit};
use crate::pointer::{Pointer, Step, element_key};
use crate::value::{List, Map, Text, Value};
use crate::yaml::{self, Kind, NodeId, Tree};

use crate::record::data::{Entry, Neighbour, Part, Said, What, by_names, name_of, names_of};
use crate::record::{ANNOTATION, Record};

/// The document that the template stands in, for how things are written.
#[derive(Debug, Clone, Copy)]
pub struct Original<'t, 's> {
    /// The document.
    pub tree: &'t Tree<'s>,
    /// The template's node.
    pub template: NodeId,
}

/// The parts of what leads from `before` to `after`, and of aliases that are written out on the way.
///
/// Elements of `before` know where the document has them, those of `after` where `before` has them. How things were
/// written is taken from the old record where it knows the place, else from the document.
pub fn parts<'v, 's>(
    current: &Value<'s>,
    before: &Value<'s>,
    after: &'v Value<'s>,
    written_out: &[Edit<'s>],
    original: Original<'_, 's>,
    old: Option<&Record<'static>>,
) -> Vec<Part<'v, 's>> {
    let mut by_place: HashMap<&[Step<'s>], Vec<&What>> = HashMap::new();
    for entry in old.iter().flat_map(|old| &old.entries) {
        by_place.entry(&entry.at.0).or_default().push(&entry.what);
    }
    let mut maker =
        Maker { original, old: by_place, at: Pointer(Vec::with_capacity(8)), parts: Vec::with_capacity(32) };
    let root = Place { parent: None, node: Some(original.template) };
    maker.values(root, "", before, after);
    for edit in written_out {
        maker.at = by_names(current, &edit.at);
        let node = yaml::exact(original.tree, original.template, &edit.at);
        let said = Said { source: node.map(|node| maker.text(node)), value: None };
        maker.push(What::Written { said });
    }
    maker.unended_scalar(current);
    maker.carry_over(old, after);
    maker.parts
}

/// Where the document has the value that the maker is at, and what that is in: literally, so not through an alias or a
/// merge key, and not what an old record brings back.
#[derive(Debug, Clone, Copy)]
struct Place {
    parent: Option<NodeId>,
    node: Option<NodeId>,
}

/// Lists whose elements are everyone's: ours are added one by one, by name or, where they have none, by whole value.
fn is_shared_list(key: &str) -> bool {
    element_key(key).is_some() || key == "tolerations"
}

/// Mappings whose keys are everyone's: ours are added one by one.
fn is_shared_mapping(key: &str) -> bool {
    matches!(key, "metadata" | "annotations" | "nodeSelector")
}

struct Maker<'a, 't, 'v, 's> {
    original: Original<'t, 's>,
    /// What the old record says, by place.
    old: HashMap<&'a [Step<'s>], Vec<&'a What>>,
    /// The place by names in the template after the injection.
    at: Pointer<'s>,
    parts: Vec<Part<'v, 's>>,
}

impl<'v, 's> Maker<'_, '_, 'v, 's> {
    /// Something that was done at the place that the maker is at. How a place was written is said once.
    fn push(&mut self, what: What) {
        let written = |what: &What| matches!(what, What::Written { .. });
        let known = |part: &&mut Part<'v, 's>| matches!(part, Part::Other(Entry { at, what }) if *at == self.at && written(what));
        if written(&what)
            && let Some(Part::Other(known)) = self.parts.iter_mut().find(known)
        {
            known.what = what;
            return;
        }
        self.parts.push(Part::Other(Entry { at: self.at.clone(), what }));
    }

    /// Something that was added to the collection that the maker is at.
    fn add(&mut self, step: Step<'s>, value: &'v Value<'s>) {
        match self.parts.last_mut() {
            Some(Part::Added { to, these, .. }) if *to == self.at => these.push((step, value)),
            _ => {
                let these = vec![(step, value)];
                self.parts.push(Part::Added { to: self.at.clone(), created: false, these });
            }
        }
    }

    /// Does something one step further down.
    fn below(&mut self, step: Step<'s>, then: impl FnOnce(&mut Self)) {
        self.at.0.push(step);
        then(self);
        self.at.0.pop();
    }

    /// Where the document has something one step below a place.
    fn step(&self, place: Place, step: Option<&Step<'s>>) -> Place {
        let node = place.node.zip(step).and_then(|(node, step)| yaml::step(self.original.tree, node, step));
        Place { parent: place.node, node }
    }

    /// Of two values that are not equal.
    fn values(&mut self, place: Place, key: &str, before: &Value<'s>, after: &'v Value<'s>) {
        let written = self.written(place, before);
        if before.is_empty()
            && let Some(open) = Open::of(key, after)
        {
            if !written {
                let said = self.said(place, before);
                self.push(What::Written { said });
            }
            return self.contents(open, false);
        }
        match (before, after) {
            (Value::Map(before), Value::Map(after)) => self.maps(place, before, after),
            (Value::List(before), Value::List(after)) if is_shared_list(key) && !before.is_empty() => {
                self.lists(place, element_key(key).unwrap_or_default(), before, after);
            }
            (before, after) => {
                let said = self.said(place, before);
                self.push(What::Replaced { digest: after.digest(), said });
            }
        }
    }

    /// In the order of the keys and not of the text, so that a tool that sorts keys changes nothing here.
    fn maps(&mut self, place: Place, before: &Map<'s>, after: &'v Map<'s>) {
        let was = |place: usize, key: &str| before.find(key, place).map(|(_, value)| value);
        let changed = after.entries().enumerate().map(|(place, (key, value))| (key, (was(place, key), value)));
        for (key, (before, value)) in sorted(changed.filter(|(_, (before, value))| *before != Some(*value))) {
            match before {
                Some(before) => {
                    let step = Step::Key(key.clone());
                    let place = self.step(place, Some(&step));
                    self.below(step, |maker| {
                        // A record can't have a digest of itself.
                        if key == ANNOTATION {
                            let said = maker.said(place, before);
                            return maker.push(What::Written { said });
                        }
                        maker.values(place, key, before, value);
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
            self.below(step, |maker| {
                let said = maker.said(place, value);
                maker.push(What::Removed { was: Neighbour::default(), said });
            });
        }
    }

    /// A key that was not there.
    fn added(&mut self, key: &'v Text<'s>, value: &'v Value<'s>) {
        if key == ANNOTATION {
            return;
        }
        let step = Step::Key(key.clone());
        match Open::of(key, value) {
            Some(open) => self.below(step, |maker| maker.contents(open, true)),
            None => self.add(step, value),
        }
    }

    /// What is in a collection that was not there, or held nothing.
    fn contents(&mut self, open: Open<'v, 's>, created: bool) {
        match open {
            Open::List(these) => self.parts.push(Part::Added { to: self.at.clone(), created, these }),
            Open::Map(map) => {
                if created {
                    self.push(What::Created);
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
            self.below(step, |maker| {
                if !stays[position] {
                    let was = maker.neighbour(place, before, key, index);
                    maker.push(What::Moved { was });
                }
                if !is_same {
                    maker.values(element, "", value_before, value);
                }
            });
        }
        for index in (0..before.len()).filter(|index| !kept[*index]) {
            reordered = true;
            let step = name_of(before, key, index).unwrap_or(Step::Index(index));
            let element = self.step(place, read_at(before, index).as_ref());
            self.below(step, |maker| maker.removed(place, element, before, key, index));
        }
        let flow = |node| self.original.tree.kind(node) == Kind::FlowSeq;
        let was_written = |what: &What| matches!(what, What::Written { .. }).then_some(());
        if reordered && (self.kept(was_written).is_some() || place.node.is_some_and(flow)) {
            let said = self.said(place, &Value::List(before.clone()));
            if said.source.is_some() {
                self.push(What::Written { said });
            }
        }
    }

    fn removed(&mut self, list: Place, element: Place, before: &List<'s>, key: &str, index: usize) {
        let was = self.neighbour(list, before, key, index);
        let kept = self.kept(|what| match what {
            What::Removed { said, .. } => Some(said.clone()),
            _ => None,
        });
        let nodes = list.node.zip(element.node);
        let source = nodes.map(|(list, item)| yaml::item_source(self.original.tree, list, item).to_owned());
        let meaning = before.get(index).cloned().unwrap_or_default();
        let said = self.still(kept, &meaning, true).unwrap_or_else(|| self.in_document(source, &meaning, true));
        self.push(What::Removed { was, said });
    }
}

/// The step to where the document has an element, if it has it.
fn read_at<'s>(list: &List<'s>, index: usize) -> Option<Step<'s>> {
    list.elements().get(index)?.origin.map(|origin| Step::Index(origin as usize))
}

fn sorted<'v, 's: 'v, T>(entries: impl Iterator<Item = (&'v Text<'s>, T)>) -> Vec<(&'v Text<'s>, T)> {
    let mut entries: Vec<(&Text<'s>, T)> = entries.collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

/// A collection of which is recorded one by one what is in it.
enum Open<'v, 's> {
    /// Elements with the steps to them.
    List(Vec<(Step<'s>, &'v Value<'s>)>),
    Map(&'v Map<'s>),
}

impl<'v, 's> Open<'v, 's> {
    /// The value of a key, if it is such a collection; a list whose elements should have names is none where one has not.
    fn of(key: &str, value: &'v Value<'s>) -> Option<Self> {
        match value {
            Value::List(list) if is_shared_list(key) => {
                let by = element_key(key);
                let mut these = Vec::with_capacity(list.len());
                for (index, (name, value)) in names_of(list, by.unwrap_or_default()).zip(list.iter()).enumerate() {
                    let step = if by.is_some() { name? } else { Step::Index(index) };
                    these.push((step, value));
                }
                Some(Open::List(these))
            }
            Value::Map(map) if is_shared_mapping(key) => Some(Open::Map(map)),
            _ => None,
        }
    }
}
