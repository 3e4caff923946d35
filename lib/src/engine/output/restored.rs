//! How well a removal gave back what was there.

use serde::de::IgnoredAny;

use crate::decision::Restored;
use crate::engine::input::{ReadDocument, ReadObject};
use crate::engine::workload::Taken;
use crate::k8s::Kinds;
use crate::plan::Plan;
use crate::yaml::{self, NodeId, edit, write_outs};

use super::decided::DecidedWorkload;

/// What comes back must stand there as it was written, and written anew the injection must give the text that was there.
pub(crate) fn restored(edited: &str, before: &str, workloads: &[DecidedWorkload<'_>], kinds: &Kinds) -> Restored {
    let plans = workloads.iter().filter_map(|workload| workload.made.decision().plan());
    let contents = plans.flat_map(|plan| &plan.edits).filter_map(|edit| edit.op.content());
    let mut sources = contents.filter_map(|content| content.source.as_deref());
    // What a person wrote in YAML was not written so where now everything is JSON.
    let is_json = |source: &str| serde_json::from_str::<IgnoredAny>(source).is_ok();
    let all_json = yaml::is_json(edited);
    let as_written = sources.all(|source| edited.contains(source.trim()) && (!all_json || is_json(source)));
    let same = as_written && injected_again(edited, workloads, kinds).as_deref() == Some(before);
    if same { Restored::Bytes } else { Restored::Value }
}

fn injected_again(edited: &str, workloads: &[DecidedWorkload<'_>], kinds: &Kinds) -> Option<String> {
    let document = ReadDocument::read(edited, 0, 0..edited.len(), kinds).ok()?;
    let tree = &document.tree;
    // One that can't be read was not decided.
    let is_decided = |object: &&ReadObject| object.holds.is_workload() && document.value(**object).is_ok();
    let nodes = document.objects.iter().filter(is_decided).map(|object| object.node);
    let mut plans: Vec<(NodeId, Plan<'_>)> = Vec::new();
    for (node, workload) in nodes.zip(workloads) {
        let Some(Taken { inverse, .. }) = workload.made.taken() else { continue };
        let mut plan = inverse.clone();
        plan.edits.extend(write_outs(tree, node, &plan).ok()?);
        plans.push((node, plan));
    }
    edit(tree, &plans.iter().map(|(node, plan)| (*node, plan)).collect::<Vec<_>>()).ok()
}
