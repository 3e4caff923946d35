//! What is said of one workload, and what it is counted as.

use std::fmt::Write as _;

use crate::decision::{Decision, Outcome, Refusal, Restored, Skip, Update, Verdict};
use crate::diagnostic::printable;

use super::injected::{injected, languages};
use super::totals::Part;
use super::{Entry, Tense};

/// What is said of a workload in which nothing asks, and something only looks as if it did.
const SAID_ABOVE: &str = "not injected; see above";

/// What is said of a workload.
pub(super) struct Said {
    pub part: Part,
    /// In so many words.
    pub what: String,
    /// In words that are the same for workloads whose containers have other names.
    pub short: String,
    /// Lines below about what was left out.
    pub below: String,
}

impl Said {
    fn new(part: Part, what: impl Into<String>) -> Self {
        let what = printable(&what.into()).into_owned();
        Self { part, short: what.clone(), what, below: String::new() }
    }

    fn short(self, short: impl Into<String>) -> Self {
        Self { short: printable(&short.into()).into_owned(), ..self }
    }

    fn refused(Refusal { reason, .. }: &Refusal) -> Self {
        let code = reason.code();
        Self::new(Part::Refused, format!("refused: {reason} [{code}]")).short(format!("refused [{code}]"))
    }

    fn skipped(part: Part, reason: &Skip) -> Self {
        let code = reason.code();
        Self::new(part, format!("skipped: {reason} [{code}]")).short(format!("skipped [{code}]"))
    }

    /// With what was left out of it.
    fn left_out(mut self, outcomes: &[Outcome]) -> Self {
        for Outcome { language, container, skipped } in outcomes {
            let Some(skip) = skipped else { continue };
            let container = container.as_ref().map_or(String::new(), |container| format!("container {container}, "));
            let line = format!("  {container}{language}: skipped: {skip} [{}]", skip.code());
            let _ = writeln!(self.below, "{}", printable(&line));
        }
        self
    }
}

pub(super) fn injection(entry: &Entry<'_>, tense: Tense) -> Said {
    let Entry { changed, decision, update, is_unmet, .. } = *entry;
    let outcomes = decision.outcomes();
    let is_partly = outcomes.iter().any(|outcome| outcome.skipped.as_ref().is_some_and(|skip| skip.is_unmet()));
    let what = || injection_of(decision, changed, tense);
    let said = match decision {
        Decision::Skipped { reason: Skip::NotAsked, .. } if !changed && outcomes.is_empty() => {
            return Said::new(if is_unmet { Part::NotDone } else { Part::AsksForNothing }, SAID_ABOVE);
        }
        Decision::Injected { .. } if !changed && !is_partly => Said::new(Part::Unchanged, what()),
        Decision::Injected { .. } => {
            let part = if is_partly { Part::PartlyInjected } else { Part::Injected };
            let short = if changed { languages(outcomes, is_partly, tense) } else { what() };
            let said = Said::new(part, what()).short(short);
            update.filter(|_| changed).map_or(said, |update| updated(update, is_partly, tense))
        }
        Decision::Skipped { reason, .. } if !changed => {
            let is_unmet = is_unmet || is_partly || reason.is_unmet();
            Said::skipped(if is_unmet { Part::NotDone } else { Part::Skipped }, reason)
        }
        Decision::Skipped { .. } => Said::new(Part::TakenBack, what()),
        Decision::Refused(refusal) => Said::refused(refusal),
    };
    said.left_out(outcomes)
}

fn updated(update: &Update, is_partly: bool, tense: Tense) -> Said {
    let done = match tense {
        Tense::Done => "updated",
        Tense::Would => "would update",
    };
    Said::new(if is_partly { Part::PartlyInjected } else { Part::Updated }, format!("{done} ({update})")).short(done)
}

