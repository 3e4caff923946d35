//! The only composer: loads all inputs, decides each workload, renders.

mod index;
mod input;
mod lint;
mod output;
mod workers;
mod workload;

pub use crate::decision::{LeftOut, LeftOutReason, Restored, Verdict};
pub use crate::render::explain::{Explained, Told};
pub use input::{Role, Settings, Source, Task, is_of_use};
pub use lint::{Linted, Repaired, repair};
pub use output::{Job, Report, Text, Workload, WorkloadView};
pub use workers::{OneByOne, Workers};

use crate::config::Mode;
use crate::diagnostic::Code;
use crate::lint::LintSettings;
use crate::render::text::File;
use index::Inputs;

/// All inputs, read once and never changed.
#[derive(Debug)]
pub struct Engine {
    inputs: Inputs,
}

impl Engine {
    /// Reads what the inputs say of each other. What can't be read is reported by [`Engine::run`].
    #[must_use]
    pub fn load(sources: Vec<Source>, settings: Settings) -> Self {
        Self { inputs: Inputs::load(sources, settings) }
    }

    /// The sources, as they were given.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.inputs.sources
    }

    /// The sources as what diagnostics point into.
    #[must_use]
    pub fn files(&self) -> Vec<File<'_>> {
        files(self.sources())
    }

    /// What the configuration asks a function to do.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.inputs.config.otel_inject.spec.mode
    }

    /// What the configuration leaves out of folders, as lines of a .gitignore.
    pub fn excluded(&self) -> impl Iterator<Item = &str> {
        self.inputs.config.otel_inject.spec.exclude.iter().map(|pattern| pattern.as_str())
    }

    /// Whether the configuration has the linter ignore what a code says.
    #[must_use]
    pub fn ignores(&self, code: Code) -> bool {
        self.inputs.config.otel_inject.spec.lint.ignore.iter().any(|ignored| ignored.as_str() == code.as_str())
    }

    /// Decides every workload and renders every source.
    #[must_use]
    pub fn run(&self, task: Task) -> Report<'_> {
        self.run_with(task, |_| {})
    }

    /// Decides every workload, and renders nothing: the texts of the report are as they were, and `changed` says what a
    /// run would change.
    #[must_use]
    pub fn decide(&self, task: Task) -> Report<'_> {
        self.examine(task, |_| {})
    }

    /// As [`Engine::decide`], and shows each workload that was decided, in order, with its document: for what a person
    /// is told of it rather than for its text.
    #[must_use]
    pub fn examine(&self, task: Task, look: impl FnMut(&WorkloadView<'_, '_>)) -> Report<'_> {
        output::examine(&self.inputs, task, look)
    }

    /// Decides every workload, and shows of each the way to its decision with the places of what was found; changes and
    /// renders nothing.
    #[must_use]
    pub fn explain(&self, look: impl FnMut(&Explained<'_>)) -> Report<'_> {
        output::explain(&self.inputs, look)
    }

    /// As [`Engine::run`], with the documents done by the caller, who may have several threads for them: the report
    /// is the same whatever the order. What is left undone is done here, one document after the other.
    #[must_use]
    pub fn run_with<'e>(&'e self, task: Task, all: impl FnOnce(&mut [Job<'e>])) -> Report<'e> {
        output::run(&self.inputs, task, all)
    }

    /// Looks for what is probably wrong, by all rules that the settings and the configuration leave.
    #[must_use]
    pub fn lint(&self, settings: &LintSettings) -> Linted<'_> {
        self.lint_with(settings, &OneByOne)
    }

    /// As [`Engine::lint`], with the documents read and the rules run by others, who may do several at a time. What is
    /// found is the same, and in the same order.
    #[must_use]
    pub fn lint_with(&self, settings: &LintSettings, workers: &impl Workers) -> Linted<'_> {
        lint::linted(&self.inputs, settings, workers)
    }
}

/// Sources as what diagnostics point into.
#[must_use]
pub fn files(sources: &[Source]) -> Vec<File<'_>> {
    sources.iter().map(|source| File { name: &source.name, text: &source.text }).collect()
}
