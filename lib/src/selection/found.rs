//! Second step: the Instrumentation of each language that is asked for.

use crate::decision::{Perhaps, Refusal, RefusalReason};
use crate::instrumentation::Instrumentation;
use crate::k8s::Workload;
use crate::operator::Annotation;

use super::asked::Asked;

/// A language that is asked for, with its Instrumentation.
pub(super) struct Found<'e, 'a, 'v> {
    pub(super) asked: &'a Asked<'v>,
    pub(super) instrumentation: &'e Instrumentation,
    /// Whether it is of a namespace that nobody named: the only one that fits a workload without a namespace.
    pub(super) guessed: bool,
}

/// The Instrumentations of all languages.
pub(super) fn found<'e, 'a, 'v>(
    workload: &Workload<'_, '_>,
    instrumentations: &'e [Instrumentation],
    asked: &'a [Asked<'v>],
) -> Result<Vec<Found<'e, 'a, 'v>>, Refusal> {
    let find = |asked: &'a Asked<'v>| {
        find(workload, instrumentations, asked).map_err(|reason| Refusal { reason, at: asked.place(workload) })
    };
    asked.iter().map(find).collect()
}

/// The Instrumentation that is meant: by `true`, `name` or `namespace/name`.
pub(super) fn find<'e, 'a, 'v>(
    workload: &Workload<'_, '_>,
    all: &'e [Instrumentation],
    asked: &'a Asked<'v>,
) -> Result<Found<'e, 'a, 'v>, RefusalReason> {
    let (value, namespace) = (&*asked.value, workload.namespace);
    let (namespace, name) = match value.split_once('/') {
        _ if value.eq_ignore_ascii_case("true") => (namespace, None),
        Some((namespace, name)) => (Some(namespace), Some(name)),
        None => (namespace, Some(value)),
    };
    let full = value.contains('/');
    let named = |index: &usize| name.is_none_or(|name| all[*index].name == name);
    let those = |fits: &dyn Fn(&Instrumentation) -> bool| -> Vec<usize> {
        (0..all.len()).filter(named).filter(|index| fits(&all[*index])).collect()
    };
    // Within a kustomize build an annotation may still say the name that was there before the build changed it.
    let renamed = |one: &Instrumentation| {
        one.previous_names.iter().any(|previous| {
            let is_own = if full { Some(previous.namespace.as_str()) } else { one.namespace.as_deref() } == namespace;
            is_own && name == Some(previous.name.as_str())
        })
    };
    // Those of the workload's own namespace come first; what serves it otherwise only where it has none.
    let mut own = those(&|one| one.namespace.as_deref() == namespace);
    if own.is_empty() {
        own = (0..all.len()).filter(|index| renamed(&all[*index])).collect();
    }
    let (candidates, guessed) = if !own.is_empty() {
        (own, false)
    } else if namespace.is_some() {
        (those(&|one| one.everywhere), false)
    } else {
        (those(&|_| true), true)
    };
    let [first, ref others @ ..] = candidates[..] else {
        return Err(RefusalReason::InstrumentationNotFound {
            annotation: shown(workload, asked),
            namespace: namespace.map(str::to_owned),
            name: name.map(str::to_owned),
            perhaps: match those(&|_| true).first().map(|index| &all[*index]) {
                Some(one) if one.namespace.is_some() => Some(Perhaps::Elsewhere(one.full_name())),
                Some(one) => Some(Perhaps::Nowhere(one.name.clone())),
                None => name.and_then(|name| near(all, namespace, name)).map(Perhaps::Near),
            }
            .map(Box::new),
        });
    };
    let name = all[first].full_name();
    if others.iter().any(|index| all[*index].full_name() != name) {
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
    Ok(Found { asked, instrumentation: &all[first], guessed })
}

/// The name of an Instrumentation that serves a namespace, if it is nearly this one.
fn near(all: &[Instrumentation], namespace: Option<&str>, name: &str) -> Option<String> {
    /// More wrong letters make another name.
    const WRONG: usize = 2;
    let serves =
        |one: &&Instrumentation| one.everywhere || namespace.is_none() || one.namespace.as_deref() == namespace;
    let wrong = |known: &&str| strsim::damerau_levenshtein(name, known);
    let nearest = all.iter().filter(serves).map(|one| one.name.as_str()).min_by_key(wrong);
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
