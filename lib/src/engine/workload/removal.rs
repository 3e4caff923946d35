//! One workload without its injection: by the record, or by the operator's names.

use crate::decision::{Decision, Note, Restored, Skip};
use crate::k8s::{Kinds, Object, Pod, StringMap, Workload};
use crate::plan::{Plan, difference};
use crate::pointer::Pointer;
use crate::record::{
    self, Purpose, Record, TakenBack, UndoNote, UndoNoteKind, dangling, sign, take_back, take_by_name,
};
use crate::selection::counts_as_instrumented;
use crate::value::Value;

use super::before::bad_record;
use super::notes::{by_name, remarks, unrecorded};
use super::parts::{field_of, joined};
use super::target::WorkloadNode;

/// What taking an injection back makes of a workload.
pub(crate) struct Removal<'s> {
    pub decision: Decision<'s>,
    /// `None` if nothing is taken back.
    pub taken: Option<Taken<'s>>,
    /// By pod template, if the object has several.
    pub parts: Vec<RemovedPart<'s>>,
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

/// What taking an injection back makes of one of several pod templates.
pub(crate) struct RemovedPart<'s> {
    /// Where the template is, as messages call it.
    pub field: String,
    pub decision: Decision<'s>,
    /// Whether an injection is taken back.
    pub is_taken: bool,
}

/// Takes back what the records of a workload list; with `names_too`, also what no record tells of and only the
/// operator's names show.
pub(crate) fn removal<'s>(node: &WorkloadNode<'_, 's>, kinds: &Kinds, names_too: bool) -> Removal<'s> {
    let namespace = Object(node.object).namespace();
    let workloads = Workload::all(kinds, node.object, namespace.as_deref(), StringMap::default());
    let removed: Vec<(&Workload<'_, 's>, Removed<'s>)> =
        workloads.iter().map(|workload| (workload, of_template(workload, names_too))).collect();
    let decision = joined(removed.iter().map(|(_, removed)| &removed.decision));
    let templates = removed.iter().filter_map(|(workload, removed)| Some((workload, removed.template.as_ref()?)));
    let mut wanted = None;
    if !matches!(decision, Decision::Refused(_)) {
        for (workload, template) in templates {
            let wanted = wanted.get_or_insert_with(|| node.object.clone());
            if let Some(place) = workload.template_mut(wanted) {
                place.clone_from(template);
            }
        }
    }
    let known = removed.iter().filter_map(|(_, removed)| removed.known);
    let known = known.reduce(|one, other| if one == Restored::Partly { one } else { other });
    let taken = wanted.map(|wanted| Taken { inverse: inverse(&wanted, node.object), wanted, known });
    let part = |(workload, removed): (&Workload<'_, 's>, Removed<'s>)| {
        let (decision, is_taken) = (removed.decision, removed.template.is_some());
        RemovedPart { field: field_of(workload), decision, is_taken }
    };
    let parts = if removed.len() > 1 { removed.into_iter().map(part).collect() } else { Vec::new() };
    Removal { decision, taken, parts }
}

/// What taking an injection back makes of a pod template.
struct Removed<'s> {
    decision: Decision<'s>,
    /// The template without its injection; `None` if nothing is taken back.
    template: Option<Value<'s>>,
    known: Option<Restored>,
}

impl<'s> Removed<'s> {
    fn of(decision: Decision<'s>) -> Self {
        Self { decision, template: None, known: None }
    }

    fn skipped(reason: Skip) -> Self {
        Self::of(skipped(reason, Plan::default(), Vec::new()))
    }
}

fn of_template<'s>(workload: &Workload<'_, 's>, names_too: bool) -> Removed<'s> {
    let Some(template) = workload.template() else { return Removed::skipped(Skip::NotAsked) };
    let record = match Record::of(template) {
        Ok(record) => record,
        // A record of another version is left to that version, which can do better.
        Err(record::Error::Damaged(_)) if names_too => Some(Record::default()),
        Err(error) => return Removed::of(bad_record(workload, &error)),
    };
    let mut taken = match record {
        Some(record) => take_back(&record, template, Purpose::Remove),
        None => match sign(template) {
            None => return Removed::skipped(Skip::NotAsked),
            Some(by) if !names_too => return Removed::skipped(Skip::WithoutRecord { by }),
            Some(_) => TakenBack::of_nothing(template),
        },
    };
    let edited = taken.notes.iter().any(|note| note.kind != UndoNoteKind::Missing);
    let mut known = edited.then_some(Restored::Partly);
    let mut notes = Vec::new();
    let rest = names_too.then(|| take_by_name(&taken.template)).filter(|rest| rest.template != taken.template);
    if let Some(rest) = rest {
        known = Some(Restored::ByName);
        notes = by_name(workload, &rest);
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
    notes.extend(remarks(workload, Some(&taken)));
    let decision = skipped(Skip::NotAsked, taken.plan.below(&workload.template_path), notes);
    Removed { decision, template: Some(taken.template), known }
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
