//! `otel-inject inject`

use anyhow::Result;
use otel_inject::engine::Task;

use crate::exit::Outcome;
use crate::injection::Injection;
use crate::rewrite::{Rewrite, rewrite};

/// Instruments the workloads that ask for it
///
/// Reads manifests and prints them again, with the workloads instrumented whose annotations ask for it. What is
/// not asked for stays as it is, byte for byte. Injecting again changes nothing, or follows what changed in an
/// Instrumentation.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  helm template cxtm ./chart | otel-inject inject -i instrumentation.yaml | kubectl apply -f -
  otel-inject inject -i instrumentation.yaml --namespace cxtm --in-place k8s/
  otel-inject inject -i instrumentation.yaml --check k8s/
  otel-inject inject -i instrumentation.yaml -o json deployment.yaml | jq .spec.template.spec.initContainers")]
pub(crate) struct Args {
    #[command(flatten)]
    place: Rewrite,
    #[command(flatten)]
    injection: Injection,
}

pub(crate) fn run(args: Args) -> Result<Outcome> {
    let (references, settings) = args.injection.into_parts();
    rewrite("inject", Task::Inject, &args.place, &references, settings)
}
