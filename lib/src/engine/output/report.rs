//! What the engine gives back.

use std::collections::HashSet;
use std::ops::Range;

use crate::decision::{Decision, LeftOut, Restored, Update, Verdict};
use crate::diagnostic::{Diagnostic, Location, ObjectRef, has_errors};
use crate::engine::index::Inputs;
use crate::engine::input::count_workloads;
use crate::render::summary::Entry;

use super::order::in_order;
use super::text::Text;

/// What came of one run over all inputs.
#[derive(Debug)]
pub struct Report<'e> {
    pub(super) inputs: &'e Inputs,
    /// For each source its text after the run, in the order of the sources. With any refusal or error all are as
    /// they were: nothing is done by halves.
    pub texts: Vec<Text<'e>>,
    /// The workloads of the inputs, in order; not those of documents in which nothing is asked, which are not even read.
    pub workloads: Vec<Workload<'e>>,
    /// Where these documents are: their source, and the part of its text.
    pub(super) unread: Vec<(usize, Range<usize>)>,
    /// Errors, refusals, warnings and notes, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// What a run fails for that is a gate, in the order of the places: what is asked for and not done and, where
    /// injections are verified, what isn't as injection would make it. Errors where they are verified, else warnings;
    /// they keep nothing from being done.
    pub findings: Vec<Diagnostic>,
    /// What was left out of the inputs, in the order of the places.
    pub left_out: Vec<LeftOut>,
}

impl Report<'_> {
    /// Whether anything kept the run from being done: then no text has changed.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    /// How many workloads there are beside those of the report: in documents in which nothing is asked. They are counted
    /// when this is called.
    #[must_use]
    pub fn workloads_unread(&self) -> usize {
        let Inputs { sources, kinds, .. } = self.inputs;
        let count = |(source, range): &(usize, Range<usize>)| {
            count_workloads(&sources[*source].text[range.clone()], kinds, sources, *source)
        };
        self.unread.iter().map(count).sum()
    }

    /// Keeps only the workloads that are meant.
    pub fn retain(&mut self, is_meant: impl Fn(&ObjectRef) -> bool) {
        self.workloads.retain(|workload| is_meant(&workload.object));
        self.unread.clear();
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
        let is_unmet_at = |object: &ObjectRef, field: &str| {
            let mut findings = self.findings.iter().filter(|finding| finding.object.as_ref() == Some(object));
            findings.any(|finding| finding.field.starts_with(field))
        };
        self.workloads.iter().flat_map(
            move |Workload { object, location, changed, decision, restored, verdict, update, templates }| {
                let file = &self.inputs.sources[location.source].name;
                let whole = templates.is_empty().then_some(Entry {
                    object,
                    file,
                    template: None,
                    changed: *changed,
                    decision,
                    restored: *restored,
                    verdict: *verdict,
                    update: update.as_ref(),
                    is_unmet: unmet.contains(object),
                });
                whole.into_iter().chain(templates.iter().map(move |template| Entry {
                    object,
                    file,
                    template: Some(&template.field),
                    changed: template.changed,
                    decision: &template.decision,
                    restored: template.restored,
                    verdict: template.verdict,
                    update: template.update.as_ref(),
                    is_unmet: is_unmet_at(object, &template.field),
                }))
            },
        )
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
    /// What changes in an injection that was there already; `None` if it is new, or in a language or container.
    pub update: Option<Update>,
    /// The same by pod template, if it has several.
    pub templates: Vec<Template<'e>>,
}

/// One of several pod templates of a workload, and what is done with it.
#[derive(Debug)]
pub struct Template<'e> {
    /// Where it is in the workload, as messages call it.
    pub field: String,
    /// Whether anything in it changes.
    pub changed: bool,
    /// What is done with it; without its plan after [`Job::discard_plans`](super::Job::discard_plans).
    pub decision: Decision<'e>,
    /// When an injection was removed: how well.
    pub restored: Option<Restored>,
    /// When it was verified: whether it is as injection would make it. `None` if the workload was refused.
    pub verdict: Option<Verdict>,
    /// What changes in an injection that was there already; `None` if it is new, or in a language or container.
    pub update: Option<Update>,
}

impl<'e> Template<'e> {
    pub(super) fn of(
        field: String,
        decision: Decision<'e>,
        restored: Option<Restored>,
        verdict: Option<Verdict>,
    ) -> Self {
        let changed = decision.plan().is_some_and(|plan| !plan.is_empty());
        Self { field, changed, decision, restored, verdict, update: None }
    }
}
