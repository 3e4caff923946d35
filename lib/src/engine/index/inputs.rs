//! All inputs of a run, with what they say of each other.

use crate::engine::input::{Settings, Source};

use super::Index;
use super::config::Config;

/// All inputs, read once and never changed.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub sources: Vec<Source>,
    /// What the caller says, and what the configuration adds.
    pub settings: Settings,
    pub config: Config,
    pub index: Index,
}

impl Inputs {
    pub(crate) fn load(sources: Vec<Source>, mut settings: Settings) -> Self {
        let config = Config::of(&sources).with_rule(settings.rule.take());
        let settings = config.settings(settings);
        let index = Index::of(&sources, &settings, &config);
        Self { sources, settings, config, index }
    }
}
