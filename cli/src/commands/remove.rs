//! `otel-inject remove`

use std::path::PathBuf;

use anyhow::Result;
use otel_inject::engine::{Role, Settings, Task};

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
  otel-inject remove -o yaml deployment.yaml | kubectl diff -f -
  kubectl get pod cart -o yaml | otel-inject remove --by-name")]
pub(crate) struct Args {
    #[command(flatten)]
    place: Rewrite,
    /// Also take out what carries no record, by the operator's names: the output of the operator itself, or of a
    /// configuration with `record: false`. What was there before can't be known then
    #[arg(long)]
    by_name: bool,
    /// A configuration, for what its `exclude` leaves out of folders; nothing else in it counts here
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(crate) fn run(args: Args) -> Result<Outcome> {
    let task = if args.by_name { Task::RemoveByName } else { Task::Remove };
    let references: Vec<_> = args.config.into_iter().map(|file| (file, Role::Config)).collect();
    rewrite("remove", task, &args.place, &references, Settings::default())
}
