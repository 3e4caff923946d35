//! Second step: the Instrumentation of each language that is asked for.

use crate::decision::{Perhaps, Refusal, RefusalReason};
use crate::instrumentation::Instrumentation;
use crate::k8s::Workload;
use crate::operator::Annotation;
use crate::scope::{Near, Nearest};

use super::asked::Asked;
use super::choices::{Choices, Chosen, Wanted};

/// A language that is asked for, with its Instrumentation.
pub(super) struct Found<'e, 'a, 'v> {
    pub(super) asked: &'a Asked<'v>,
    pub(super) instrumentation: &'e Instrumentation,
    /// Its number among all.
    pub(super) number: usize,
    /// Whether it is of a namespace that nobody named: the one that fits a workload without a namespace.
    pub(super) guessed: bool,
    /// Why it is the one, if there are several of that name.
    pub(super) by: Option<Near>,
}

/// The Instrumentations of all languages.
pub(super) fn found<'e, 'a, 'v>(
    workload: &Workload<'_, '_>,
    choices: &Choices<'e>,
    asked: &'a [Asked<'v>],
) -> Result<Vec<Found<'e, 'a, 'v>>, Refusal> {
    let find = |asked: &'a Asked<'v>| {
        find(workload, choices, asked).map_err(|reason| Refusal { reason, at: asked.place(workload) })
    };
    asked.iter().map(find).collect()
}

/// The Instrumentation that is meant: by `true`, `name` or `namespace/name`.
pub(super) fn find<'e, 'a, 'v>(
    workload: &Workload<'_, '_>,
    choices: &Choices<'e>,
    asked: &'a Asked<'v>,
) -> Result<Found<'e, 'a, 'v>, RefusalReason> {
    let (value, namespace, all) = (&*asked.value, workload.namespace, choices.all);
    let (namespace, name, full) = match value.split_once('/') {
        _ if value.eq_ignore_ascii_case("true") => (namespace, None, false),
        Some((namespace, name)) => (Some(namespace), Some(name), true),
        None => (namespace, Some(value), false),
    };
    let wanted = Wanted { namespace, name, full };
    let Some(Chosen { nearest, guessed, has_several_names }) = choices.of(wanted) else {
        return Err(not_found(workload, choices, asked, wanted));
    };
    let Nearest { numbers: candidates, by } = nearest;
    let [first, ref others @ ..] = candidates[..] else {
        return Err(not_found(workload, choices, asked, wanted));
    };
    let name = all[first].full_name();
    let named = |index: usize| (&all[index].namespace, &all[index].name);
    if has_several_names && others.iter().any(|index| named(*index) != named(first)) {
        let mut names: Vec<String> = candidates.iter().map(|index| all[*index].full_name()).collect();
        names.sort();
        names.dedup();
        return Err(RefusalReason::InstrumentationAmbiguous {
            annotation: shown(workload, asked),
            candidates: names,
            in_namespace: namespace.is_some(),
        });
    }
    if let Some(second) = others.iter().copied().find(|index| all[*index].spec != all[first].spec) {
        return Err(RefusalReason::InstrumentationConflict { first, second, name });
    }
    if let Some(instrumentation) = candidates.iter().copied().find(|index| !all[*index].valid) {
        return Err(RefusalReason::InstrumentationInvalid { instrumentation, name });
    }
    Ok(Found { asked, instrumentation: &all[first], number: first, guessed, by })
}

fn not_found(
    workload: &Workload<'_, '_>,
    choices: &Choices<'_>,
    asked: &Asked<'_>,
    wanted: Wanted<'_>,
) -> RefusalReason {
    let Wanted { namespace, name, .. } = wanted;
    let perhaps = match choices.elsewhere(wanted) {
        Some(one) if one.namespace.is_some() => Some(Perhaps::Elsewhere(one.full_name())),
        Some(one) => Some(Perhaps::Nowhere(one.name.clone())),
        None => name.and_then(|name| near(choices, namespace, name)).map(Perhaps::Near),
    };
    RefusalReason::InstrumentationNotFound {
        annotation: shown(workload, asked),
        namespace: namespace.map(str::to_owned),
        name: name.map(str::to_owned),
        perhaps: perhaps.map(Box::new),
    }
}

/// The name of an Instrumentation that serves a namespace, if it is nearly this one.
fn near(choices: &Choices<'_>, namespace: Option<&str>, name: &str) -> Option<String> {
    /// More wrong letters make another name.
    const WRONG: usize = 2;
    let serves =
        |one: &&Instrumentation| one.everywhere || namespace.is_none() || one.namespace.as_deref() == namespace;
    let wrong = |known: &&str| strsim::damerau_levenshtein(name, known);
    let nearest = choices.by_name().filter(serves).map(|one| one.name.as_str()).min_by_key(wrong);
    nearest.filter(|known| wrong(known) <= WRONG).map(str::to_owned)
}

/// What asks, as messages call it.
fn shown(workload: &Workload<'_, '_>, asked: &Asked<'_>) -> String {
    let annotation = Annotation::Inject(asked.language);
    match asked.rule {
        Some(rule) => rule.to_string(),
        None if asked.place(workload).0.is_empty() => format!("{annotation} of the Namespace"),
        None => annotation.to_string(),
    }
}
