//! Which findings are suppressed, and which comments suppress none.

use crate::lint::finding::Finding;
use crate::lint::rule::{Registered, Suppression, Unused};
use crate::lint::rules::{by_id, unknown_rule};

/// The comments that suppress findings, and which of the names in them have done so.
pub(super) struct Suppressed<'s> {
    suppressions: &'s [Suppression<'s>],
    used: Vec<Vec<bool>>,
}

impl<'s> Suppressed<'s> {
    pub(super) fn by(suppressions: &'s [Suppression<'s>]) -> Self {
        let used = suppressions.iter().map(|suppression| vec![false; suppression.rules.len()]).collect();
        Self { suppressions, used }
    }

    /// Whether a finding is suppressed. Every comment that does so is of use.
    pub(super) fn is(&mut self, finding: &Finding) -> bool {
        let mut is_suppressed = false;
        for (suppression, used) in self.suppressions.iter().zip(&mut self.used) {
            if let Some(rule) = suppression.suppresses(finding) {
                used[rule] = true;
                is_suppressed = true;
            }
        }
        is_suppressed
    }

    /// The names that suppress nothing though their rule was run, and those that no rule has.
    pub(super) fn unused(&self, rules: &[&Registered]) -> Vec<Unused<'s>> {
        let is_judged = |name: &str| rules.iter().any(|rule| rule.id == name) || by_id(name).is_none();
        let mut unused = Vec::new();
        for (suppression, used) in self.suppressions.iter().zip(&self.used) {
            for ((name, span), _) in suppression.rules.iter().zip(used).filter(|(_, used)| !**used) {
                if is_judged(name) {
                    let unknown = by_id(name).is_none().then(|| unknown_rule(name));
                    unused.push(Unused { suppression, name, span, unknown });
                }
            }
        }
        unused
    }
}
