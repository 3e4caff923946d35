//! What a finding can be repaired with.

use crate::plan::Plan;

/// Whether a repair may be made unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// What it means can't change for the worse.
    Safe,
    /// A person should look at it.
    Unsafe,
}

/// Which object of the inputs is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId {
    /// The number of its document.
    pub document: usize,
    /// Its number in the document.
    pub manifest: usize,
}

/// What a finding can be repaired with: all of it, or nothing.
#[derive(Debug, Clone)]
pub struct Fix {
    /// Whether it may be made unasked.
    pub safety: Safety,
    /// What changes, in one object or in several.
    pub changes: Vec<Change>,
}

/// What changes in one object.
#[derive(Debug, Clone)]
pub struct Change {
    /// The object.
    pub resource: ResourceId,
    /// What leads from the object as it was read to what it should be. `None` for the injection that was decided: the
    /// plans of many workloads are as large as the text, so they are not copied.
    pub plan: Option<Plan<'static>>,
}

impl Fix {
    /// What a plan makes of an object. `None` if that is nothing.
    #[must_use]
    pub fn of(safety: Safety, resource: ResourceId, plan: Plan<'static>) -> Option<Self> {
        let is_empty = plan.is_empty();
        let changes = vec![Change { resource, plan: Some(plan) }];
        (!is_empty).then_some(Self { safety, changes })
    }

    /// The injection that was decided for an object.
    #[must_use]
    pub fn injection(resource: ResourceId) -> Self {
        Self { safety: Safety::Safe, changes: vec![Change { resource, plan: None }] }
    }
}
