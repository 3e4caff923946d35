//! What went into which containers, in words.

use crate::decision::Outcome;
use crate::diagnostic::listed;
use crate::operator::Language;

use super::Tense;

/// So many containers of a language are named.
const NAMED: usize = 3;

/// `injected java into container web and python into 7 containers (a, b, c, …)`.
pub(super) fn injected(outcomes: &[Outcome], tense: Tense) -> String {
    let mut languages: Vec<(Language, Vec<&str>)> = Vec::new();
    for Outcome { language, container, .. } in outcomes.iter().filter(|outcome| outcome.skipped.is_none()) {
        if languages.iter().all(|(name, _)| name != language) {
            languages.push((*language, Vec::new()));
        }
        let named = languages.iter_mut().find(|(name, _)| name == language);
        if let (Some((_, containers)), Some(container)) = (named, container) {
            containers.push(container);
        }
    }
    let what: Vec<String> = languages.iter().map(|(language, names)| into(*language, names)).collect();
    match (tense, what.is_empty()) {
        (Tense::Done, false) => format!("injected {}", what.join(" and ")),
        (Tense::Would, false) => format!("would inject {}", what.join(" and ")),
        (tense, true) => into_no_container(outcomes, tense),
    }
}

/// `injected java and python`, whatever the containers are.
pub(super) fn languages(outcomes: &[Outcome], is_partly: bool, tense: Tense) -> String {
    let mut languages: Vec<&str> = outcomes.iter().map(|outcome| outcome.language.name()).collect();
    languages.sort_unstable();
    languages.dedup();
    let done = match tense {
        Tense::Done => "injected",
        Tense::Would => "would inject",
    };
    let partly = if is_partly { ", but not wherever it is asked for" } else { "" };
    format!("{done} {}{partly}", listed(&languages, "and"))
}

/// A language whose containers are all left out has its volume and init container in the pod all the same, as the
/// operator does it.
fn into_no_container(outcomes: &[Outcome], tense: Tense) -> String {
    let mut languages: Vec<&str> = outcomes.iter().map(|outcome| outcome.language.name()).collect();
    languages.dedup();
    let changed = match tense {
        Tense::Done => "changed",
        Tense::Would => "would change",
    };
    if languages.is_empty() {
        return changed.to_owned();
    }
    let goes = if languages.len() == 1 { "goes" } else { "go" };
    let languages = languages.join(" and ");
    format!("{changed}: {languages} {goes} into the pod, as the operator does it, and into none of its containers")
}

fn into(language: Language, containers: &[&str]) -> String {
    match containers {
        [] => format!("{language} into the pod"),
        [container] => format!("{language} into container {container}"),
        many => {
            let named = many[..many.len().min(NAMED)].join(", ");
            let more = if many.len() > NAMED { ", …" } else { "" };
            format!("{language} into {} containers ({named}{more})", many.len())
        }
    }
}
