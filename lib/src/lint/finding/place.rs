//! A place that a finding is about.

use crate::diagnostic::{Location, ObjectRef};

/// A place that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The bytes.
    pub location: Location,
    /// The object that has it; `None` for a comment.
    pub object: Option<ObjectRef>,
    /// The field of that object.
    pub field: String,
}
