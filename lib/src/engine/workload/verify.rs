//! Whether a workload is as injection would make it. What can't be told is never a finding.

use crate::decision::{Decision, Refusal, Skip, Verdict};
use crate::k8s::{StringMap, Workload};
use crate::operator::{Annotation, Language, says_yes};
use crate::plan::{Op, Plan};
use crate::pointer::{Pointer, Step};
use crate::record::{self, ANNOTATION, Purpose, Record, UndoNoteKind, take_back};
use crate::value::Value;
use crate::yaml::field;

/// What a verification says of a workload.
#[derive(Debug)]
pub(crate) struct Verified {
    pub verdict: Verdict,
    /// What was found.
    pub message: String,
    /// Where.
    pub at: Pointer<'static>,
}

/// What a workload's decision says of it. `None` if it was refused for any reason but a missing or ambiguous
/// Instrumentation; the caller reports that.
pub(crate) fn verify(workload: &Workload<'_, '_>, decision: &Decision<'_>) -> Option<Verified> {
    let object = workload.object.0;
    let of = |verdict: Verdict| Verified { verdict, message: verdict.to_string(), at: Pointer::default() };
    let record = workload.template().and_then(|template| Record::of(template).ok()).flatten();
    Some(match (decision, &record) {
        (Decision::Refused(refusal), _) if !refusal.reason.is_about_inputs() => return None,
        (Decision::Refused(_), Some(record)) => missing(workload, record).unwrap_or_else(|| of(Verdict::Unknown)),
        (Decision::Refused(Refusal { reason, at }), None) => {
            let message = format!("{}; {reason}", Verdict::NotInjected);
            Verified { verdict: Verdict::NotInjected, message, at: at.clone() }
        }
        (Decision::Injected { plan, .. } | Decision::Skipped { plan, .. }, Some(_)) if !plan.is_empty() => {
            let (message, at) = changes(object, plan);
            Verified { verdict: Verdict::Outdated, message, at }
        }
        (Decision::Injected { plan, .. }, None) if !plan.is_empty() => {
            Verified { at: asking(workload), ..of(Verdict::NotInjected) }
        }
        (Decision::Injected { .. }, Some(record)) if decision.stays() => {
            missing(workload, record).unwrap_or_else(|| of(Verdict::Unknown))
        }
        (Decision::Skipped { reason: Skip::AlreadyInjected { .. }, .. }, _) => of(Verdict::Unknown),
        _ => of(Verdict::Current),
    })
}

/// Where the pod template requests injection; the workload's name if something else does.
fn asking(workload: &Workload<'_, '_>) -> Pointer<'static> {
    let annotations = workload.pod().map_or_else(StringMap::default, |pod| pod.annotations());
    let requests = Language::ALL.map(|language| Annotation::Inject(language).key());
    let asks = requests.into_iter().find(|key| annotations.get(key).is_some_and(|value| says_yes(&value)));
    match asks {
        Some(key) => workload.annotation(key),
        None => Pointer::keys(&["metadata", "name"]),
    }
}

/// The first thing that a record lists and that is gone.
fn missing(workload: &Workload<'_, '_>, record: &Record<'static>) -> Option<Verified> {
    let taken = take_back(record, workload.template()?, Purpose::Inject);
    let gone = taken.notes.into_iter().find(|remark| remark.kind == UndoNoteKind::Missing)?;
    let at = workload.in_template(gone.at);
    let message = format!("{}: {} is gone", Verdict::Incomplete, field(&at));
    Some(Verified { verdict: Verdict::Incomplete, message, at })
}

/// What a plan changes, and the first place. The record follows from the rest.
fn changes(object: &Value<'_>, plan: &Plan<'_>) -> (String, Pointer<'static>) {
    let mut places: Vec<Pointer<'static>> = Vec::new();
    for edit in &plan.edits {
        let mut at = record::by_names(object, &edit.at).into_owned();
        let is_record = matches!(at.0.last(), Some(Step::Key(key)) if key == ANNOTATION);
        if matches!(edit.op, Op::Insert(_)) {
            at.0.pop();
        }
        if !is_record && !places.contains(&at) {
            places.push(at);
        }
    }
    let Some(first) = places.first().cloned() else {
        return (Verdict::Outdated.to_string(), plan.edits[0].at.clone().into_owned());
    };
    let message = match places.len() - 1 {
        0 => format!("{}: {}", Verdict::Outdated, field(&first)),
        1 => format!("{}: {} and 1 more place", Verdict::Outdated, field(&first)),
        more => format!("{}: {} and {more} more places", Verdict::Outdated, field(&first)),
    };
    (message, first)
}
