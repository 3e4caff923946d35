//! What an injection is taken back for, and what comes of that.

use crate::plan::{Op, Plan, difference};
use crate::pointer::Pointer;
use crate::value::Value;

/// What a template is taken back for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be injected again: what is ours and was edited by hand is injected again.
    Inject,
    /// To be left without: what is ours and was edited by hand stays, and is reported.
    Remove,
}

/// A template without an earlier injection.
#[derive(Debug)]
pub struct TakenBack<'s> {
    /// What it is then.
    pub template: Value<'s>,
    /// What leads there, written as it was before.
    pub plan: Plan<'s>,
    /// What did not go smoothly.
    pub notes: Vec<UndoNote>,
}

impl<'s> TakenBack<'s> {
    /// Nothing was taken back.
    #[must_use]
    pub fn of_nothing(template: &Value<'s>) -> Self {
        Self { template: template.clone(), plan: Plan::default(), notes: Vec::new() }
    }
}

/// Something about an earlier injection that a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoNote {
    /// The place in the template, by names.
    pub at: Pointer<'static>,
    /// What is so.
    pub kind: UndoNoteKind,
}

/// What can be so about an earlier injection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoNoteKind {
    /// The record lists it and it is not there.
    Missing,
    /// A variable was edited by hand and is the person's now.
    BecomesYours,
    /// A joined value was edited by hand: our pieces were cut out of it.
    PiecesCut,
    /// It was edited by hand and is injected again.
    Reinjected,
    /// It was edited by hand and left as it is.
    Left,
    /// It was left because something that was edited by hand and left refers to it.
    Needed,
    /// It is the person's, and refers to something that went.
    Dangling,
    /// It was edited by hand, and went with the volume of ours that it refers to.
    Taken,
    /// No record tells of it: it was taken by its name, which a person's own could have.
    TakenByName,
    /// No record tells of it: it stands among what was injected, and was left.
    LeftByName,
    /// No record tells of it: our pieces were cut out, and the rest may be the Instrumentation's.
    CutByName,
}

/// The difference between two templates if all that goes is ours.
#[must_use]
pub fn removing<'s>(before: &Value<'s>, result: &Value<'s>) -> Plan<'s> {
    let mut plan = difference(before, result);
    for edit in &mut plan.edits {
        if let Op::Remove { ours } = &mut edit.op {
            *ours = true;
        }
    }
    plan
}
