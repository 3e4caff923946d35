//! `otel-inject remove`

use anyhow::Result;
use otel_inject::engine::{Settings, Task};

use crate::exit::Outcome;
use crate::rewrite::{Rewrite, rewrite};

/// Takes injections back
///
/// Reads manifests and prints them as they were before `inject`: byte for byte, or where something was reformatted
/// since, with the same meaning. Changes that people made since stay.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  otel-inject remove --in-place k8s/
  otel-inject remove deployment.yaml | diff - original.yaml
  otel-inject remove -o yaml deployment.yaml | kubectl diff -f -")]
pub(crate) struct Args {
    #[command(flatten)]
    place: Rewrite,
}

pub(crate) fn run(args: Args) -> Result<Outcome> {
    rewrite("remove", Task::Remove, &args.place, &[], Settings::default())
}
