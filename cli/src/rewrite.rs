//! What `inject` and `remove` have in common: read, run, then print, write or check.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use otel_inject::diagnostic::{Diagnostic, Severity};
use otel_inject::engine::{Engine, Report, Role, Settings, Task};
use otel_inject::render::summary::{self, Tense};
use otel_inject::render::text::File;
use otel_inject_front::run_side_by_side;

use crate::exit::Outcome;
use crate::inputs::{Content, Inputs, Part, is_stdin, read};
use crate::write::{Change, write};
use crate::{output, wrong_usage};

/// What is read, and where the result goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Rewrite {
    /// Files and folders with manifests (YAML or JSON), or `-` for standard input, which is read too where no path is
    /// given. In folders, hidden files and what .gitignore names are left out
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Change the files instead of printing: all of them or, if anything fails, none
    #[arg(long)]
    in_place: bool,
    /// Change and print nothing; list what would change and exit with 1 if there is anything
    #[arg(long, conflicts_with = "in_place")]
    check: bool,
    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Runs a task over everything that is read.
pub(crate) fn rewrite(
    command: &str,
    task: Task,
    args: &Rewrite,
    references: &[(PathBuf, Role)],
    settings: Settings,
) -> Result<Outcome> {
    let stdin = [PathBuf::from("-")];
    let paths = if args.paths.is_empty() { &stdin[..] } else { &args.paths[..] };
    if let Some(mistake) = mistake(args, paths, references) {
        return Err(wrong_usage(command, mistake));
    }
    let inputs = read(paths, references);
    for folder in inputs.empty_folders.iter().filter(|_| !args.quiet) {
        output::warning(&format!("there are no YAML or JSON files in {}", folder.display()));
    }
    if !inputs.problems.is_empty() {
        inputs.problems.iter().for_each(|problem| output::error(problem));
        return Ok(Outcome::BadInput);
    }
    run(task, args, inputs, settings)
}

fn mistake(args: &Rewrite, paths: &[PathBuf], references: &[(PathBuf, Role)]) -> Option<&'static str> {
    let stdin = paths.iter().any(|path| is_stdin(path));
    if args.paths.is_empty() && std::io::stdin().is_terminal() {
        return Some("there is nothing to read: give files or folders, or pipe manifests in");
    }
    if stdin && args.in_place {
        return Some("standard input can't be changed in place: give files or folders");
    }
    if stdin && references.iter().any(|(path, _)| is_stdin(path)) {
        return Some("standard input is read for the manifests already: give a file");
    }
    if !args.in_place && !args.check && paths.iter().any(|path| !is_stdin(path) && path.is_dir()) {
        return Some("folders are not printed: use --in-place to change the files, or --check to see which would");
    }
    None
}

fn run(task: Task, args: &Rewrite, inputs: Inputs, settings: Settings) -> Result<Outcome> {
    let engine = Engine::load(inputs.sources, settings);
    let report = engine.run_with(task, run_side_by_side);
    say_diagnostics(args, &engine, &report);
    let outcome = Outcome::of(&report.diagnostics);
    if report.has_errors() {
        if !args.check {
            let done = if args.in_place { "written" } else { "printed" };
            let count = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
            let errors = if count == 1 { "an error".to_owned() } else { format!("{count} errors") };
            output::error(&format!("nothing was {done} because of {errors}"));
        }
        return Ok(outcome);
    }
    let changes = changes(&engine, &report, &inputs.parts);
    if args.check {
        say_summary(task, args, &report, Tense::Would);
        for (part, _) in changes.iter().filter(|_| !args.quiet) {
            output::say(&format!("would change: {}\n", part.name));
        }
        return Ok(if changes.is_empty() { outcome } else { outcome.max(Outcome::WouldChange) });
    }
    if args.in_place {
        let changes: Vec<Change<'_>> = changes.into_iter().filter_map(|(_, change)| change).collect();
        write(&changes)?;
    } else {
        let texts: Vec<Vec<&[u8]>> = inputs.parts.iter().map(|part| pieces(part, &report)).collect();
        output::print(&texts).context("can't write to standard output")?;
    }
    say_summary(task, args, &report, Tense::Done);
    Ok(outcome)
}

/// What a part is to hold.
fn pieces<'a>(part: &'a Part, report: &'a Report<'_>) -> Vec<&'a [u8]> {
    match &part.content {
        Content::Source(index) => report.texts[*index].pieces().map(str::as_bytes).collect(),
        Content::Bytes(bytes) => vec![bytes],
    }
}

/// The parts that are not what they were, and for files what to write.
fn changes<'a>(engine: &'a Engine, report: &'a Report<'a>, parts: &'a [Part]) -> Vec<(&'a Part, Option<Change<'a>>)> {
    let change = |part: &'a Part| {
        let Content::Source(index) = part.content else { return None };
        let before = engine.sources()[index].text.as_str();
        let after = &report.texts[index];
        after.is_changed().then(|| (part, part.file.as_deref().map(|file| Change { file, before, after })))
    };
    parts.iter().filter_map(change).collect()
}

fn say_diagnostics(args: &Rewrite, engine: &Engine, report: &Report<'_>) {
    let files: Vec<File<'_>> =
        engine.sources().iter().map(|source| File { name: &source.name, text: &source.text }).collect();
    let said = |diagnostic: &&Diagnostic| !args.quiet || diagnostic.severity == Severity::Error;
    let diagnostics: Vec<Diagnostic> = report.diagnostics.iter().filter(said).cloned().collect();
    if !diagnostics.is_empty() {
        output::diagnostics(&diagnostics, &files);
        output::say("\n");
    }
}

fn say_summary(task: Task, args: &Rewrite, report: &Report<'_>, tense: Tense) {
    if !args.quiet {
        output::say(&match task {
            Task::Inject => summary::injection(report.entries(), tense),
            Task::Remove | Task::RemoveByName => summary::removal(report.entries(), tense),
            Task::Verify => summary::verification(report.entries()),
        });
    }
}
