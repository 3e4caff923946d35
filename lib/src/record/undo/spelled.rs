//! What comes back is written as it was.

use crate::plan::{Content, Edit, Op, Plan, difference};
use crate::pointer::Pointer;
use crate::value::Value;

use super::places::followed;

/// How something that comes back was written.
pub(super) struct Kept {
    /// Its place in the template as it was read, by indices; of a list where an element comes back.
    pub(super) at: Pointer<'static>,
    pub(super) how: How,
}

pub(super) enum How {
    Value { source: String },
    Element { value: Value<'static>, source: String, gap: usize },
    Gap(usize),
    Merge { source: String },
}

/// The difference, with what comes back written as it was.
pub(super) fn plan_back<'s>(before: &Value<'s>, result: &Value<'s>, kept: Vec<Kept>) -> Plan<'s> {
    let mut plan = removing(before, result);
    kept.into_iter().for_each(|Kept { at, how }| how.write(at, result, &mut plan));
    plan
}

/// The difference where all that goes is ours.
#[must_use]
pub fn removing<'s>(before: &Value<'s>, result: &Value<'s>) -> Plan<'s> {
    let mut plan = difference(before, result);
    for edit in &mut plan.edits {
        if let Op::Remove { ours } = &mut edit.op {
            *ours = true;
        }
    }
    plan
}

impl How {
    /// Has a plan write what it brings back in this way.
    fn write<'s>(self, at: Pointer<'static>, result: &Value<'s>, plan: &mut Plan<'s>) {
        match self {
            How::Value { source } => {
                let Some(value) = followed(&at, result) else { return };
                plan.edits.retain(|edit| !edit.at.0.starts_with(&at.0));
                let content = Content { value: value.clone(), source: Some(source), gap: None };
                plan.edits.push(Edit { at, op: Op::Replace(content) });
            }
            How::Element { value, source, gap } => {
                let same = |edit: &&mut Edit<'s>| {
                    let list = edit.at.0.split_last().is_some_and(|(_, path)| path == at.0);
                    list && matches!(&edit.op, Op::Insert(content) if content.value == value && content.source.is_none())
                };
                if let Some(Edit { op: Op::Insert(content), .. }) = plan.edits.iter_mut().find(same) {
                    content.source = Some(source);
                    content.gap = Some(gap);
                }
            }
            How::Merge { source } => {
                let content = Content { value: Value::Null, source: Some(source), gap: None };
                plan.edits.push(Edit { at, op: Op::Replace(content) });
            }
            How::Gap(lines) => {
                for edit in plan.edits.iter_mut().filter(|edit| edit.at == at) {
                    if let Op::Move { gap, .. } = &mut edit.op {
                        *gap = Some(lines);
                    }
                }
            }
        }
    }
}
