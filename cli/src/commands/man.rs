//! `otel-inject man`

use anyhow::{Context as _, Result};
use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::exit::Outcome;
use crate::{Cli, output, wrong_usage};

/// Prints the manual page, or the one of a command
///
/// For those who make packages: each page is made from the same definition as `--help`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  otel-inject man | man -l -
  otel-inject man diff > otel-inject-diff.1")]
pub(crate) struct Args {
    /// The command that the page is of
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(crate) fn run(Args { command }: Args) -> Result<Outcome> {
    let mut cli = Cli::command();
    cli.build();
    let page = match command {
        None => cli,
        Some(name) => match cli.find_subcommand(&name) {
            Some(command) => command.clone(),
            None => return Err(wrong_usage("man", &format!("there is no command {name}"))),
        },
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text)?;
    output::print(&[vec![&text]]).context("can't write to standard output")?;
    Ok(Outcome::Done)
}
