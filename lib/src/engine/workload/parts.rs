//! An object with several pod templates: each is decided by itself, and all of them are one decision.

use crate::decision::{Decision, Request, Skip, Unmet, Update, Walk};
use crate::k8s::Workload;
use crate::plan::Plan;
use crate::pointer::{Pointer, resolve_mut};
use crate::record;
use crate::value::Value;
use crate::yaml::field;

/// What is decided about one of several pod templates.
#[derive(Debug)]
pub(crate) struct Part<'s> {
    /// Where the template is, as messages call it.
    pub field: String,
    pub decision: Decision<'s>,
    /// What is injected, by language.
    pub requests: Vec<Request<'s>>,
    /// What is asked for and not done.
    pub unmet: Vec<Unmet>,
    /// What changes in an injection that was there already.
    pub update: Option<Update>,
    /// What was looked at, if that was taken down.
    pub walk: Walk,
}

/// Where a template is, as messages call it: elements of lists go by their names.
pub(super) fn field_of(workload: &Workload<'_, '_>) -> String {
    field(&record::by_names(workload.object.0, &workload.template_path))
}

/// What is done with the whole object.
pub(super) fn joined<'s, 'd>(decisions: impl Iterator<Item = &'d Decision<'s>> + Clone) -> Decision<'s>
where
    's: 'd,
{
    let refused = decisions.clone().find(|decision| matches!(decision, Decision::Refused(_)));
    if let Some(refused) = refused {
        return refused.clone();
    }
    let edits = decisions.clone().filter_map(Decision::plan).flat_map(|plan| plan.edits.iter().cloned()).collect();
    let plan = Plan { edits };
    let outcomes = decisions.clone().flat_map(Decision::outcomes).cloned().collect();
    let notes = decisions.clone().flat_map(Decision::notes).cloned().collect();
    if decisions.clone().any(|decision| matches!(decision, Decision::Injected { .. })) {
        return Decision::Injected { plan, outcomes, notes };
    }
    let reasons = || {
        decisions.clone().filter_map(|decision| match decision {
            Decision::Skipped { reason, .. } => Some(reason),
            Decision::Injected { .. } | Decision::Refused(_) => None,
        })
    };
    let reason = reasons().find(|reason| reason.is_unmet());
    let reason = reason.or_else(|| reasons().find(|reason| **reason != Skip::NotAsked)).unwrap_or(&Skip::NotAsked);
    Decision::Skipped { reason: reason.clone(), plan, outcomes, notes }
}

/// The object with its templates as other versions of it have them; `None` if there is no other version.
pub(super) fn with_templates<'s, 'v>(
    object: &Value<'s>,
    versions: impl Iterator<Item = (&'v Pointer<'static>, &'v Value<'s>)>,
) -> Option<Value<'s>>
where
    's: 'v,
{
    let mut whole: Option<Value<'s>> = None;
    for (at, version) in versions {
        let object = whole.get_or_insert_with(|| object.clone());
        if let (Some(template), Some(place)) = (at.resolve(version), resolve_mut(&at.0, object)) {
            *place = template.clone();
        }
    }
    whole
}
