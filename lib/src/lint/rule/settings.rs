//! Which rules are run, and how severe their findings are.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;

/// Which rules are run, and how severe their findings are.
#[derive(Debug, Clone, Default)]
pub struct LintSettings {
    /// The only rules that are run, by name; all rules if it is empty.
    pub only: Vec<String>,
    /// The rules that are left out, by name.
    pub ignore: Vec<String>,
    /// Whether workloads that ask for injection have to carry it, as it would be made now.
    pub require_injected: bool,
    /// The severity of a rule's findings, by its name, instead of its own.
    pub severity: BTreeMap<String, Severity>,
}

/// The rules that find workloads without the injection that they ask for.
pub(in crate::lint) const REQUIRED: [&str; 2] = ["injection-outdated", "not-injected"];

impl LintSettings {
    /// Whether workloads that ask for injection have to carry it, by the setting or because a rule about it is named.
    #[must_use]
    pub fn requires_injected(&self) -> bool {
        self.require_injected || self.only.iter().any(|only| REQUIRED.contains(&only.as_str()))
    }

    /// Whether a rule is run.
    #[must_use]
    pub fn runs(&self, rule: &str) -> bool {
        (self.only.is_empty() || self.only.iter().any(|only| only == rule))
            && !self.ignore.iter().any(|ignored| ignored == rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn naming_a_rule_about_what_is_required_requires_it() {
        for rule in REQUIRED {
            assert!(LintSettings { only: vec![rule.to_owned()], ..LintSettings::default() }.requires_injected());
        }
        assert!(!LintSettings::default().requires_injected());
        assert!(
            !LintSettings { only: vec!["env-duplicate".to_owned()], ..LintSettings::default() }.requires_injected()
        );
    }
}
