//! Which rules are run, and how much what they find matters.

use std::collections::BTreeMap;

use crate::config::suggestion;
use crate::diagnostic::Severity;

use super::{ALL, Registered};

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

impl Settings {
    /// Whether a rule is run.
    #[must_use]
    pub fn runs(&self, rule: &str) -> bool {
        (self.only.is_empty() || self.only.iter().any(|only| only == rule))
            && !self.ignore.iter().any(|ignored| ignored == rule)
    }
}

/// A rule by its name.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Registered> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// What to say of a name that no rule has.
#[must_use]
pub fn unknown_rule(name: &str) -> String {
    let known: Vec<&str> = ALL.iter().map(|rule| rule.id).collect();
    suggestion(name, &known)
}
