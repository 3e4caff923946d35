//! What a run leaves out of its inputs.

use crate::diagnostic::{Location, ObjectRef};

/// A document or an object that a run leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it is, or where it can't be read.
    pub location: Location,
    /// What names it, if that is known.
    pub object: Option<ObjectRef>,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why something is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOutReason {
    /// It is a part of a workload, in a folder that may hold the rest.
    Fragment,
    /// It is a ResourceList among other files, data for some function.
    ResourceList,
    /// It can't be read, for this reason, and nothing in it asks for anything.
    Unreadable(String),
}
