//! What the configuration says of the linter.

use crate::config::{Lint, LintSeverity, Mistake, Part};
use crate::diagnostic::Severity;
use crate::lint;
use crate::pointer::{Pointer, Step};

use super::Config;

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

/// Names of the linter's rules that no rule has.
pub(super) fn unknown_rules(Lint { ignore, severity }: &Lint, is_config_map: bool) -> Vec<Mistake> {
    let lint = Pointer::keys(if is_config_map { &["data", "lint"] } else { &["spec", "lint"] });
    let below = |steps: [Step<'static>; 2]| match is_config_map {
        true => lint.clone(),
        false => steps.into_iter().fold(lint.clone(), |at, step| at.join(step)),
    };
    let ignored = ignore
        .iter()
        .enumerate()
        .map(|(index, name)| (name.as_str(), below([Step::Key("ignore".into()), Step::Index(index)]), Part::Value));
    let judged = severity.keys().map(|name| {
        let key = Step::Key(name.as_str().to_owned().into());
        (name.as_str(), below([Step::Key("severity".into()), key]), Part::Key)
    });
    let unknown = ignored.chain(judged).filter(|(name, ..)| lint::by_id(name).is_none());
    let mistake = |(name, at, part): (&str, _, _)| Mistake {
        at,
        part: if is_config_map { Part::Value } else { part },
        message: format!("the linter has no rule {name}"),
        help: lint::unknown_rule(name),
    };
    unknown.map(mistake).collect()
}
