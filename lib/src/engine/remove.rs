//! One workload without its injection: by the record, or by the operator's names.

use crate::decision::{Decision, Note, Restored, Skip};
use crate::k8s::{Object, Pod, StringMap, Workload};
use crate::plan::{Plan, difference};
use crate::pointer::Pointer;
use crate::record::{
    self, Purpose, Record, TakenBack, UndoNote, UndoNoteKind, dangling, sign, take_back, take_by_name,
};
use crate::selection::counts_as_instrumented;
use crate::value::Value;

use super::decide::{Decided, Removed, Subject, bad_record, in_object, template_mut};
use super::notes::{by_name, remarks, unrecorded};

/// What taking an injection back makes of a workload; none for objects that carry none. What a record doesn't tell of
/// is taken by the operator's names only where that is asked for.
pub(super) fn removal<'s>(subject: &Subject<'_, 's>, names_too: bool) -> Option<Decided<'s>> {
    let namespace = Object(subject.object).namespace();
    let workload = Workload::of(subject.object, namespace.as_deref(), StringMap::default())?;
    let template = workload.template()?;
    let record = match Record::of(template) {
        Ok(record) => record,
        // What another version wrote that version can take back, and better.
        Err(record::Error::Damaged(_)) if names_too => Some(Record::default()),
        Err(error) => return Some(bad_record(&workload, &error)),
    };
    let mut taken = match record {
        Some(record) => take_back(&record, template, Purpose::Remove),
        None => {
            let by = sign(template)?;
            if !names_too {
                return Some(Decided::unchanged(skipped(Skip::WithoutRecord { by }, Plan::default(), Vec::new())));
            }
            TakenBack::of_nothing(template)
        }
    };
    let edited = taken.notes.iter().any(|remark| remark.kind != UndoNoteKind::Missing);
    let mut known = edited.then_some(Restored::Partly);
    let mut notes = Vec::new();
    let rest = names_too.then(|| take_by_name(&taken.template)).filter(|rest| rest.template != taken.template);
    if let Some(rest) = rest {
        known = Some(Restored::ByName);
        notes = by_name(&workload, &rest);
        let by_record = taken.plan;
        taken.plan = record::removing(template, &rest.template);
        taken.plan.adopt(&by_record);
        taken.template = rest.template;
        let is_there = |at: &Pointer<'_>| at.resolve(&taken.template).is_some();
        let says_left = |kind| matches!(kind, UndoNoteKind::Left | UndoNoteKind::Needed);
        taken.notes.retain(|UndoNote { at, kind }| !says_left(*kind) || is_there(at));
    }
    let said: Vec<Pointer<'static>> = taken.notes.iter().map(|remark| remark.at.clone()).collect();
    taken.notes.extend(dangling(template, &taken).into_iter().filter(|remark| !said.contains(&remark.at)));
    if known.is_none() && taken.notes.iter().any(|remark| remark.kind == UndoNoteKind::Dangling) {
        known = Some(Restored::Partly);
    }
    let is_left = |remark: &UndoNote| remark.kind == UndoNoteKind::Left;
    // Nothing was injected where anything counted as instrumented before.
    if let Some(by) = counts_as_instrumented(Pod(&taken.template)).filter(|_| !taken.notes.iter().any(is_left)) {
        notes.push(unrecorded(&by));
        known = Some(Restored::Partly);
    }
    notes.extend(remarks(&workload, Some(&taken)));
    let mut wanted = subject.object.clone();
    *template_mut(&mut wanted, workload.kind.template)? = taken.template;
    // Told apart by name and not by origin: the inverse is about another document.
    let mut after = wanted.clone();
    after.reset_origins();
    let mut original = subject.object.clone();
    original.follow_origins(&Value::Null);
    let inverse = difference(&after, &original);
    Some(Decided {
        decision: skipped(Skip::NotAsked, in_object(&workload, taken.plan), notes),
        wanted: Some(wanted),
        removed: Some(Removed { inverse, known }),
        requests: Vec::new(),
        written: None,
    })
}

fn skipped<'s>(reason: Skip, plan: Plan<'s>, notes: Vec<Note>) -> Decision<'s> {
    Decision::Skipped { reason, plan, outcomes: Vec::new(), notes }
}
