//! One line per workload: what was done with it, or why not.

mod injected;
mod lines;
#[cfg(test)]
mod tests;

use crate::decision::{Decision, Restored, Skip, Verdict};
use crate::diagnostic::ObjectRef;

use injected::injected;
use lines::Lines;

/// A workload, and what is done with it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What names it.
    pub object: &'a ObjectRef,
    /// Which of its pod templates, if it has several.
    pub template: Option<&'a str>,
    /// Whether anything about it changes.
    pub changed: bool,
    /// What is done.
    pub decision: &'a Decision<'a>,
    /// When an injection was removed: how well.
    pub restored: Option<Restored>,
    /// When it was verified: what came of it.
    pub verdict: Option<Verdict>,
    /// Whether something is said of it that is asked for and not done.
    pub is_unmet: bool,
}

/// What is said of a workload in which nothing asks, and something only looks as if it did.
const SAID_ABOVE: &str = "not injected; see above";

/// Whether the changes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// They are: "injected".
    Done,
    /// They only would be: "would inject".
    Would,
}

/// What an injection did, a line for each workload that something was asked of.
#[must_use]
pub fn injection<'a>(entries: impl IntoIterator<Item = Entry<'a>>, tense: Tense) -> String {
    let mut lines = Lines::default();
    let mut idle = 0;
    for Entry { object, template, changed, decision, is_unmet, .. } in entries {
        if let Decision::Skipped { reason: Skip::NotAsked, outcomes, .. } = decision
            && !changed
            && outcomes.is_empty()
        {
            match is_unmet {
                true => lines.add((object, template), SAID_ABOVE, outcomes),
                false => idle += 1,
            }
            continue;
        }
        lines.add((object, template), &injection_of(decision, changed, tense), decision.outcomes());
    }
    lines.finish(idle, ["asks for nothing", "ask for nothing"])
}

/// What an injection did with one workload.
pub(super) fn injection_of(decision: &Decision<'_>, changed: bool, tense: Tense) -> String {
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

/// What a removal did, a line for each workload that carries an injection.
#[must_use]
pub fn removal<'a>(entries: impl IntoIterator<Item = Entry<'a>>, tense: Tense) -> String {
    let mut lines = Lines::default();
    let mut idle = 0;
    for Entry { object, template, decision, restored, .. } in entries {
        let what = match (decision, restored, tense) {
            (Decision::Refused(refusal), ..) => {
                format!("refused: {} [{}]", refusal.reason, refusal.reason.code())
            }
            (_, Some(Restored::Bytes), Tense::Done) => "removed, the original bytes are back".to_owned(),
            (_, Some(Restored::Bytes), Tense::Would) => "would be removed, with the original bytes back".to_owned(),
            (_, Some(Restored::Value), Tense::Done) => {
                "removed; the value is the original's, its formatting is not (it was reformatted since)".to_owned()
            }
            (_, Some(Restored::Value), Tense::Would) => {
                "would be removed; the value would be the original's, its formatting not (it was reformatted since)"
                    .to_owned()
            }
            (_, Some(Restored::Partly), Tense::Done) => {
                "removed but for what was edited by hand since, as said above".to_owned()
            }
            (_, Some(Restored::Partly), Tense::Would) => {
                "would be removed but for what was edited by hand since, as said above".to_owned()
            }
            (_, Some(Restored::ByName), Tense::Done) => {
                "removed by the operator's names, as far as they tell".to_owned()
            }
            (_, Some(Restored::ByName), Tense::Would) => {
                "would be removed by the operator's names, as far as they tell".to_owned()
            }
            (Decision::Skipped { reason: reason @ Skip::WithoutRecord { .. }, .. }, None, _) => {
                format!("skipped: {reason} [{}]", reason.code())
            }
            (_, None, _) => {
                idle += 1;
                continue;
            }
        };
        lines.add((object, template), &what, decision.outcomes());
    }
    lines.finish(idle, ["carries no injection", "carry no injection"])
}

/// What a verification found, a line for each workload that something is asked of.
#[must_use]
pub fn verification<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> String {
    let mut lines = Lines::default();
    let mut idle = 0;
    for Entry { object, template, decision, verdict, is_unmet, .. } in entries {
        let what = match (decision, verdict) {
            (Decision::Refused(refusal), None) => {
                format!("refused: {} [{}]", refusal.reason, refusal.reason.code())
            }
            (Decision::Skipped { reason: Skip::NotAsked, outcomes, .. }, Some(Verdict::Current))
                if outcomes.is_empty() =>
            {
                match is_unmet {
                    true => lines.add((object, template), SAID_ABOVE, outcomes),
                    false => idle += 1,
                }
                continue;
            }
            (Decision::Skipped { reason, .. }, Some(Verdict::Current | Verdict::Unknown)) => {
                format!("skipped: {reason} [{}]", reason.code())
            }
            (_, Some(verdict)) if verdict.is_finding() => format!("{verdict} [{}]", verdict.code()),
            (_, Some(verdict)) => verdict.to_string(),
            (_, None) => continue,
        };
        lines.add((object, template), &what, decision.outcomes());
    }
    lines.finish(idle, ["asks for nothing", "ask for nothing"])
}
