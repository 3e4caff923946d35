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

use super::before::bad_record;
use super::notes::{by_name, remarks, unrecorded};
use super::target::WorkloadNode;

/// What taking an injection back makes of a workload.
pub(crate) struct Removal<'s> {
    pub decision: Decision<'s>,
    /// `None` if nothing is taken back.
    pub taken: Option<Taken<'s>>,
}

/// An injection that is taken back.
pub(crate) struct Taken<'s> {
    /// The object after the plan.
    pub wanted: Value<'s>,
    /// What puts the injection back, written in the document's own style.
    pub inverse: Plan<'s>,
    /// How well it went, if that is known before the bytes are compared.
    pub known: Option<Restored>,
}

impl<'s> Removal<'s> {
    fn skipped(reason: Skip) -> Self {
        Self { decision: skipped(reason, Plan::default(), Vec::new()), taken: None }
    }
}

/// Takes back what the record of a workload lists; with `names_too`, also what no record tells of and only the
/// operator's names show.
pub(crate) fn removal<'s>(node: &WorkloadNode<'_, 's>, names_too: bool) -> Removal<'s> {
    let namespace = Object(node.object).namespace();
    let workload = Workload::of(node.object, namespace.as_deref(), StringMap::default());
    let Some((workload, template)) =
        workload.and_then(|workload| workload.template().map(|template| (workload, template)))
    else {
        return Removal::skipped(Skip::NotAsked);
    };
    let record = match Record::of(template) {
        Ok(record) => record,
        // A record of another version is left to that version, which can do better.
        Err(record::Error::Damaged(_)) if names_too => Some(Record::default()),
        Err(error) => return Removal { decision: bad_record(&workload, &error), taken: None },
    };
    let mut taken = match record {
        Some(record) => take_back(&record, template, Purpose::Remove),
        None => match sign(template) {
            None => return Removal::skipped(Skip::NotAsked),
            Some(by) if !names_too => return Removal::skipped(Skip::WithoutRecord { by }),
            Some(_) => TakenBack::of_nothing(template),
        },
    };
    let edited = taken.notes.iter().any(|note| note.kind != UndoNoteKind::Missing);
    let mut known = edited.then_some(Restored::Partly);
    let mut notes = Vec::new();
    let rest = names_too.then(|| take_by_name(&taken.template)).filter(|rest| rest.template != taken.template);
    if let Some(rest) = rest {
        known = Some(Restored::ByName);
        notes = by_name(&workload, &rest);
        take_rest(&mut taken, rest, template);
    }
    let said: Vec<Pointer<'static>> = taken.notes.iter().map(|note| note.at.clone()).collect();
    taken.notes.extend(dangling(template, &taken).into_iter().filter(|note| !said.contains(&note.at)));
    if known.is_none() && taken.notes.iter().any(|note| note.kind == UndoNoteKind::Dangling) {
        known = Some(Restored::Partly);
    }
    let is_left = |note: &UndoNote| note.kind == UndoNoteKind::Left;
    // Nothing is injected into a pod that counts as instrumented, so what counts now is left of our injection.
    if let Some(by) = counts_as_instrumented(Pod(&taken.template)).filter(|_| !taken.notes.iter().any(is_left)) {
        notes.push(unrecorded(&by));
        known = Some(Restored::Partly);
    }
    notes.extend(remarks(&workload, Some(&taken)));
    let mut wanted = node.object.clone();
    if let Some(place) = workload.template_mut(&mut wanted) {
        *place = taken.template;
    }
    let decision = skipped(Skip::NotAsked, taken.plan.below(&workload.template_path), notes);
    let inverse = inverse(&wanted, node.object);
    Removal { decision, taken: Some(Taken { wanted, inverse, known }) }
}

/// Takes over what was taken by the operator's names after what the record lists.
fn take_rest<'s>(taken: &mut TakenBack<'s>, rest: TakenBack<'s>, template: &Value<'s>) {
    let mut plan = record::removing(template, &rest.template);
    plan.adopt(&taken.plan);
    taken.plan = plan;
    taken.template = rest.template;
    let is_there = |at: &Pointer<'_>| at.resolve(&taken.template).is_some();
    let says_left = |kind| matches!(kind, UndoNoteKind::Left | UndoNoteKind::Needed);
    taken.notes.retain(|UndoNote { at, kind }| !says_left(*kind) || is_there(at));
}

/// What leads from the object without its injection back to the one with it.
fn inverse<'s>(wanted: &Value<'s>, object: &Value<'s>) -> Plan<'s> {
    // The inverse is about another document, where origins mean nothing: elements are told apart by name.
    let mut after = wanted.clone();
    after.reset_origins();
    let mut original = object.clone();
    original.forget_origins();
    difference(&after, &original)
}

fn skipped<'s>(reason: Skip, plan: Plan<'s>, notes: Vec<Note>) -> Decision<'s> {
    Decision::Skipped { reason, plan, outcomes: Vec::new(), notes }
}
