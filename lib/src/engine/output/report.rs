//! What the engine gives back.

use std::collections::HashSet;

use crate::decision::{Decision, Restored, Verdict};
use crate::diagnostic::{Diagnostic, Location, ObjectRef, has_errors};
use crate::render::summary::Entry;

use super::order::in_order;
use super::text::Text;

/// What came of one run over all inputs.
#[derive(Debug)]
pub struct Report<'e> {
    /// For each source its text after the run, in the order of the sources. With any refusal or error all are as
    /// they were: nothing is done by halves.
    pub texts: Vec<Text<'e>>,
    /// The workloads of the inputs, in order.
    pub workloads: Vec<Workload<'e>>,
    /// Errors, refusals, warnings and notes, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// What a run fails for that is a gate, in the order of the places: what is asked for and not done and, where
    /// injections are verified, what isn't as injection would make it. Errors where they are verified, else warnings;
    /// they keep nothing from being done.
    pub findings: Vec<Diagnostic>,
}

impl Report<'_> {
    /// Whether anything kept the run from being done: then no text has changed.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    /// All that is to be said, in the order of the places.
    #[must_use]
    pub fn said(&self) -> Vec<Diagnostic> {
        let mut said: Vec<Diagnostic> = self.diagnostics.iter().chain(&self.findings).cloned().collect();
        in_order(&mut said);
        said
    }

    /// The workloads as [`crate::render::summary`] takes them.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let unmet: HashSet<&ObjectRef> = self.findings.iter().filter_map(|finding| finding.object.as_ref()).collect();
        self.workloads.iter().map(move |Workload { object, changed, decision, restored, verdict, .. }| Entry {
            object,
            changed: *changed,
            decision,
            restored: *restored,
            verdict: *verdict,
            is_unmet: unmet.contains(object),
        })
    }
}

/// One workload and what is done with it.
#[derive(Debug)]
pub struct Workload<'e> {
    /// What names it.
    pub object: ObjectRef,
    /// Where it begins.
    pub location: Location,
    /// Whether anything about it changes.
    pub changed: bool,
    /// What is done with it; without its plan after [`Job::discard_plans`](super::Job::discard_plans).
    pub decision: Decision<'e>,
    /// When an injection was removed: how well.
    pub restored: Option<Restored>,
    /// When it was verified: whether it is as injection would make it. `None` if it was refused.
    pub verdict: Option<Verdict>,
}
