//! Whether the arguments of a command line take effect: one that doesn't is a mistake made a moment ago.

use std::collections::BTreeSet;

use crate::config::{Glob, Rule, Select, suggestion};
use crate::decision::{Decision, Request, Skip};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::k8s::Pod;
use crate::operator::Language;

/// What the arguments come to in the workloads that they select.
#[derive(Debug, Default)]
pub(super) struct Effect {
    /// Whether they select one.
    pub selected: bool,
    /// Whether one of those is refused or ambiguous, so that nobody knows what they would come to in it.
    undecided: bool,
    /// The languages that take effect in one.
    languages: BTreeSet<Language>,
    /// Which of the patterns of `--container` fit a container.
    patterns: BTreeSet<usize>,
    /// The containers of the workloads.
    containers: BTreeSet<String>,
}

impl Effect {
    /// Looks at a workload that the arguments select. What keeps it ambiguous is returned: whoever gives arguments can
    /// say what is meant.
    pub(super) fn add(
        &mut self,
        rule: &Rule,
        pod: Option<Pod<'_, '_>>,
        decision: &Decision<'_>,
        requests: &[Request<'_>],
    ) -> Option<Skip> {
        if matches!(decision, Decision::Skipped { reason: Skip::LocalConfig, .. }) {
            return None;
        }
        self.selected = true;
        self.undecided |= matches!(decision, Decision::Refused(_));
        let names = pod.map(names).unwrap_or_default();
        let fits = |pattern: &Glob| names.iter().any(|name| pattern.matches(name));
        let fitting = patterns(rule).iter().enumerate().filter(|(_, pattern)| fits(pattern));
        self.patterns.extend(fitting.map(|(index, _)| index));
        self.containers.extend(names.iter().map(|name| (*name).to_owned()));
        self.languages.extend(Language::ALL.into_iter().filter(|language| takes_effect(*language, decision, requests)));
        let Decision::Skipped { reason: reason @ Skip::ContainersAmbiguous { languages }, .. } = decision else {
            return None;
        };
        let is_ambiguous = languages.iter().any(|language| rule.inject.contains_key(language));
        self.undecided |= is_ambiguous;
        is_ambiguous.then(|| reason.clone())
    }

    /// The same of other workloads.
    pub(super) fn extend(&mut self, other: Effect) {
        self.selected |= other.selected;
        self.undecided |= other.undecided;
        self.languages.extend(other.languages);
        self.patterns.extend(other.patterns);
        self.containers.extend(other.containers);
    }

    /// What is wrong with the arguments.
    pub(super) fn mistakes(&self, rule: &Rule) -> Vec<Diagnostic> {
        let error = |code, message: String| Diagnostic::new(Severity::Error, code, message);
        if !self.selected {
            return vec![nothing_selected(rule)];
        }
        if self.undecided {
            return Vec::new();
        }
        let known: Vec<&str> = self.containers.iter().map(String::as_str).collect();
        let unfit = patterns(rule).iter().enumerate().filter(|(index, _)| !self.patterns.contains(index));
        let unfit = unfit.map(|(_, pattern)| {
            let message = format!("--container {} fits no container of the selected workloads", pattern.as_str());
            error(Code::ArgumentWithoutEffect, message).help(suggestion(pattern.as_str(), &known))
        });
        let mut mistakes: Vec<Diagnostic> = unfit.collect();
        if mistakes.is_empty() {
            let idle = rule.inject.keys().filter(|language| !self.languages.contains(language));
            mistakes.extend(idle.map(|language| {
                let message = format!("--inject {language} takes effect in none of the selected workloads");
                error(Code::ArgumentWithoutEffect, message)
                    .help("otel-inject explain with the same arguments says why, workload by workload")
            }));
        }
        mistakes
    }
}

fn nothing_selected(rule: &Rule) -> Diagnostic {
    let error = |message: &str| Diagnostic::new(Severity::Error, Code::NothingSelected, message);
    if rule.inject.is_empty() {
        error("--container is for workloads that ask for injection, and none of those that are selected asks")
            .help("give --inject too, with a language")
    } else if rule.select == Select::default() {
        error("--inject takes effect in no workload: the input has none")
    } else {
        error("the arguments select none of the workloads")
            .help("patterns are of whole names, with * for any text; labels are those of the workload, not of its pods")
    }
}

/// The patterns that `--container` gives.
fn patterns(rule: &Rule) -> &[Glob] {
    rule.containers.as_ref().map_or(&[], |containers| &containers.include)
}

fn names<'v>(pod: Pod<'v, '_>) -> Vec<&'v str> {
    pod.all_containers().map(|(_, container)| container.name()).collect()
}

/// Whether a language is injected into a workload, or left out for a reason that a person gave elsewhere.
fn takes_effect(language: Language, decision: &Decision<'_>, requests: &[Request<'_>]) -> bool {
    match decision {
        Decision::Injected { .. } if decision.stays() => requests.iter().any(|request| request.language == language),
        Decision::Injected { outcomes, .. } => {
            outcomes.iter().any(|outcome| outcome.language == language && outcome.skipped.is_none())
        }
        Decision::Skipped { reason: Skip::AlreadyInjected { .. }, outcomes, .. } => {
            !outcomes.iter().any(|outcome| outcome.language == language)
        }
        Decision::Skipped { reason: Skip::LanguageOff { languages }, .. } => languages.contains(&language),
        Decision::Skipped { .. } | Decision::Refused(_) => false,
    }
}
