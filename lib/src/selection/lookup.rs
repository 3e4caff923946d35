//! Which Instrumentation an annotation means.

use crate::decision::RefusalReason;
use crate::instrumentation::Instrumentation;

/// What was found.
#[derive(Debug)]
pub(super) struct Found<'e> {
    pub(super) instrumentation: &'e Instrumentation,
    /// Whether it is of a namespace that nobody named: the only one that fits a workload without a namespace.
    pub(super) guessed: bool,
}

/// The Instrumentation that an annotation's value means: `true`, `name` or `namespace/name`.
pub(super) fn find<'e>(
    annotation: &str,
    value: &str,
    namespace: Option<&str>,
    all: &'e [Instrumentation],
) -> Result<Found<'e>, RefusalReason> {
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
            annotation: annotation.to_owned(),
            namespace: namespace.map(str::to_owned),
            name: name.map(str::to_owned),
            elsewhere: those(&|_| true).first().map(|index| match &all[*index].namespace {
                Some(_) => all[*index].full_name(),
                None => format!("{} without a namespace", all[*index].name),
            }),
        });
    };
    let name = all[first].full_name();
    if others.iter().any(|index| all[*index].full_name() != name) {
        let mut names: Vec<String> = candidates.iter().map(|index| all[*index].full_name()).collect();
        names.sort();
        names.dedup();
        return Err(RefusalReason::InstrumentationAmbiguous {
            annotation: annotation.to_owned(),
            candidates: names.join(", "),
        });
    }
    if let Some(second) = others.iter().copied().find(|index| all[*index].spec != all[first].spec) {
        return Err(RefusalReason::InstrumentationConflict { first, second, name });
    }
    if let Some(instrumentation) = candidates.iter().copied().find(|index| !all[*index].valid) {
        return Err(RefusalReason::InstrumentationInvalid { instrumentation, name });
    }
    Ok(Found { instrumentation: &all[first], guessed })
}
