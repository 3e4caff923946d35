//! A workload that is decided, in its document.

use crate::decision::{Decision, Restored, Unmet, Verdict, Walk};
use crate::diagnostic::{Location, ObjectRef};
use crate::engine::input::ReadDocument;
use crate::engine::workload::{Injection, Removal, Taken};
use crate::value::Value;
use crate::yaml::NodeId;

use super::asked::Asked;
use super::report::Workload;
use super::view::WorkloadView;

/// A workload that is decided.
pub(super) struct DecidedWorkload<'e> {
    pub node: NodeId,
    /// The object as it was read.
    pub value: Value<'e>,
    pub object: ObjectRef,
    pub location: Location,
    pub made: Made<'e>,
    /// What a verification says of it.
    pub verdict: Option<Verdict>,
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
        }
    }

    /// As the report has it. `restored` is how well the document's text was given back.
    pub(super) fn reported(self, restored: Option<Restored>) -> Workload<'e> {
        let (decision, restored) = match self.made {
            Made::Injection(injection) => (injection.decision, None),
            Made::Removal(Removal { decision, taken }) => {
                (decision, restored.zip(taken).map(|(restored, taken)| taken.known.unwrap_or(restored)))
            }
        };
        let changed = decision.plan().is_some_and(|plan| !plan.is_empty());
        Workload { object: self.object, location: self.location, changed, decision, restored, verdict: self.verdict }
    }
}
