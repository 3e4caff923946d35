//! `otel-inject`: injects OpenTelemetry auto-instrumentation into Kubernetes manifests, in files.

mod asked;
mod commands;
mod empty_folder;
mod exit;
mod findings;
mod injection;
mod inputs;
mod join;
mod manifests;
mod no_document;
mod objects;
mod output;
mod paths;
mod progress;
mod reference_use;
mod repository;
mod rewrite;
mod severity;
mod short;
mod view;
mod workload_name;
mod write;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use exit::Outcome;

/// What the OpenTelemetry Operator does to pods at admission, done to manifests at build time.
#[derive(Debug, Parser)]
#[command(name = "otel-inject", version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to use colours; auto: on a terminal, where NO_COLOR is not set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto, display_order = 100)]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    Inject(Box<commands::inject::Args>),
    Lint(commands::lint::Args),
    Remove(commands::remove::Args),
    Diff(commands::diff::Args),
    Patch(commands::patch::Args),
    Images(commands::images::Args),
    Explain(Box<commands::explain::Args>),
    Verify(Box<commands::verify::Args>),
    Schema(commands::schema::Args),
    Completions(commands::completions::Args),
    Man(commands::man::Args),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  --check, diff --exit-code: something would change; lint, verify: something was found
  2  wrong usage
  3  bad input, no document at all, or a refusal: nothing was printed or written
  4  a bug of otel-inject";

fn main() -> ExitCode {
    exit::report_panics();
    exit::guarded(|| match Cli::try_parse() {
        Ok(cli) => run(cli),
        Err(error) => output::usage(&error),
    })
    .into()
}

fn run(cli: Cli) -> Outcome {
    output::set_color(match cli.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    });
    let outcome = match cli.command {
        Command::Inject(args) => commands::inject::run(*args),
        Command::Lint(args) => commands::lint::run(args),
        Command::Remove(args) => commands::remove::run(args),
        Command::Diff(args) => commands::diff::run(args),
        Command::Patch(args) => commands::patch::run(args),
        Command::Images(args) => commands::images::run(args),
        Command::Explain(args) => commands::explain::run(*args),
        Command::Verify(args) => commands::verify::run(*args),
        Command::Schema(args) => commands::schema::run(args),
        Command::Completions(args) => commands::completions::run(args),
        Command::Man(args) => commands::man::run(args),
    };
    outcome.unwrap_or_else(|error| match error.downcast_ref::<clap::Error>() {
        Some(error) => output::usage(error),
        None => {
            output::error(&error);
            Outcome::BadInput
        }
    })
}

/// A mistake in the arguments of a command that clap can't see.
fn wrong_usage(command: &str, message: &str) -> anyhow::Error {
    let mut cli = Cli::command();
    cli.build();
    let kind = clap::error::ErrorKind::ArgumentConflict;
    match cli.find_subcommand_mut(command) {
        Some(command) => command.error(kind, message),
        None => cli.error(kind, message),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_make_sense() {
        Cli::command().debug_assert();
    }
}
