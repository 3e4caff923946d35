//! What is said of a decision: its notes, why it was refused, what a verification found.

use crate::decision::{Decision, Note, Refusal, RefusalReason, Unmet};
use crate::diagnostic::{Diagnostic, Location, ObjectRef, Severity};
use crate::engine::index::InstrumentationProblems;
use crate::engine::workload::Verified;
use crate::pointer::Pointer;
use crate::yaml::field;

/// What is said of a workload.
pub(super) struct Said {
    /// Notes, warnings and errors.
    pub diagnostics: Vec<Diagnostic>,
    /// What a gate fails for: what is asked for and not done, and what a verification found.
    pub findings: Vec<Diagnostic>,
}

/// What is said of a decision and of what it leaves undone; `location` tells where a place in the workload is.
pub(super) fn said(
    decision: &Decision<'_>,
    unmet: &[Unmet],
    verified: &[Verified],
    object: &ObjectRef,
    problems: &[InstrumentationProblems],
    location: impl Fn(&Pointer<'_>) -> Location,
) -> Said {
    let about = |severity, code, message: &str, at: &Pointer<'_>| {
        Diagnostic::new(severity, code, message).at(location(at)).about(object, field(at))
    };
    let is_unmet = |note: &&Note| unmet.iter().any(|unmet| (unmet.code, &unmet.at) == (note.code, &note.at));
    let notes = decision.notes().iter().filter(|note| !is_unmet(note));
    let mut diagnostics: Vec<Diagnostic> = notes
        .map(|Note { code, warning, message, at }| {
            about(if *warning { Severity::Warning } else { Severity::Info }, *code, message, at)
        })
        .collect();
    let severity = if !verified.is_empty() { Severity::Error } else { Severity::Warning };
    let mut findings: Vec<Diagnostic> = unmet
        .iter()
        .map(|Unmet { code, message, help, at }| about(severity, *code, message, at).help(help.as_str()))
        .collect();
    for Verified { verdict, message, at } in verified.iter().filter(|verified| verified.verdict.is_finding()) {
        findings.push(about(Severity::Error, verdict.code(), message, at).help(verdict.help()));
    }
    match decision {
        Decision::Refused(Refusal { reason, at }) if verified.is_empty() => {
            let severity = match reason {
                // One mistake is one error, however many workloads ask for the Instrumentation that has it.
                RefusalReason::InstrumentationInvalid { .. } => Severity::Info,
                _ => Severity::Error,
            };
            diagnostics.push(about(severity, reason.code(), &reason.to_string(), at).help(reason.help()));
            diagnostics.extend(about_instrumentations(reason, problems));
        }
        _ => {}
    }
    Said { diagnostics, findings }
}

/// What is said at the Instrumentations for which something is refused.
fn about_instrumentations(reason: &RefusalReason, problems: &[InstrumentationProblems]) -> Vec<Diagnostic> {
    match reason {
        RefusalReason::InstrumentationInvalid { instrumentation, .. } => problems[*instrumentation].errors.clone(),
        RefusalReason::InstrumentationConflict { first, second, name } => {
            let here = |(index, which): (&usize, &str)| {
                let InstrumentationProblems { location, object, .. } = &problems[*index];
                let message = format!("{which} of the two Instrumentations {name} is here");
                let here = Diagnostic::new(Severity::Info, reason.code(), message).at(location.clone());
                here.about(object, String::new())
            };
            [(first, "one"), (second, "the other")].map(here).to_vec()
        }
        _ => Vec::new(),
    }
}
