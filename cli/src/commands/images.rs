//! `otel-inject images`

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use otel_inject::engine::Task;
use otel_inject::render::images;

use crate::asked::Asked;
use crate::exit::Outcome;
use crate::output;

/// Lists the images that an injection pulls
///
/// One a line, sorted, for mirroring and scanning: those of init containers, of the container that Go is traced from,
/// and of image volumes. Apache and nginx also need the server's own image, for the copy of its configuration.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  otel-inject images -i instrumentation.yaml k8s/
  otel-inject images -i instrumentation.yaml k8s/ | xargs -n 1 trivy image
  otel-inject images -i instrumentation.yaml --format json k8s/")]
pub(crate) struct Args {
    /// What to print
    #[arg(short = 'o', long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// An image a line
    Text,
    /// With what needs each: workload, language, and container or volume
    Json,
}

pub(crate) fn run(args: Args) -> Result<Outcome> {
    let Args { format, asked } = args;
    let Some(loaded) = asked.load("images")? else { return Ok(Outcome::BadInput) };
    let mut needs = Vec::new();
    let report = loaded.engine.examine(Task::Inject, |examined| {
        for (decision, template) in examined.wanted_templates() {
            needs.extend(images::needs(examined.object, decision, template));
        }
    });
    loaded.say_diagnostics(&report);
    if report.has_errors() {
        loaded.say_nothing_done(&report, "listed");
        return Ok(Outcome::of(&report.diagnostics));
    }
    let text = match format {
        Format::Text => images::list(&needs),
        Format::Json => format!("{:#}\n", images::json(&needs)),
    };
    output::print(&[vec![text.as_bytes()]]).context("can't write to standard output")?;
    loaded.say_left_out(&report);
    Ok(Outcome::of(&report.diagnostics))
}
