//! What every command reads, and what is said of it.

use std::borrow::Cow;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use anyhow::Result;
use otel_inject::diagnostic::{Diagnostic, Severity, has_errors};
use otel_inject::engine::{Engine, Report, Role, Settings, Task, files};
use otel_inject::render::summary::{self, Tense};
use otel_inject::render::text::File;
use otel_inject_front::run_side_by_side;

use crate::findings::say_problems;
use crate::inputs::{Inputs, Part, Paths, read};
use crate::no_document::no_document;
use crate::paths::is_stdin;
use crate::progress::run_shown;
use crate::reference_use::references_of_no_use;
use crate::repository::{Told, Unread};
use crate::{output, wrong_usage};

/// What is read.
#[derive(Debug, clap::Args)]
pub(crate) struct Manifests {
    /// Files and folders with manifests (YAML or JSON), or `-` for standard input, which is read too where no path is
    /// given. In folders, hidden files and what .gitignore names are left out, and so are Helm charts, what a
    /// kustomization lists as patches and the like, and fragments of workloads
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What is left out of folders, as a line of a .gitignore: charts/, *.tmpl.yaml, /ci. Repeatable
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Succeed if there is no document at all in what is read, as in an empty pipe
    #[arg(long)]
    allow_empty: bool,
    /// Print nothing but errors to standard error
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Name every file and document that is left out
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
}

/// What was read.
pub(crate) struct Loaded {
    pub(crate) engine: Engine,
    pub(crate) parts: Vec<Part>,
    unread: Unread,
    command: &'static str,
    quiet: bool,
    verbose: bool,
}

impl Manifests {
    /// The paths that are read.
    pub(crate) fn paths(&self) -> Cow<'_, [PathBuf]> {
        if self.paths.is_empty() { Cow::Owned(vec![PathBuf::from("-")]) } else { Cow::Borrowed(&self.paths) }
    }

    /// Reads everything; none where something can't be read, which has been said then.
    pub(crate) fn load(
        &self,
        command: &'static str,
        references: &[(PathBuf, Role)],
        settings: Settings,
    ) -> Result<Option<Loaded>> {
        let Self { quiet, verbose, .. } = *self;
        let loaded = |Inputs { sources, parts, unread, .. }| Loaded {
            engine: Engine::load(sources, settings),
            parts,
            unread,
            command,
            quiet,
            verbose,
        };
        Ok(self.read(command, references)?.map(loaded))
    }

    /// As [`Manifests::load`], for who changes what was read before it is loaded.
    pub(crate) fn read(&self, command: &'static str, references: &[(PathBuf, Role)]) -> Result<Option<Inputs>> {
        if let Some(mistake) = self.mistake(references) {
            return Err(wrong_usage(command, mistake));
        }
        let inputs = read(&Paths { inputs: &self.paths(), references, exclude: &self.exclude, command })?;
        inputs.problems.iter().for_each(|problem| output::error(problem));
        if !inputs.problems.is_empty() {
            return Ok(None);
        }
        // Nobody can tell whether it is a workload.
        if has_errors(&inputs.unread.asks) {
            say_problems(&inputs.unread.asks, &files(&inputs.sources), self.quiet);
            return Ok(None);
        }
        let empty = if self.allow_empty { Vec::new() } else { no_document(&inputs, command) };
        if !has_errors(&empty) {
            for folder in inputs.empty_folders.iter().filter(|_| !self.quiet) {
                output::warning(&folder.to_string());
            }
        }
        if has_errors(&empty) && !self.quiet {
            output::say(&Told::of(&inputs.unread, &[], &[], command).lines(self.verbose));
        }
        let said: Vec<Diagnostic> = empty.iter().cloned().chain(references_of_no_use(&inputs)).collect();
        say_problems(&said, &[], self.quiet);
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
        self.engine.files()
    }

    /// For a removal, which nothing asks for.
    #[must_use]
    pub(crate) fn without_asks(self) -> Self {
        let unread = Unread { asks: Vec::new(), ..self.unread };
        Self { unread, ..self }
    }

    /// What asks for injection in files that were left out, in which nothing can be injected: all of it for a program,
    /// the first for a person.
    pub(crate) fn asks(&self, for_people: bool) -> Vec<Diagnostic> {
        self.unread.asks(&self.engine, self.verbose || !for_people)
    }

    /// What was left out.
    fn told(&self, report: &Report<'_>) -> Told {
        Told::of(&self.unread, &report.left_out, &self.files(), self.command)
    }

    /// Says what was left out, and that there is nothing to speak of.
    pub(crate) fn say_nothing_found(&self, report: &Report<'_>, what: &str) {
        if !self.quiet {
            let told = self.told(report);
            output::say(&told.lines(self.verbose));
            let count = told.count();
            let said = if count.is_empty() { what.to_owned() } else { format!("{what}; {count}") };
            output::say(&format!("{said}\n"));
        }
    }

    /// Says what was left out, and why.
    pub(crate) fn say_left_out(&self, report: &Report<'_>) {
        if !self.quiet {
            output::say(&self.told(report).lines(self.verbose));
        }
    }

    /// Says what is wrong or worth knowing.
    pub(crate) fn say_diagnostics(&self, report: &Report<'_>) {
        let said: Vec<Diagnostic> = report.said().into_iter().chain(self.asks(true)).collect();
        if say_problems(&said, &self.files(), self.quiet) {
            output::say("\n");
        }
    }

    /// Says that errors kept a run from being done.
    pub(crate) fn say_nothing_done(&self, report: &Report<'_>, done: &str) {
        let count = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        let errors = if count == 1 { "an error".to_owned() } else { format!("{count} errors") };
        self.say_left_out(report);
        output::error(&format!("nothing was {done} because of {errors}"));
    }

    /// Says what is probably not as it was meant.
    pub(crate) fn say_warning(&self, message: &str) {
        if !self.quiet {
            output::warning(message);
        }
    }

    /// Says what was left out, what is done with each workload, and how many there are of all that.
    pub(crate) fn say_summary(&self, task: Task, report: &Report<'_>, tense: Tense) {
        if self.quiet {
            return;
        }
        let summary = match task {
            Task::Inject => summary::injection(report.entries(), tense),
            Task::Remove | Task::RemoveByName => summary::removal(report.entries(), tense),
            Task::Verify => summary::verification(report.entries()),
        };
        let told = self.told(report);
        output::say(&told.lines(self.verbose));
        output::say(&summary.with_unread(report.workloads_unread()).text(&told.count()));
    }
}
