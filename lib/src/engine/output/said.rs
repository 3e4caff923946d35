//! What is said of a decision: its notes, why it was refused, what a verification found.

use crate::decision::{Decision, Note, Refusal, RefusalReason};
use crate::diagnostic::{Diagnostic, Location, ObjectRef, Severity};
use crate::engine::index::InstrumentationProblems;
use crate::engine::workload::Verified;
use crate::pointer::Pointer;
use crate::yaml::field;

/// What is said of a decision; `location` tells where a place in the workload is.
pub(super) fn said(
    decision: &Decision<'_>,
    verified: Option<&Verified>,
    object: &ObjectRef,
    problems: &[InstrumentationProblems],
    location: impl Fn(&Pointer<'_>) -> Location,
) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for Note { code, warning, message, at } in decision.notes() {
        let severity = if *warning { Severity::Warning } else { Severity::Info };
        let note = Diagnostic::new(severity, *code, message.as_str()).at(location(at));
        said.push(note.about(object, field(at)));
    }
    match (verified, decision) {
        (Some(Verified { verdict, message, at }), _) => {
            if verdict.is_finding() {
                let finding = Diagnostic::new(Severity::Error, verdict.code(), message.as_str());
                said.push(finding.at(location(at)).about(object, field(at)).help(verdict.help()));
            }
        }
        (None, Decision::Refused(refusal)) => {
            let severity = match refusal.reason {
                // One mistake is one error, however many workloads ask for the Instrumentation that has it.
                RefusalReason::InstrumentationInvalid { .. } => Severity::Info,
                _ => Severity::Error,
            };
            let Refusal { reason, at } = refusal;
            let refused = Diagnostic::new(severity, reason.code(), reason.to_string()).at(location(at));
            said.push(refused.about(object, field(at)).help(reason.help()));
            said.extend(about_instrumentations(reason, problems));
        }
        (None, _) => {}
    }
    said
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
