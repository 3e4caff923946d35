//! The only composer: loads all inputs, decides each workload, renders.

mod index;
mod input;
mod lint;
mod output;
mod workers;
mod workload;

pub use crate::decision::{Restored, Verdict};
pub use crate::render::explain::{Explained, Told};
pub use input::{Role, Settings, Source, Task};
pub use lint::{Linted, Repaired, repair};
pub use output::{Examined, Job, Report, Text, Workload};
pub use workers::{OneByOne, Workers};

use crate::config::Mode;
use index::{Config, World};
use output::run;
use workload::{Known, explained};

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
        run(self, task, |jobs| jobs.iter_mut().for_each(|job| job.examine(&mut look)))
    }

    /// Decides every workload, and shows of each the way to its decision with the places of what was found; changes and
    /// renders nothing.
    #[must_use]
    pub fn explain(&self, mut look: impl FnMut(&Explained<'_>)) -> Report<'_> {
        let mut known = Known::default();
        run(self, Task::Inject, |jobs| {
            for job in jobs {
                job.traced = true;
                job.examine(&mut |examined| look(&explained(self, examined, &mut known)));
            }
        })
    }

    /// As [`Engine::run`], with the documents done by the caller, who may have several threads for them: the report
    /// is the same whatever the order. What is left undone is done here, one document after the other.
    #[must_use]
    pub fn run_with<'e>(&'e self, task: Task, all: impl FnOnce(&mut [Job<'e>])) -> Report<'e> {
        run(self, task, all)
    }
}
