//! How a finding can be repaired.

use crate::plan::Plan;

/// Whether a repair may be made unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// The meaning can't change for the worse.
    Safe,
    /// A person should look at it.
    Unsafe,
}

/// Identifies an object of the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId {
    /// The number of its document.
    pub document: usize,
    /// Its number in the document.
    pub manifest: usize,
}

/// A repair, which is made as a whole or not at all.
#[derive(Debug, Clone)]
pub struct Fix {
    /// Whether it may be made unasked.
    pub safety: Safety,
    /// The changes, in one object or in several.
    pub changes: Vec<Change>,
}

/// The change of one object.
#[derive(Debug, Clone)]
pub struct Change {
    /// The object.
    pub resource: ResourceId,
    /// What leads from the object as it was read to what it should be. `None` for the injection that was decided: the
    /// plans of many workloads are as large as the text, so they are not copied.
    pub plan: Option<Plan<'static>>,
}

impl Fix {
    /// Carries out a plan on an object. `None` if the plan is empty.
    #[must_use]
    pub fn of(safety: Safety, resource: ResourceId, plan: Plan<'static>) -> Option<Self> {
        let is_empty = plan.is_empty();
        let changes = vec![Change { resource, plan: Some(plan) }];
        (!is_empty).then_some(Self { safety, changes })
    }

    /// Carries out the injection that was decided for an object.
    #[must_use]
    pub fn injection(resource: ResourceId) -> Self {
        Self { safety: Safety::Safe, changes: vec![Change { resource, plan: None }] }
    }
}
