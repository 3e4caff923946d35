//! Everything read and decided, for the rules.

mod config;
mod reading;
mod repair;

use crate::diagnostic::Diagnostic;
use crate::lint::{self, Document, Finding, Input};
use crate::yaml;

use super::{Engine, Role, Source};

pub(super) use config::unknown_rules;
pub use reading::Reading;
pub use repair::{Repaired, repair};

/// What is wrong with all inputs.
#[derive(Debug)]
pub struct Linted<'e> {
    /// What the rules found, in the order of the places.
    pub findings: Vec<Finding>,
    /// What is refused for reasons that no rule is about.
    pub refusals: Vec<Diagnostic>,
    /// What can't be read, and what is wrong with the configuration. With errors in it no rule was run.
    pub diagnostics: Vec<Diagnostic>,
    engine: &'e Engine,
    documents: Vec<Document<'e>>,
}

impl Engine {
    /// Looks for what is probably wrong, by all rules that the settings and the configuration leave.
    #[must_use]
    pub fn lint(&self, settings: &lint::Settings) -> Linted<'_> {
        self.lint_with(settings, |_| {})
    }

    /// As [`Engine::lint`], with the documents read by the caller, who may have several threads for them. What is left
    /// undone is done here.
    #[must_use]
    pub fn lint_with<'e>(&'e self, settings: &lint::Settings, all: impl FnOnce(&mut [Reading<'e>])) -> Linted<'e> {
        let mut linted = Linted {
            findings: Vec::new(),
            refusals: Vec::new(),
            diagnostics: self.config.diagnostics.clone(),
            engine: self,
            documents: Vec::new(),
        };
        if self.config.has_errors() {
            return linted;
        }
        linted.diagnostics.extend(self.world.diagnostics.iter().cloned());
        let mut readings = self.readings(settings.require_injected);
        all(&mut readings);
        readings.iter_mut().for_each(Reading::run);
        for reading in readings {
            linted.documents.extend(reading.document);
            linted.diagnostics.extend(reading.unreadable);
            linted.refusals.extend(reading.refusals);
        }
        linted.diagnostics.dedup();
        // Who asks for some rules is not told of what is none.
        if !settings.only.is_empty() {
            linted.refusals.clear();
        }
        let found = self.world.instrumentations.iter().zip(&self.world.found);
        let instrumentations = found.map(|(one, found)| (one, found.location.clone(), found.object.clone()));
        let input = Input::new(&linted.documents, instrumentations);
        linted.findings = lint::run(&input, &self.config.lint_settings(settings));
        linted
    }

    /// The documents of all sources but the configuration, in order.
    fn readings(&self, verify: bool) -> Vec<Reading<'_>> {
        let mut readings = Vec::new();
        let sources = self.sources.iter().enumerate().filter(|(_, source)| source.role != Role::Config);
        for (source, Source { text, .. }) in sources {
            readings.extend(yaml::documents(text).into_iter().map(|range| Reading::new(self, source, range, verify)));
        }
        readings
    }
}
