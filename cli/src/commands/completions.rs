//! `otel-inject completions`

use anyhow::{Context as _, Result};
use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use crate::exit::Outcome;
use crate::{Cli, output};

/// Prints a script that has a shell complete commands and options
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  source <(otel-inject completions bash)
  otel-inject completions zsh > ~/.zfunc/_otel-inject
  otel-inject completions fish > ~/.config/fish/completions/otel-inject.fish
  otel-inject completions powershell >> $PROFILE")]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(Args { shell }: Args) -> Result<Outcome> {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "otel-inject", &mut script);
    // For bash, clap_complete 4.6 spells a name with a hyphen in two ways, and then completes no command's options.
    let script = String::from_utf8(script)?.replace("otel__subcmd__inject", "otel__inject");
    output::print(&[vec![script.as_bytes()]]).context("can't write to standard output")?;
    Ok(Outcome::Done)
}