/// What an injection did with one workload.
pub(in crate::render) fn injection_of(decision: &Decision<'_>, changed: bool, tense: Tense) -> String {
    match decision {
        Decision::Injected { .. } if !changed && decision.stays() => {
            "unchanged, whether or not it is current".to_owned()
        }
        Decision::Injected { .. } if !changed => "unchanged, already as wanted".to_owned(),
        Decision::Injected { outcomes, .. } => injected(outcomes, tense),
        Decision::Skipped { reason, .. } if !changed => {
            format!("skipped: {reason} [{}]", reason.code())
        }
        Decision::Skipped { reason, .. } => {
            let taken_back = match tense {
                Tense::Done => "the earlier injection was taken back",
                Tense::Would => "the earlier injection would be taken back",
            };
            format!("{taken_back}: {reason} [{}]", reason.code())
        }
        Decision::Refused(refusal) => format!("refused: {} [{}]", refusal.reason, refusal.reason.code()),
    }
}

pub(super) fn removal(entry: &Entry<'_>, tense: Tense) -> Said {
    let said = match (entry.decision, entry.restored) {
        (Decision::Refused(refusal), _) => Said::refused(refusal),
        (_, Some(restored)) => removed(restored, tense),
        (Decision::Skipped { reason: reason @ Skip::WithoutRecord { .. }, .. }, None) => {
            Said::skipped(Part::WithoutRecord, reason)
        }
        (_, None) => Said::new(Part::CarriesNone, ""),
    };
    said.left_out(entry.decision.outcomes())
}

fn removed(restored: Restored, tense: Tense) -> Said {
    let (part, done, would) = match restored {
        Restored::Bytes => {
            (Part::Removed, "removed, the original bytes are back", "would be removed, with the original bytes back")
        }
        Restored::Value => (
            Part::Removed,
            "removed; the value is the original's, its formatting is not (it was reformatted since)",
            "would be removed; the value would be the original's, its formatting not (it was reformatted since)",
        ),
        Restored::Partly => (
            Part::PartlyRemoved,
            "removed but for what was edited by hand since, as said above",
            "would be removed but for what was edited by hand since, as said above",
        ),
        Restored::ByName => (
            Part::RemovedByName,
            "removed by the operator's names, as far as they tell",
            "would be removed by the operator's names, as far as they tell",
        ),
    };
    Said::new(part, if tense == Tense::Done { done } else { would })
}

pub(super) fn verification(entry: &Entry<'_>) -> Option<Said> {
    let outcomes = entry.decision.outcomes();
    if let (Decision::Refused(refusal), None) = (entry.decision, entry.verdict) {
        return Some(Said::refused(refusal));
    }
    let said = match (entry.decision, entry.verdict?) {
        (Decision::Skipped { reason: Skip::NotAsked, .. }, Verdict::Current) if outcomes.is_empty() => {
            return Some(Said::new(if entry.is_unmet { Part::NotInjected } else { Part::AsksForNothing }, SAID_ABOVE));
        }
        (Decision::Skipped { reason, .. }, Verdict::Current | Verdict::Unknown) => {
            let is_unmet = entry.is_unmet || reason.is_unmet();
            Said::skipped(if is_unmet { Part::NotInjected } else { Part::Skipped }, reason)
        }
        (_, verdict) if verdict.is_finding() => {
            let code = verdict.code();
            let update = entry.update.filter(|_| verdict == Verdict::Outdated);
            let update = update.map_or_else(String::new, |update| format!(" ({update})"));
            Said::new(part(verdict), format!("{verdict}{update} [{code}]")).short(format!("{verdict} [{code}]"))
        }
        (_, verdict) => Said::new(part(verdict), verdict.to_string()),
    };
    Some(said.left_out(outcomes))
}

fn part(verdict: Verdict) -> Part {
    match verdict {
        Verdict::Current => Part::UpToDate,
        Verdict::Unknown => Part::Unknown,
        Verdict::NotInjected => Part::NotInjected,
        Verdict::Incomplete => Part::Incomplete,
        Verdict::Outdated => Part::Outdated,
    }
}
