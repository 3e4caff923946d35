//! What a decision is made for.

use crate::engine::index::Inputs;
use crate::k8s::Workload;
use crate::value::Value;
use crate::yaml::{NodeId, Tree};

use super::before::Uninjected;

/// A workload in its document.
pub(crate) struct WorkloadNode<'a, 's> {
    pub tree: &'a Tree<'s>,
    pub node: NodeId,
    /// The source of the document.
    pub source: usize,
    pub object: &'a Value<'s>,
}

/// How much of an injection is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// The object as it is to be, with its record, and the plan that leads there.
    Plan,
    /// The object as it will run: the record in it is empty, and there is no plan.
    ObjectOnly,
}

/// What a course is carried out on.
pub(super) struct Target<'a, 's> {
    pub node: &'a WorkloadNode<'a, 's>,
    pub before: &'a Uninjected<'a, 's>,
    /// The workload without an earlier injection.
    pub workload: Workload<'a, 's>,
    pub inputs: &'s Inputs,
    pub output: Output,
}
