//! What did not go smoothly while an injection was taken back.

use crate::pointer::Pointer;

/// Something about an earlier injection that a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The place in the template, by names.
    pub at: Pointer<'static>,
    /// What is so.
    pub kind: RemarkKind,
}

/// What can be so about an earlier injection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkKind {
    /// The record lists it and it is not there.
    Missing,
    /// A variable was edited by hand and is the person's now.
    BecomesYours,
    /// A joined value was edited by hand: our pieces were cut out of it.
    PiecesCut,
    /// It is edited by hand and is written anew.
    WrittenAnew,
    /// It is edited by hand and was left as it is.
    Left,
    /// It was left because something that is edited by hand and was left refers to it.
    Needed,
    /// It is the person's, and refers to something that went.
    Dangling,
    /// It is edited by hand, and went with the volume of ours that it refers to.
    Taken,
    /// No record tells of it: it was taken by its name, which a person's own could have.
    TakenByName,
    /// No record tells of it: it stands among what was injected, and was left.
    LeftByName,
    /// No record tells of it: our pieces were cut out, and the rest may be the Instrumentation's.
    CutByName,
}
