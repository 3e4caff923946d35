//! A decided workload, as callers see it.

use crate::decision::{Decision, Walk};
use crate::diagnostic::{Diagnostic, Location, ObjectRef};
use crate::engine::workload::Part;
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::{NodeId, Tree};

/// A workload in its document, and what was decided about it.
#[derive(Debug)]
pub struct WorkloadView<'a, 's> {
    /// The source that has it.
    pub source: usize,
    /// Where its document begins in the source: the tree's places count from there.
    pub offset: usize,
    /// The document.
    pub tree: &'a Tree<'s>,
    /// The workload in it.
    pub node: NodeId,
    /// The workload as it was read.
    pub value: &'a Value<'s>,
    /// What names it.
    pub object: &'a ObjectRef,
    /// Where it begins.
    pub location: &'a Location,
    /// What is to be done with it.
    pub decision: &'a Decision<'s>,
    /// The workload after the decision's plan; `None` if it has none.
    pub wanted: Option<&'a Value<'s>>,
    /// What is to be said of the operator's keys in it.
    pub(crate) asked: Vec<&'a Diagnostic>,
    /// What was looked at on the way; empty unless traced.
    pub(crate) walk: &'a Walk,
    /// Where its pod templates are.
    pub(crate) templates: &'a [Pointer<'static>],
    /// What is decided about each of them, if it has several.
    pub(crate) parts: &'a [Part<'s>],
}

impl<'s> WorkloadView<'_, 's> {
    /// Each pod template as it is wanted, with what is done with it. An injection that stays as it is has nothing else
    /// that is wanted.
    pub fn wanted_templates(&self) -> impl Iterator<Item = (&Decision<'s>, &Value<'s>)> {
        let object = self.wanted.unwrap_or(self.value);
        let decisions = self.parts.is_empty().then_some(self.decision).into_iter();
        let decisions = decisions.chain(self.parts.iter().map(|part| &part.decision));
        decisions.zip(self.templates).filter_map(|(decision, at)| Some((decision, at.resolve(object)?)))
    }
}
