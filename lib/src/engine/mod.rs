//! The only composer: loads all inputs, decides each workload, renders.

mod arguments;
mod config;
mod decide;
mod delivery;
mod document;
mod examined;
mod explain;
mod job;
mod lint;
mod notes;
mod point;
mod remove;
mod report;
mod restored;
mod run;
mod source;
mod text;
mod verify;
mod workers;
mod world;

pub use crate::decision::{Restored, Verdict};
pub use crate::render::explain::{Explained, Told};
pub use examined::Examined;
pub use job::Job;
pub use lint::{Linted, Repaired, repair};
pub use report::{Report, Workload};
pub use source::{Role, Settings, Source};
pub use text::Text;
pub use workers::{OneByOne, Workers};

use crate::config::Mode;
use config::Config;
use world::World;

/// What a run is to do with each workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Instruments what asks for it, and follows changed inputs.
    Inject,
    /// Takes injections back that carry a record.
    Remove,
    /// As [`Task::Remove`], and takes out by the operator's names what no record tells of.
    RemoveByName,
    /// Changes nothing; finds what injection would change.
    Verify,
}

impl Task {
    /// Whether it takes injections back, and asks nothing of Instrumentations and configuration.
    #[must_use]
    pub fn is_removal(self) -> bool {
        matches!(self, Task::Remove | Task::RemoveByName)
    }
}

/// All inputs, read once and never changed.
#[derive(Debug)]
pub struct Engine {
    sources: Vec<Source>,
    settings: Settings,
    config: Config,
    world: World,
}

impl Engine {
    /// Reads what the inputs say of each other. What can't be read is reported by [`Engine::run`].
    #[must_use]
    pub fn load(sources: Vec<Source>, mut settings: Settings) -> Self {
        let config = Config::of(&sources).with_rule(settings.rule.take());
        let settings = config.settings(settings);
        let world = World::of(&sources, &settings, &config);
        Self { sources, settings, config, world }
    }

    /// The sources, as they were given.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// What the configuration asks a function to do.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.config.otel_inject.spec.mode
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
    pub fn examine(&self, task: Task, mut look: impl FnMut(&Examined<'_, '_>)) -> Report<'_> {
        run::run(self, task, |jobs| jobs.iter_mut().for_each(|job| job.examine(&mut look)))
    }

    /// Decides every workload, and shows of each the way to its decision with the places of what was found; changes and
    /// renders nothing.
    #[must_use]
    pub fn explain(&self, mut look: impl FnMut(&Explained<'_>)) -> Report<'_> {
        let mut known = explain::Known::default();
        run::run(self, Task::Inject, |jobs| {
            for job in jobs {
                job.traced = true;
                job.examine(&mut |examined| look(&explain::explained(self, examined, &mut known)));
            }
        })
    }

    /// As [`Engine::run`], with the documents done by the caller, who may have several threads for them: the report
    /// is the same whatever the order. What is left undone is done here, one document after the other.
    #[must_use]
    pub fn run_with<'e>(&'e self, task: Task, all: impl FnOnce(&mut [Job<'e>])) -> Report<'e> {
        run::run(self, task, all)
    }
}
