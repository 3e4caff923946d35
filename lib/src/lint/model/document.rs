//! What rules are given: each document read once, its workloads decided.

use crate::asking::Key;
use crate::decision::{Decision, Request, Unmet, Verdict};
use crate::diagnostic::Location;
use crate::k8s::StringMap;
use crate::plan::Plan;
use crate::pointer::Pointer;
use crate::selection::NotSelected;
use crate::value::Value;
use crate::yaml::{NodeId, Tree};

/// A document with the objects in it.
#[derive(Debug)]
pub struct Document<'e> {
    /// The source that has it.
    pub source: usize,
    /// Where it begins in the source. Positions in the tree count from there.
    pub offset: usize,
    /// Its text, read.
    pub tree: Tree<'e>,
    /// The objects, in order.
    pub manifests: Vec<Manifest<'e>>,
}

/// An object in a document.
#[derive(Debug)]
pub struct Manifest<'e> {
    /// Its node.
    pub node: NodeId,
    /// The object as it was read.
    pub value: Value<'e>,
    /// Its namespace: its own, or the default for objects that name none.
    pub namespace: Option<String>,
    /// The operator's keys in it.
    pub keys: Vec<Key>,
    /// What is decided about each of its pod templates. Nothing if it is no workload.
    pub analyses: Vec<Analysis<'e>>,
    /// What leads from it to what is wanted; only if it is verified.
    pub plan: Option<Plan<'e>>,
}

/// The verdict on an injection that has to be there.
#[derive(Debug)]
pub struct Verified {
    /// The verdict.
    pub verdict: Verdict,
    /// What is wrong, or that nothing is.
    pub message: String,
    /// The place that it is about.
    pub at: Pointer<'static>,
}

/// What is decided about a workload, by one of its pod templates.
#[derive(Debug)]
pub struct Analysis<'e> {
    /// Where the pod template is.
    pub template_path: Pointer<'static>,
    /// What is done with it, and why. Its plan is there only if it is verified; else the difference of the two objects
    /// below is the plan.
    pub decision: Decision<'e>,
    /// The object without our own earlier injection; elements of lists keep their `origin` in the document. `None` if
    /// there is no such injection.
    pub written: Option<Value<'e>>,
    /// The object after injection; elements keep their `origin` in the document. `None` if nothing is injected.
    pub effective: Option<Value<'e>>,
    /// The requests that are carried out, one a language.
    pub requests: Vec<Request<'e>>,
    /// What is asked for and not done.
    pub unmet: Vec<Unmet>,
    /// What is wrong with the lists of containers, whether or not the Instrumentations are there.
    pub lists: Option<NotSelected>,
    /// Whether it is as injection would make it. `None` if nobody asks that, or it is refused.
    pub verified: Option<Verified>,
    /// The annotations of its Namespace.
    pub namespace_annotations: StringMap<'e, 'e>,
    /// Where the name of that Namespace is.
    pub namespace_at: Option<Location>,
}
