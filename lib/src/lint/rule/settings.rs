//! Which rules are run, and how much what they find matters.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;

/// Which rules are run, and how much what they find matters.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The only rules that are run, by name; all where there are none.
    pub only: Vec<String>,
    /// Rules that are left out, by name.
    pub ignore: Vec<String>,
    /// Whether what asks for injection has to carry it, and as it would be made now.
    pub require_injected: bool,
    /// What the findings of a rule matter, in place of what it says itself.
    pub severity: BTreeMap<String, Severity>,
}

/// The rules about whether what asks for injection carries it.
pub(in crate::lint) const REQUIRED: [&str; 2] = ["injection-stale", "not-injected"];

impl Settings {
    /// Whether it is asked for that what asks for injection carries it, as a whole or by the name of a rule.
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
            assert!(Settings { only: vec![rule.to_owned()], ..Settings::default() }.requires_injected());
        }
        assert!(!Settings::default().requires_injected());
        assert!(!Settings { only: vec!["env-duplicate".to_owned()], ..Settings::default() }.requires_injected());
    }
}
