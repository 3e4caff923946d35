//! What comes back is written as it was.

use crate::plan::{Content, Edit, Op, Plan};
use crate::pointer::Pointer;
use crate::record::taken_back::removing;
use crate::value::Value;

use super::places::followed;

/// How something that comes back was written.
pub(super) struct Respelling {
    /// Its place in the template as it was read, by indices; that of the list if an element comes back.
    pub(super) at: Pointer<'static>,
    pub(super) how: How,
}

pub(super) enum How {
    Value {
        source: String,
    },
    Element {
        value: Value<'static>,
        source: String,
        lines_before: usize,
    },
    /// An element that moves back: how many lines stood before it.
    LinesBefore(usize),
    Merge {
        source: String,
    },
}

/// What leads from one template to another, with what comes back written as it was.
pub(super) fn plan_back<'s>(before: &Value<'s>, result: &Value<'s>, respellings: Vec<Respelling>) -> Plan<'s> {
    let mut plan = removing(before, result);
    respellings.into_iter().for_each(|Respelling { at, how }| respell(&mut plan, at, how, result));
    plan
}

/// Has a plan write what it brings back in this way.
fn respell<'s>(plan: &mut Plan<'s>, at: Pointer<'static>, how: How, result: &Value<'s>) {
    match how {
        How::Value { source } => {
            let Some(value) = followed(&at, result) else { return };
            plan.edits.retain(|edit| !edit.at.0.starts_with(&at.0));
            let content = Content { value: value.clone(), source: Some(source), gap: None };
            plan.edits.push(Edit { at, op: Op::Replace(content) });
        }
        How::Element { value, source, lines_before } => {
            let same = |edit: &&mut Edit<'s>| {
                let list = edit.at.0.split_last().is_some_and(|(_, path)| path == at.0);
                list && matches!(&edit.op, Op::Insert(content) if content.value == value && content.source.is_none())
            };
            if let Some(Edit { op: Op::Insert(content), .. }) = plan.edits.iter_mut().find(same) {
                content.source = Some(source);
                content.gap = Some(lines_before);
            }
        }
        How::Merge { source } => {
            let content = Content { value: Value::Null, source: Some(source), gap: None };
            plan.edits.push(Edit { at, op: Op::Replace(content) });
        }
        How::LinesBefore(lines) => {
            for edit in plan.edits.iter_mut().filter(|edit| edit.at == at) {
                if let Op::Move { gap, .. } = &mut edit.op {
                    *gap = Some(lines);
                }
            }
        }
    }
}
