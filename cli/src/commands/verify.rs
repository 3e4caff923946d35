//! `otel-inject verify`

use anyhow::Result;
use otel_inject::asking;
use otel_inject::diagnostic::{Code, Diagnostic, DiagnosticId, Topic};
use otel_inject::engine::Task;
use otel_inject::lint::by_id;
use otel_inject::render::repeated::said_once;
use otel_inject::render::sarif::Descriptor;
use otel_inject::render::summary::Tense;

use crate::asked::Asked;
use crate::exit::Outcome;
use crate::findings::{Shown, say_problems};

/// Fails if a workload asks for injection and isn't injected
///
/// A gate for CI: run it over what a build made, since some builds silently leave functions out. Every workload that asks
/// for injection has to be injected, in every language and container that it names, with everything that its record lists.
/// Given the Instrumentations, verify also checks that each injection is what `inject` would write now; without them it
/// can't tell, and passes such workloads as unknown. Findings go to standard output, the summary to standard error. Nothing
/// is changed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  kustomize build overlays/prod | otel-inject verify
  kustomize build overlays/prod | otel-inject verify -i base/instrumentation.yaml
  otel-inject verify --config otel-inject.yaml k8s/
  otel-inject verify --format github k8s/
  otel-inject verify --format sarif k8s/ > otel-inject.sarif")]
pub(crate) struct Args {
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(Args { shown, asked }: Args) -> Result<Outcome> {
    let quiet = asked.manifests.quiet;
    let Some(loaded) = asked.load("verify")? else { return Ok(Outcome::BadInput) };
    let report = loaded.run(Task::Verify);
    let files = loaded.files();
    let (problems, mut found): (Vec<_>, Vec<_>) = report.said().into_iter().partition(is_problem);
    found.extend(loaded.asks(shown.is_for_people()));
    say_problems(&problems, &files, quiet);
    shown.keep(&mut found);
    // A program looks for the findings of each workload.
    let found = if shown.is_for_people() { said_once(&found) } else { found };
    shown.print(&found, &files, descriptors)?;
    if report.workloads.is_empty() && report.findings.is_empty() && !report.has_errors() {
        loaded.say_nothing_found(&report, "no workload asks for injection or is injected");
    } else {
        loaded.say_summary(Task::Verify, &report, Tense::Would);
    }
    let outcome = Outcome::of(&report.diagnostics);
    Ok(if report.findings.is_empty() { outcome } else { outcome.max(Outcome::WouldChange) })
}

/// Whether something kept workloads from being looked at, rather than being found about one of them.
fn is_problem(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.code, DiagnosticId::Code(code) if is_of_problem(code))
}

fn is_of_problem(code: Code) -> bool {
    let is_about_inputs = matches!(
        code,
        Code::InternalError | Code::Syntax | Code::Unreadable | Code::NoDocument | Code::NamespaceInInput
    );
    is_about_inputs || code.topic() == Topic::Configuration
}

/// All that can be found.
fn descriptors() -> Vec<Descriptor> {
    let is_of_others = |code: Code| matches!(code.topic(), Topic::Removal | Topic::Step);
    let is_rule = |code: Code| asking::rule::ALL.contains(&code.as_str());
    let is_found = |code: &Code| !is_of_problem(*code) && !is_of_others(*code) && !is_rule(*code);
    let codes = Code::ALL.iter().copied().filter(is_found);
    let rules = asking::rule::ALL.into_iter().filter_map(by_id);
    codes.map(Descriptor::from).chain(rules.map(Descriptor::from)).collect()
}
