//! What a finding can be repaired with.

use crate::lint::model::{Resource, ResourceId, Workload};
use crate::plan::{Content, Edit, Op, Plan, difference};
use crate::pointer::Pointer;
use crate::value::Value;

/// Whether a repair may be made unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// What it means can't change for the worse.
    Safe,
    /// A person should look at it.
    Unsafe,
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
    /// What leads from the object as it was read to what it should be; none where that is the injection that was
    /// decided: those of many workloads are as large as the text.
    pub plan: Option<Plan<'static>>,
}

impl Fix {
    /// Whatever `change` makes of an object.
    pub fn change<'i>(safety: Safety, resource: &Resource<'i>, change: impl FnOnce(&mut Value<'i>)) -> Option<Self> {
        let mut wanted = resource.value().clone();
        change(&mut wanted);
        let plan = difference(resource.value(), &wanted).into_owned();
        Self::of(safety, resource, plan)
    }

    /// Another value in a place that is there.
    #[must_use]
    pub fn replace(safety: Safety, resource: &Resource<'_>, at: &Pointer<'_>, value: Value<'static>) -> Option<Self> {
        at.resolve(resource.value())?;
        let op = Op::Replace(Content::new(value));
        Self::of(safety, resource, Plan { edits: vec![Edit { at: at.clone().into_owned(), op }] })
    }

    /// A value under a key, with the mappings that lead to it.
    #[must_use]
    pub fn set(safety: Safety, resource: &Resource<'_>, at: &Pointer<'_>, value: Value<'static>) -> Option<Self> {
        if at.resolve(resource.value()).is_some() {
            return Self::replace(safety, resource, at, value);
        }
        let op = Op::Set(Content::new(value));
        Self::of(safety, resource, Plan { edits: vec![Edit { at: at.clone().into_owned(), op }] })
    }

    /// Injection, where the workload's plan is known.
    #[must_use]
    pub fn injection(workload: &Workload<'_>) -> Option<Self> {
        let changes = vec![Change { resource: workload.resource.id(), plan: None }];
        (!workload.decision().plan()?.is_empty()).then_some(Self { safety: Safety::Safe, changes })
    }

    fn of(safety: Safety, resource: &Resource<'_>, plan: Plan<'static>) -> Option<Self> {
        let is_empty = plan.is_empty();
        let changes = vec![Change { resource: resource.id(), plan: Some(plan) }];
        (!is_empty).then_some(Self { safety, changes })
    }
}
