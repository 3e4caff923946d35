//! What is not said because a person knows of it.

use crate::diagnostic::Diagnostic;
use crate::engine::index::Config;
use crate::engine::input::ReadDocument;
use crate::lint::{Suppression, suppressions};

/// What is not said of a document: what its comments suppress, and what the configuration has the linter ignore. Both
/// name rules; what a command says in the words of a rule is meant as well.
pub(crate) struct Silenced<'a> {
    suppressions: Vec<Suppression<'a>>,
    config: &'a Config,
}

impl<'a> Silenced<'a> {
    pub(crate) fn of(document: &'a ReadDocument<'_>, config: &'a Config) -> Self {
        let suppressions = suppressions(&document.tree, document.source, document.offset).collect();
        Self { suppressions, config }
    }

    pub(crate) fn is(&self, diagnostic: &Diagnostic) -> bool {
        let rule = diagnostic.code.as_str();
        let by_comment = |place| self.suppressions.iter().any(|one| one.suppresses(rule, place).is_some());
        is_ignored(diagnostic, self.config) || diagnostic.location.as_ref().is_some_and(by_comment)
    }
}

/// Whether the configuration has the linter ignore it.
pub(super) fn is_ignored(diagnostic: &Diagnostic, config: &Config) -> bool {
    config.otel_inject.spec.lint.ignore.iter().any(|ignored| ignored.as_str() == diagnostic.code.as_str())
}
