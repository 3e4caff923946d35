//! How well a removal gave back what was there.

use serde::de::IgnoredAny;

use crate::decision::Restored;
use crate::k8s::workload_kind;
use crate::plan::Plan;
use crate::yaml::{self, NodeId, edit, write_outs};

use crate::engine::input::objects;
use crate::engine::workload::Taken;

use super::decided::DecidedWorkload;

/// What comes back must stand there as it was written, and written anew the injection must give the text that was there.
pub(crate) fn restored(edited: &str, before: &str, workloads: &[DecidedWorkload<'_>]) -> Restored {
    let plans = workloads.iter().filter_map(|workload| workload.made.decision().plan());
    let contents = plans.flat_map(|plan| &plan.edits).filter_map(|edit| edit.op.content());
    let mut sources = contents.filter_map(|content| content.source.as_deref());
    // What a person wrote in YAML was not written so where now everything is JSON.
    let is_json = |source: &str| serde_json::from_str::<IgnoredAny>(source).is_ok();
    let all_json = yaml::is_json(edited);
    let as_written = sources.all(|source| edited.contains(source.trim()) && (!all_json || is_json(source)));
    let same = as_written && injected_again(edited, workloads).as_deref() == Some(before);
    if same { Restored::Bytes } else { Restored::Value }
}

fn injected_again(edited: &str, workloads: &[DecidedWorkload<'_>]) -> Option<String> {
    let tree = yaml::read(edited).ok()?;
    let is_workload = |node: &NodeId| yaml::value(&tree, *node).is_ok_and(|value| workload_kind(&value).is_some());
    let nodes = objects(&tree).into_iter().filter(is_workload);
    let mut plans: Vec<(NodeId, Plan<'_>)> = Vec::new();
    for (node, workload) in nodes.zip(workloads) {
        let Some(Taken { inverse, .. }) = workload.made.taken() else { continue };
        let mut plan = inverse.clone();
        plan.edits.extend(write_outs(&tree, node, &plan).ok()?);
        plans.push((node, plan));
    }
    edit(&tree, &plans.iter().map(|(node, plan)| (*node, plan)).collect::<Vec<_>>()).ok()
}
