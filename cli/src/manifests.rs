//! What every command reads, and what is said of it.

use std::borrow::Cow;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use anyhow::Result;
use otel_inject::diagnostic::{Severity, has_errors};
use otel_inject::engine::{Engine, Report, Role, Settings, Task};
use otel_inject::render::summary::{self, Tense};
use otel_inject::render::text::File;
use otel_inject_front::run_side_by_side;

use crate::findings::say_problems;
use crate::inputs::{Inputs, Part, is_stdin, read};
use crate::no_document::no_document;
use crate::progress::run_shown;
use crate::{output, wrong_usage};

/// What is read.
#[derive(Debug, clap::Args)]
pub(crate) struct Manifests {
    /// Files and folders with manifests (YAML or JSON), or `-` for standard input, which is read too where no path is
    /// given. In folders, hidden files and what .gitignore names are left out
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Succeed if there is no document at all in what is read, as in an empty pipe
    #[arg(long)]
    allow_empty: bool,
    /// Print nothing but errors to standard error
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// What was read.
pub(crate) struct Loaded {
    pub(crate) engine: Engine,
    pub(crate) parts: Vec<Part>,
    quiet: bool,
}

impl Manifests {
    /// The paths that are read.
    pub(crate) fn paths(&self) -> Cow<'_, [PathBuf]> {
        if self.paths.is_empty() { Cow::Owned(vec![PathBuf::from("-")]) } else { Cow::Borrowed(&self.paths) }
    }

    /// Reads everything; none where something can't be read, which has been said then.
    pub(crate) fn load(
        &self,
        command: &str,
        references: &[(PathBuf, Role)],
        settings: Settings,
    ) -> Result<Option<Loaded>> {
        let loaded = |Inputs { sources, parts, .. }| Loaded {
            engine: Engine::load(sources, settings),
            parts,
            quiet: self.quiet,
        };
        Ok(self.read(command, references)?.map(loaded))
    }

    /// As [`Manifests::load`], for who changes what was read before it is loaded.
    pub(crate) fn read(&self, command: &str, references: &[(PathBuf, Role)]) -> Result<Option<Inputs>> {
        if let Some(mistake) = self.mistake(references) {
            return Err(wrong_usage(command, mistake));
        }
        let inputs = read(&self.paths(), references);
        inputs.problems.iter().for_each(|problem| output::error(problem));
        if !inputs.problems.is_empty() {
            return Ok(None);
        }
        let empty = if self.allow_empty { Vec::new() } else { no_document(&inputs) };
        if !has_errors(&empty) {
            for folder in inputs.empty_folders.iter().filter(|_| !self.quiet) {
                output::warning(&folder.to_string());
            }
        }
        say_problems(&empty, &[], self.quiet);
        Ok(Some(inputs).filter(|_| !has_errors(&empty)))
    }

    fn mistake(&self, references: &[(PathBuf, Role)]) -> Option<&'static str> {
        if self.paths.is_empty() && std::io::stdin().is_terminal() {
            return Some("there is nothing to read: give files or folders, or pipe manifests in");
        }
        let twice = self.paths().iter().any(|path| is_stdin(path)) && references.iter().any(|(path, _)| is_stdin(path));
        twice.then_some("standard input is read for the manifests already: give a file")
    }
}

impl Loaded {
    /// Decides and renders everything; on a terminal with a line that counts, where that takes long.
    pub(crate) fn run(&self, task: Task) -> Report<'_> {
        self.engine.run_with(task, |jobs| match self.quiet {
            true => run_side_by_side(jobs),
            false => run_shown(jobs),
        })
    }

    /// The texts that were read, for what points into them.
    pub(crate) fn files(&self) -> Vec<File<'_>> {
        self.engine.sources().iter().map(|source| File { name: &source.name, text: &source.text }).collect()
    }

    /// Says what is wrong or worth knowing.
    pub(crate) fn say_diagnostics(&self, report: &Report<'_>) {
        if say_problems(&report.said(), &self.files(), self.quiet) {
            output::say("\n");
        }
    }

    /// Says that errors kept a run from being done.
    pub(crate) fn say_nothing_done(&self, report: &Report<'_>, done: &str) {
        let count = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        let errors = if count == 1 { "an error".to_owned() } else { format!("{count} errors") };
        output::error(&format!("nothing was {done} because of {errors}"));
    }

    /// Says what is probably not as it was meant.
    pub(crate) fn say_warning(&self, message: &str) {
        if !self.quiet {
            output::warning(message);
        }
    }

    /// Says what is done with each workload.
    pub(crate) fn say_summary(&self, task: Task, report: &Report<'_>, tense: Tense) {
        if !self.quiet {
            output::say(&match task {
                Task::Inject => summary::injection(report.entries(), tense),
                Task::Remove | Task::RemoveByName => summary::removal(report.entries(), tense),
                Task::Verify => summary::verification(report.entries()),
            });
        }
    }
}
