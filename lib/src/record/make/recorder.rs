//! What is taken down while two templates are compared.

use std::collections::HashMap;

use crate::pointer::{Pointer, Step};
use crate::record::data::{Change, Entry, Part, Record};
use crate::value::{List, Value};
use crate::yaml::{self, NodeId, Tree};

/// The document that the template stands in, for how things are written.
#[derive(Debug, Clone, Copy)]
pub struct Original<'t, 's> {
    /// The document.
    pub tree: &'t Tree<'s>,
    /// The template's node.
    pub template: NodeId,
}

/// Where the document has the value that the recorder is at, and what that is in. The text has to stand right there: what
/// comes through an alias or a merge key, or from an old record, has no node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) parent: Option<NodeId>,
    pub(super) node: Option<NodeId>,
}

/// Goes through a template and takes down what changed.
pub(super) struct Recorder<'a, 't, 'v, 's> {
    pub(super) original: Original<'t, 's>,
    /// What the old record says, by place.
    pub(super) old: HashMap<&'a [Step<'s>], Vec<&'a Change>>,
    /// The place by names in the template after the injection.
    pub(super) at: Pointer<'s>,
    pub(super) parts: Vec<Part<'v, 's>>,
}

impl<'a, 't, 'v, 's> Recorder<'a, 't, 'v, 's> {
    pub(super) fn new(original: Original<'t, 's>, old: Option<&'a Record<'static>>) -> Self {
        let mut by_place: HashMap<&[Step<'s>], Vec<&Change>> = HashMap::new();
        for entry in old.iter().flat_map(|old| &old.entries) {
            by_place.entry(&entry.at.0).or_default().push(&entry.change);
        }
        Self { original, old: by_place, at: Pointer(Vec::with_capacity(8)), parts: Vec::with_capacity(32) }
    }

    /// Takes down what was done at this place. How a place was written is said once: the last word counts.
    pub(super) fn push(&mut self, change: Change) {
        let respelled = |change: &Change| matches!(change, Change::Respelled { .. });
        let known = |part: &&mut Part<'v, 's>| matches!(part, Part::Other(Entry { at, change }) if *at == self.at && respelled(change));
        if respelled(&change)
            && let Some(Part::Other(known)) = self.parts.iter_mut().find(known)
        {
            known.change = change;
            return;
        }
        self.parts.push(Part::Other(Entry { at: self.at.clone(), change }));
    }

    /// Takes down what was added to the collection at this place.
    pub(super) fn add(&mut self, step: Step<'s>, value: &'v Value<'s>) {
        match self.parts.last_mut() {
            Some(Part::Added { to, added, .. }) if *to == self.at => added.push((step, value)),
            _ => {
                let added = vec![(step, value)];
                self.parts.push(Part::Added { to: self.at.clone(), created: false, added });
            }
        }
    }

    /// Does something one step further down.
    pub(super) fn below(&mut self, step: Step<'s>, then: impl FnOnce(&mut Self)) {
        self.at.0.push(step);
        then(self);
        self.at.0.pop();
    }

    /// Where the document has something one step below a place.
    pub(super) fn step(&self, place: Place, step: Option<&Step<'s>>) -> Place {
        let node = place.node.zip(step).and_then(|(node, step)| yaml::step(self.original.tree, node, step));
        Place { parent: place.node, node }
    }

    /// What the old record says about this place.
    pub(super) fn kept<T>(&self, pick: impl Fn(&Change) -> Option<T>) -> Option<T> {
        self.old.get(&self.at.0[..])?.iter().find_map(|change| pick(change))
    }
}

/// The step to where the document has an element, if it has it.
pub(super) fn read_at<'s>(list: &List<'s>, index: usize) -> Option<Step<'s>> {
    list.elements().get(index)?.origin.map(|origin| Step::Index(origin.index()))
}
