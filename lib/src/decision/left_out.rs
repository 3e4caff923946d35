//! What a run leaves out of its inputs.

use std::fmt;

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

impl fmt::Display for LeftOutReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LeftOutReason::Fragment => f.write_str("a fragment of a workload, such as a patch"),
            LeftOutReason::ResourceList => f.write_str("a ResourceList, which is data for some function"),
            LeftOutReason::Unreadable(why) => write!(f, "it can't be read: {why}"),
        }
    }
}
