//! What `inject` and `remove` have in common: read, run, then print, write or check.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use otel_inject::engine::{Engine, Report, Role, Settings, Task};
use otel_inject::render::summary::Tense;

use crate::exit::Outcome;
use crate::inputs::{Content, Part};
use crate::manifests::{Loaded, Manifests};
use crate::objects::{self, Format};
use crate::paths::is_stdin;
use crate::write::{Change, write};
use crate::{output, wrong_usage};

/// So many files that would change are all named.
const EACH: usize = 10;
/// Of more files the first ones are.
const FIRST: usize = 3;

/// What is read, and where the result goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Rewrite {
    /// Change the files instead of printing: all of them or, if anything fails, none
    #[arg(long)]
    in_place: bool,
    /// Change and print nothing; list what would change, and exit with 1 if there is anything, or if something that is
    /// asked for can't be done
    #[arg(long, conflicts_with = "in_place")]
    check: bool,
    /// Print only the objects that are injected, or of which an injection is taken back, and print them anew
    #[arg(short = 'o', long, value_enum, value_name = "FORMAT", conflicts_with_all = ["in_place", "check"])]
    format: Option<Format>,
    #[command(flatten)]
    manifests: Manifests,
}

/// Runs a task over everything that is read.
pub(crate) fn rewrite(
    command: &'static str,
    task: Task,
    args: &Rewrite,
    references: &[(PathBuf, Role)],
    settings: Settings,
) -> Result<Outcome> {
    if let Some(mistake) = mistake(args) {
        return Err(wrong_usage(command, mistake));
    }
    let loaded = args.manifests.load(command, references, settings)?;
    let of_task = |loaded: Loaded| if task.is_removal() { loaded.without_asks() } else { loaded };
    match loaded.map(of_task) {
        Some(loaded) => match args.format {
            Some(format) => objects::print(task, format, &loaded),
            None => run(task, args, &loaded),
        },
        None => Ok(Outcome::BadInput),
    }
}

fn mistake(args: &Rewrite) -> Option<&'static str> {
    let paths = args.manifests.paths();
    if args.in_place && paths.iter().any(|path| is_stdin(path)) {
        return Some("standard input can't be changed in place: give files or folders");
    }
    let prints = !args.in_place && !args.check && args.format.is_none();
    if prints && paths.iter().any(|path| !is_stdin(path) && path.is_dir()) {
        return Some("folders are not printed: use --in-place to change the files, or --check to see which would");
    }
    None
}

fn run(task: Task, args: &Rewrite, loaded: &Loaded) -> Result<Outcome> {
    let report = loaded.run(task);
    loaded.say_diagnostics(&report);
    let outcome = Outcome::of(&report.diagnostics);
    if report.has_errors() {
        match args.check {
            true => loaded.say_left_out(&report),
            false => loaded.say_nothing_done(&report, if args.in_place { "written" } else { "printed" }),
        }
        return Ok(outcome);
    }
    let changes = changes(&loaded.engine, &report, &loaded.parts);
    if args.check {
        if !args.manifests.quiet {
            output::say(&would_change(changes.iter().map(|(part, _)| part.name.as_str()).collect()));
        }
        loaded.say_summary(task, &report, Tense::Would);
        let is_clean = changes.is_empty() && report.findings.is_empty();
        return Ok(if is_clean { outcome } else { outcome.max(Outcome::WouldChange) });
    }
    if args.in_place {
        let changes: Vec<Change<'_>> = changes.into_iter().filter_map(|(_, change)| change).collect();
        write(&changes)?;
    } else {
        let texts: Vec<Vec<&[u8]>> = loaded.parts.iter().map(|part| pieces(part, &report)).collect();
        output::print(&texts).context("can't write to standard output")?;
    }
    loaded.say_summary(task, &report, Tense::Done);
    Ok(outcome)
}

/// A line for each file, or the first ones and how many there are.
fn would_change(names: Vec<&str>) -> String {
    let shown = if names.len() > EACH { FIRST } else { names.len() };
    let mut said: String = names[..shown].iter().map(|name| format!("would change: {name}\n")).collect();
    if shown < names.len() {
        said.push_str(&format!("would change: {} files more\n", names.len() - shown));
    }
    said
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
