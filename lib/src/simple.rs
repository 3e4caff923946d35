//! The front door: two texts in, one text and the decisions out.

use thiserror::Error;

use crate::decision::Decision;
use crate::diagnostic::{Code, Diagnostic, DiagnosticId, ObjectRef, Severity};
use crate::engine::{Engine, Role, Settings, Source, Task};
use crate::render::text::{Style, diagnostics};

/// What came of [`inject`].
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The manifests, instrumented; with any refusal they are as they were.
    pub text: String,
    /// What was done with each workload, or why not.
    pub decisions: Vec<(ObjectRef, Decision<'static>)>,
    /// Warnings and notes, and what belongs to refusals, with their places: source 0 is the manifests, 1 the
    /// Instrumentations.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why there is no outcome: something can't be read, or there is a bug of ours. What it prints shows the lines.
#[derive(Debug, Clone, Error)]
#[error("{rendered}")]
pub struct Unreadable {
    /// What is wrong, and where.
    pub diagnostics: Vec<Diagnostic>,
    rendered: String,
}

/// Instruments what asks for it.
///
/// `manifests` are workloads, and anything else, as YAML or JSON; `instrumentations` are Instrumentation resources,
/// which without a namespace serve every workload. A refusal is a [`Decision`], not an error.
///
/// # Errors
/// Where a document that asks for injection, or an Instrumentation, can't be read.
pub fn inject(manifests: &str, instrumentations: &str) -> Result<Outcome, Unreadable> {
    let source = |name: &str, text: &str, role| Source { name: name.to_owned(), text: text.to_owned(), role };
    let sources = vec![
        source("manifests", manifests, Role::Input),
        source("instrumentations", instrumentations, Role::Reference),
    ];
    let engine = Engine::load(sources, Settings::default());
    let mut report = engine.run(Task::Inject);
    let refused = report.workloads.iter().any(|workload| matches!(workload.decision, Decision::Refused(_)));
    let unreadable = |diagnostic: &Diagnostic| {
        let read = !matches!(
            diagnostic.code,
            DiagnosticId::Code(Code::Syntax | Code::Unreadable | Code::NotEditable | Code::InternalError)
        );
        diagnostic.severity == Severity::Error && !(refused && read)
    };
    if report.diagnostics.iter().any(unreadable) {
        let files = engine.files();
        let rendered = diagnostics(&report.diagnostics, &files, Style::Plain);
        return Err(Unreadable { diagnostics: report.diagnostics, rendered });
    }
    let diagnostics = report.said();
    let text = report.texts.swap_remove(0).to_string();
    let decisions = report.workloads.into_iter().map(|workload| (workload.object, workload.decision.into_owned()));
    Ok(Outcome { text, decisions: decisions.collect(), diagnostics })
}
