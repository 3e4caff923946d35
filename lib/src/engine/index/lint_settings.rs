//! What the configuration says of the linter.

use crate::config::{Lint, LintSeverity};
use crate::diagnostic::Severity;
use crate::lint;

use super::config::Config;

impl Config {
    /// The settings of the linter: what the caller says, and what the configuration adds.
    pub(crate) fn lint_settings(&self, settings: &lint::LintSettings) -> lint::LintSettings {
        let Lint { ignore, severity } = &self.otel_inject.spec.lint;
        let mut settings = settings.clone();
        settings.ignore.extend(ignore.iter().map(|rule| rule.as_str().to_owned()));
        for (rule, severity) in severity {
            let severity = match severity {
                LintSeverity::Error => Severity::Error,
                LintSeverity::Warning => Severity::Warning,
                LintSeverity::Info => Severity::Info,
            };
            settings.severity.entry(rule.as_str().to_owned()).or_insert(severity);
        }
        settings
    }
}
