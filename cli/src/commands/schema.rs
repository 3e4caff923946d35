//! `otel-inject schema`

use anyhow::{Context as _, Result};
use otel_inject::config::json_schema;

use crate::exit::Outcome;
use crate::output;

/// Prints the JSON Schema of the configuration
///
/// It is the schema of OtelInject (otel-inject.dev/v1alpha1), which `--config` takes. Editors complete and check a
/// configuration with it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  otel-inject schema > otel-inject.schema.json")]
pub(crate) struct Args {}

pub(crate) fn run(Args {}: Args) -> Result<Outcome> {
    let schema = format!("{:#}\n", json_schema());
    output::print(&[vec![schema.as_bytes()]]).context("can't write to standard output")?;
    Ok(Outcome::Done)
}
