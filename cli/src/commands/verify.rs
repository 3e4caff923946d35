//! `otel-inject verify`

use anyhow::Result;
use otel_inject::diagnostic::{Diagnostic, Severity};
use otel_inject::engine::{Task, Verdict};
use otel_inject::render::summary;
use otel_inject_front::run_side_by_side;

use crate::exit::Outcome;
use crate::looking::{Looking, say};
use crate::output;

/// Says whether what asks for injection is injected
///
/// For CI, over what a build made: some builds leave functions out without a word. What asks for injection has to carry
/// one, with all that its record lists. Where the Instrumentations are at hand, it has to be what `inject` would write
/// now. What can't be told for want of them is unknown, and no finding. Nothing is changed or printed to standard output.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  kustomize build overlays/prod | otel-inject verify
  kustomize build overlays/prod | otel-inject verify -i base/instrumentation.yaml
  otel-inject verify --config otel-inject.yaml k8s/")]
pub(crate) struct Args {
    #[command(flatten)]
    looking: Looking,
    /// Say nothing but findings and errors
    #[arg(short, long)]
    quiet: bool,
}

pub(crate) fn run(Args { looking, quiet }: Args) -> Result<Outcome> {
    let Some(engine) = looking.load("verify")? else { return Ok(Outcome::BadInput) };
    let report = engine.run_with(Task::Verify, run_side_by_side);
    let said = |diagnostic: &&Diagnostic| !quiet || diagnostic.severity == Severity::Error;
    let diagnostics: Vec<Diagnostic> = report.diagnostics.iter().filter(said).cloned().collect();
    say(&engine, &diagnostics);
    let summary = summary::verification(report.entries());
    let nothing = "nothing here asks for injection, or carries one\n";
    match (quiet, summary.as_str()) {
        (true, _) => {}
        (false, "") if !report.has_errors() => output::say(nothing),
        (false, summary) => output::say(summary),
    }
    let is_finding = |diagnostic: &Diagnostic| Verdict::FINDINGS.iter().any(|one| one.code() == diagnostic.code);
    let (findings, others): (Vec<_>, Vec<_>) = report.diagnostics.into_iter().partition(is_finding);
    let outcome = Outcome::of(&others);
    Ok(if findings.is_empty() { outcome } else { outcome.max(Outcome::WouldChange) })
}
