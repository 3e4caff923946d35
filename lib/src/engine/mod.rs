//! The only composer: loads all inputs, decides each workload, renders.

mod report;
mod source;

pub use crate::decision::Restored;
pub use report::{Report, Workload};
pub use source::{Role, Settings, Source};

/// What a run is to do with each workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Instruments what asks for it, and follows changed inputs.
    Inject,
    /// Takes injections back that carry a record.
    Remove,
}

/// All inputs, read once and never changed.
#[derive(Debug)]
pub struct Engine {
    sources: Vec<Source>,
}

impl Engine {
    /// Reads all inputs. What can't be read is reported by [`Engine::run`].
    #[must_use]
    pub fn load(sources: Vec<Source>, _settings: Settings) -> Self {
        Self { sources }
    }

    /// The sources, as they were given.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Decides every workload and renders every source.
    #[must_use]
    pub fn run(&self, _task: Task) -> Report<'_> {
        let texts = self.sources.iter().map(|source| source.text.as_str().into()).collect();
        Report { texts, workloads: Vec::new(), diagnostics: Vec::new() }
    }
}
