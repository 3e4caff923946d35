//! How findings are printed: what `lint` and `verify` have in common.

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use otel_inject::diagnostic::{Diagnostic, Severity};
use otel_inject::render::sarif::{self, Descriptor};
use otel_inject::render::text::File;
use otel_inject::render::{github, gitlab, json};

use crate::output;
use crate::severity::Level;

/// What is printed of what was found, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Shown {
    /// Leave out findings below this severity
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Level::Info)]
    min_severity: Level,
    /// How findings are written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people, with the lines
    Text,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, which code scanning reads
    Sarif,
    /// Commands of a GitHub workflow, which annotate a pull request
    Github,
    /// GitLab's code quality report
    Gitlab,
}

impl Shown {
    /// Whether a person reads it rather than a program.
    pub(crate) fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Text)
    }

    /// Leaves out what is not to be shown.
    pub(crate) fn keep(&self, found: &mut Vec<Diagnostic>) {
        found.retain(|found| found.severity >= self.min_severity.severity());
    }

    /// Prints findings to standard output; `rules` are all that a run could find something by.
    pub(crate) fn print(
        &self,
        found: &[Diagnostic],
        files: &[File<'_>],
        rules: impl FnOnce() -> Vec<Descriptor>,
    ) -> Result<()> {
        let text = match self.format {
            Format::Text => output::text(found, files),
            Format::Json => format!("{:#}\n", json::json(found, files)),
            Format::Sarif => format!("{:#}\n", sarif::sarif(found, files, &rules(), env!("CARGO_PKG_VERSION"))),
            Format::Github => github::github(found, files),
            Format::Gitlab => format!("{:#}\n", gitlab::gitlab(found, files)),
        };
        output::print(&[vec![text.as_bytes()]]).context("can't write to standard output")
    }
}

/// Says what is wrong or worth knowing on standard error; quietly, only the errors. Whether there was anything to say.
pub(crate) fn say_problems(problems: &[Diagnostic], files: &[File<'_>], quiet: bool) -> bool {
    let said = problems.iter().filter(|problem| !quiet || problem.severity == Severity::Error);
    let said: Vec<Diagnostic> = said.cloned().collect();
    if !said.is_empty() {
        output::diagnostics(&said, files);
    }
    !said.is_empty()
}
