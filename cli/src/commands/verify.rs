//! `otel-inject verify`

use anyhow::Result;
use otel_inject::engine::Task;
use otel_inject::render::summary::Tense;

use crate::asked::Asked;
use crate::exit::Outcome;
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
    asked: Asked,
}

pub(crate) fn run(Args { asked }: Args) -> Result<Outcome> {
    let quiet = asked.manifests.quiet;
    let Some(loaded) = asked.load("verify")? else { return Ok(Outcome::BadInput) };
    let report = loaded.run(Task::Verify);
    loaded.say_diagnostics(&report);
    loaded.say_summary(Task::Verify, &report, Tense::Would);
    if report.workloads.is_empty() && !report.has_errors() && !quiet {
        output::say("nothing here asks for injection, or carries one\n");
    }
    let outcome = Outcome::of(&report.diagnostics);
    Ok(if report.findings.is_empty() { outcome } else { outcome.max(Outcome::WouldChange) })
}
