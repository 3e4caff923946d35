//! All inputs of a run, with what they say of each other.

use std::ops::Range;

use crate::engine::input::{Role, Settings, Source, WorkloadWords};
use crate::k8s::Kinds;
use crate::yaml;

use super::Index;
use super::config::Config;

/// All inputs, read once and never changed.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub sources: Vec<Source>,
    /// What the caller says, and what the configuration adds.
    pub settings: Settings,
    pub config: Config,
    /// The kinds of workload, and the words that a text has to have to hold one.
    pub kinds: Kinds,
    pub words: WorkloadWords,
    pub index: Index,
}

impl Inputs {
    pub(crate) fn load(sources: Vec<Source>, mut settings: Settings) -> Self {
        let config = Config::of(&sources).with_rule(settings.rule.take());
        let settings = config.settings(settings);
        let kinds = config.kinds();
        let index = Index::of(&sources, &settings, &config, &kinds);
        let words = WorkloadWords::of(&kinds);
        Self { sources, settings, config, kinds, words, index }
    }

    /// Where the documents are of all sources of these roles, in order: the source's index, and the part of its text.
    pub(crate) fn documents(&self, is_wanted: fn(Role) -> bool) -> impl Iterator<Item = (usize, Range<usize>)> {
        let sources = self.sources.iter().enumerate().filter(move |(_, source)| is_wanted(source.role));
        sources.flat_map(|(index, source)| yaml::documents(&source.text).into_iter().map(move |range| (index, range)))
    }
}
