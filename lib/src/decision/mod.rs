//! What is done with one workload, and why: data that every rendering is made from.

mod left_out;
mod refusal;
mod request;
mod skip;
mod trace;
mod unmet;
mod update;
mod verdict;

use crate::diagnostic::Code;
use crate::operator::Language;
use crate::plan::Plan;
use crate::pointer::Pointer;

pub use left_out::{LeftOut, LeftOutReason};
pub use refusal::{Perhaps, Refusal, RefusalReason};
pub use request::Request;
pub use skip::{ContainerSkip, Skip};
pub use trace::{At, Step, Trace, Variable, Walk};
pub use unmet::Unmet;
pub use update::{Piece, Update};
pub use verdict::Verdict;

/// What is done with one workload.
#[derive(Debug, Clone)]
pub enum Decision<'s> {
    /// It is instrumented; the plan is empty where it already is what it should be.
    Injected {
        /// What changes.
        plan: Plan<'s>,
        /// What was done, by language and container.
        outcomes: Vec<Outcome>,
        /// What else a person should know.
        notes: Vec<Note>,
    },
    /// Nothing is injected; an earlier injection of ours may be taken back.
    Skipped {
        /// Why.
        reason: Skip,
        /// What changes: empty, or what takes an earlier injection back.
        plan: Plan<'s>,
        /// What was left out, by language and container.
        outcomes: Vec<Outcome>,
        /// What else a person should know.
        notes: Vec<Note>,
    },
    /// It can't be decided or done; nothing changes.
    Refused(Refusal),
}

impl<'s> Decision<'s> {
    /// The same decision, independent of any text.
    #[must_use]
    pub fn into_owned(self) -> Decision<'static> {
        match self {
            Decision::Injected { plan, outcomes, notes } => {
                Decision::Injected { plan: plan.into_owned(), outcomes, notes }
            }
            Decision::Skipped { reason, plan, outcomes, notes } => {
                Decision::Skipped { reason, plan: plan.into_owned(), outcomes, notes }
            }
            Decision::Refused(refusal) => Decision::Refused(refusal),
        }
    }

    /// Whether an injection stays as it is because nothing in the run tells if it is current.
    #[must_use]
    pub fn stays(&self) -> bool {
        self.notes().iter().any(|note| matches!(note.code, Code::InjectionUnknown | Code::AskedElsewhere))
    }

    /// Lets go of what changes.
    pub(crate) fn discard_plan(&mut self) {
        if let Decision::Injected { plan, .. } | Decision::Skipped { plan, .. } = self {
            *plan = Plan::default();
        }
    }

    /// What changes.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan<'s>> {
        match self {
            Decision::Injected { plan, .. } | Decision::Skipped { plan, .. } => Some(plan),
            Decision::Refused(_) => None,
        }
    }

    /// What else a person should know.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        match self {
            Decision::Injected { notes, .. } | Decision::Skipped { notes, .. } => notes,
            Decision::Refused(_) => &[],
        }
    }

    /// What was done or left out, by language and container.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        match self {
            Decision::Injected { outcomes, .. } | Decision::Skipped { outcomes, .. } => outcomes,
            Decision::Refused(_) => &[],
        }
    }
}

/// What was done for one language, in one container or in the whole pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The language.
    pub language: Language,
    /// The container; `None` if the whole pod is meant.
    pub container: Option<String>,
    /// What kept it from being instrumented; `None` if it was.
    pub skipped: Option<ContainerSkip>,
}

impl Outcome {
    /// Whether it says that a language was left out of the whole pod.
    #[must_use]
    pub fn leaves_out(&self, language: Language) -> bool {
        self.language == language && self.container.is_none() && self.skipped.is_some()
    }
}

/// How well a removal gave back what was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    /// Byte for byte.
    Bytes,
    /// The value; something was formatted since.
    Value,
    /// All but what was edited by hand since.
    Partly,
    /// As far as the operator's names tell: there was no record of it, or not of all.
    ByName,
}

/// Something worth knowing about a decision, at a place in the workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// By what scripts match it.
    pub code: Code,
    /// Whether it is probably a mistake, rather than just good to know.
    pub warning: bool,
    /// What was found and what to do, in one sentence.
    pub message: String,
    /// The place in the workload that it is about; empty for the whole.
    pub at: Pointer<'static>,
}
