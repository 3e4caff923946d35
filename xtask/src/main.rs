//! Chores of this repository: `cargo xtask check` finds what a person would forget, `cargo xtask generate` writes
//! what is generated, `cargo xtask bench` measures, `cargo xtask new-rule` begins a rule of the linter.

mod bench;
mod ci_commands;
mod codes;
mod config;
mod contributing;
mod examples;
mod fixture_index;
mod function_definition;
mod links;
mod repository;
#[cfg(test)]
mod rule_template;
mod rules;
mod support;
mod traces;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Result, bail};

// The template of a rule says `crate::`, as the files of the library do.
#[cfg(test)]
use otel_inject::{diagnostic, lint, operator, pointer};

use crate::repository::{Findings, Repository};

/// One chore: looks at the repository, complains, and says what generated files should hold.
type Chore = fn(&Repository, &mut Findings) -> Result<()>;

const CHORES: &[Chore] = &[
    ci_commands::chore,
    codes::chore,
    config::chore,
    contributing::chore,
    examples::chore,
    fixture_index::chore,
    function_definition::chore,
    links::chore,
    rules::chore,
    support::chore,
    traces::chore,
];

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let repository = Repository::open()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["check"] => check(&repository, found(&repository)?),
        ["generate"] => generate(&repository, found(&repository)?),
        ["bench"] => bench::bench(&repository).map(|()| ExitCode::SUCCESS),
        #[cfg(unix)]
        ["bench", "kustomize"] => bench::bench_kustomize(&repository).map(|()| ExitCode::SUCCESS),
        ["new-rule", rule] => rules::new_rule(&repository, rule).map(|()| ExitCode::SUCCESS),
        _ => bail!("expected `cargo xtask check`, `generate`, `bench [kustomize]` or `new-rule GROUP/NAME`"),
    }
}

/// What all chores have to say.
fn found(repository: &Repository) -> Result<Findings> {
    let mut findings = Findings::default();
    for chore in CHORES {
        chore(repository, &mut findings)?;
    }
    Ok(findings)
}

fn check(repository: &Repository, mut findings: Findings) -> Result<ExitCode> {
    for (path, text) in &findings.generated {
        if repository.text(path).ok().as_ref() != Some(text) {
            findings.complaints.push(format!("{path}: not up to date; run `cargo xtask generate`"));
        }
    }
    let mut stderr = std::io::stderr().lock();
    for complaint in &findings.complaints {
        writeln!(stderr, "{complaint}")?;
    }
    Ok(if findings.complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn generate(repository: &Repository, findings: Findings) -> Result<ExitCode> {
    for (path, text) in &findings.generated {
        if repository.text(path).ok().as_ref() != Some(text) {
            repository.write(path, text)?;
            writeln!(std::io::stderr(), "{path}: written")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
