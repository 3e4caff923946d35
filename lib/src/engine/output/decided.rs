//! A workload that is decided, in its document.

use crate::decision::{Decision, Restored, Unmet, Verdict, Walk};
use crate::diagnostic::{Location, ObjectRef};
use crate::engine::input::ReadDocument;
use crate::engine::workload::{Injection, Part, Removal, RemovedPart, Taken, Verified, verify};
use crate::k8s;
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::NodeId;

use super::asked::Asked;
use super::report::{Template, Workload};
use super::view::WorkloadView;

/// A workload that is decided.
pub(super) struct DecidedWorkload<'e> {
    pub node: NodeId,
    /// The object as it was read.
    pub value: Value<'e>,
    pub object: ObjectRef,
    pub location: Location,
    pub made: Made<'e>,
    /// Where its pod templates are.
    pub templates: Vec<Pointer<'static>>,
    /// What a verification says of each of them; nothing if it was not verified, or is refused.
    pub verdicts: Vec<Verdict>,
    /// What was looked at, if that was taken down.
    pub walk: Walk,
}

/// What a task makes of a workload.
pub(super) enum Made<'e> {
    Injection(Injection<'e>),
    Removal(Removal<'e>),
}

impl<'e> Made<'e> {
    pub(super) fn decision(&self) -> &Decision<'e> {
        match self {
            Made::Injection(injection) => &injection.decision,
            Made::Removal(removal) => &removal.decision,
        }
    }

    /// What a verification says of each of its pod templates. Nothing if it was refused for a reason that has to be told
    /// as such.
    pub(super) fn verified(&self, workloads: &[k8s::Workload<'_, '_>]) -> Vec<Verified> {
        let Made::Injection(injection) = self else { return Vec::new() };
        let verified =
            workloads.iter().zip(injection.by_template()).map(|(workload, (decision, _))| verify(workload, decision));
        verified.collect::<Option<Vec<Verified>>>().unwrap_or_default()
    }

    /// What is asked for and not done.
    pub(super) fn unmet(&self) -> &[Unmet] {
        match self {
            Made::Injection(injection) => &injection.unmet,
            Made::Removal(_) => &[],
        }
    }

    /// The object after the decision's plan; `None` if nothing changes.
    pub(super) fn wanted(&self) -> Option<&Value<'e>> {
        match self {
            Made::Injection(injection) => injection.wanted.as_ref(),
            Made::Removal(_) => self.taken().map(|taken| &taken.wanted),
        }
    }

    /// The injection that was taken back; `None` if there was none.
    pub(super) fn taken(&self) -> Option<&Taken<'e>> {
        match self {
            Made::Injection(_) => None,
            Made::Removal(removal) => removal.taken.as_ref(),
        }
    }
}

impl<'e> DecidedWorkload<'e> {
    /// As it is shown.
    pub(super) fn view<'a>(&'a self, document: &'a ReadDocument<'e>, asked: &'a Asked) -> WorkloadView<'a, 'e> {
        WorkloadView {
            source: document.source,
            offset: document.offset,
            tree: &document.tree,
            node: self.node,
            value: &self.value,
            object: &self.object,
            location: &self.location,
            decision: self.made.decision(),
            wanted: self.made.wanted(),
            asked: asked.about(&self.object),
            walk: &self.walk,
            templates: &self.templates,
            parts: match &self.made {
                Made::Injection(injection) => &injection.parts,
                Made::Removal(_) => &[],
            },
        }
    }

    /// As the report has it. `restored` is how well the document's text was given back.
    pub(super) fn reported(self, restored: Option<Restored>) -> Workload<'e> {
        // One that was found wrong goes before one of which nothing can be told.
        let verdict =
            self.verdicts.iter().copied().max_by_key(|verdict| (verdict.is_finding(), *verdict != Verdict::Current));
        let mut verdicts = self.verdicts.into_iter().map(Some).chain(std::iter::repeat(None));
        let (decision, restored, update, templates) = match self.made {
            Made::Injection(Injection { decision, update, parts, .. }) => {
                let template = |Part { field, decision, update, .. }| {
                    let verdict = verdicts.next().flatten();
                    Template { update, ..Template::of(field, decision, None, verdict) }
                };
                (decision, None, update, parts.into_iter().map(template).collect())
            }
            Made::Removal(Removal { decision, taken, parts }) => {
                let restored = restored.zip(taken).map(|(restored, taken)| taken.known.unwrap_or(restored));
                let template = |RemovedPart { field, decision, is_taken }| {
                    Template::of(field, decision, restored.filter(|_| is_taken), None)
                };
                (decision, restored, None, parts.into_iter().map(template).collect())
            }
        };
        let changed = decision.plan().is_some_and(|plan| !plan.is_empty());
        Workload {
            object: self.object,
            location: self.location,
            changed,
            decision,
            restored,
            verdict,
            update,
            templates,
        }
    }
}
