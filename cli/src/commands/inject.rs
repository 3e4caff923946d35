//! `otel-inject inject`

use anyhow::Result;
use otel_inject::engine::Task;

use crate::exit::Outcome;
use crate::injection::Injection;
use crate::rewrite::{Rewrite, rewrite};
use crate::short::Short;

/// Instruments the workloads that ask for it
///
/// Reads manifests and prints them again, with the workloads instrumented whose annotations ask for it, or for which
/// the configuration or --inject does. What is not asked for stays as it is, byte for byte. Injecting again changes
/// nothing, or follows what changed in an Instrumentation. What asks and can't be injected is a warning, and makes --check
/// exit with 1.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  helm template cxtm ./chart | otel-inject inject -i instrumentation.yaml | kubectl apply -f -
  otel-inject inject -i instrumentation.yaml --namespace cxtm --in-place k8s/
  otel-inject inject -i instrumentation.yaml --check k8s/
  otel-inject inject -i instrumentation.yaml --inject python --exclude-container redis k8s/web.yaml
  otel-inject inject -i instrumentation.yaml -o json deployment.yaml | jq .spec.template.spec.initContainers")]
pub(crate) struct Args {
    #[command(flatten)]
    place: Rewrite,
    #[command(flatten)]
    injection: Injection,
    #[command(flatten)]
    short: Short,
}

pub(crate) fn run(args: Args) -> Result<Outcome> {
    let (references, settings) = args.injection.into_parts(args.short.rule("inject")?);
    rewrite("inject", Task::Inject, &args.place, &references, settings)
}
