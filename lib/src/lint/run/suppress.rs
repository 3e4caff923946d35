//! Which findings are suppressed, and which comments suppress none.

use crate::lint::finding::Finding;
use crate::lint::rule::{RuleInfo, Suppression, Unused};
use crate::lint::rules::{is_known, unknown_rule};

/// The comments that suppress findings, and which of their names have suppressed one.
pub(super) struct Suppressed<'s> {
    suppressions: &'s [Suppression<'s>],
    used: Vec<Vec<bool>>,
}

impl<'s> Suppressed<'s> {
    pub(super) fn by(suppressions: &'s [Suppression<'s>]) -> Self {
        let used = suppressions.iter().map(|suppression| vec![false; suppression.rules.len()]).collect();
        Self { suppressions, used }
    }

    /// Whether a finding is suppressed, which counts as a use of every comment that does so.
    pub(super) fn is(&mut self, finding: &Finding) -> bool {
        let mut is_suppressed = false;
        for (suppression, used) in self.suppressions.iter().zip(&mut self.used) {
            if let Some(rule) = suppression.suppresses(finding.rule, &finding.place.location) {
                used[rule] = true;
                is_suppressed = true;
            }
        }
        is_suppressed
    }

    /// The names that suppress nothing though their rule was run, and those that no rule has.
    pub(super) fn unused(&self, rules: &[&RuleInfo]) -> Vec<Unused<'s>> {
        let is_judged = |name: &str| rules.iter().any(|rule| rule.id == name) || !is_known(name);
        let mut unused = Vec::new();
        for (suppression, used) in self.suppressions.iter().zip(&self.used) {
            for ((name, span), _) in suppression.rules.iter().zip(used).filter(|(_, used)| !**used) {
                if is_judged(name) {
                    let unknown = (!is_known(name)).then(|| unknown_rule(name));
                    unused.push(Unused { suppression, name, span, unknown });
                }
            }
        }
        unused
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Location, Severity};
    use crate::lint::finding::{Findings, Place};
    use crate::lint::model::testing::document;
    use crate::lint::rule::suppressions;
    use crate::lint::rules::by_id;

    use super::*;

    #[test]
    fn a_name_is_judged_if_its_rule_was_run_or_does_not_exist() {
        let document =
            document("a: 1 # otel-inject: ignore[env-boolean, env-duplicate, env-reference-order, env-bolean]\n");
        let suppressions: Vec<_> = suppressions(&document.tree, 0, 0).collect();
        let mut suppressed = Suppressed::by(&suppressions);
        let mut findings = Findings::new("env-boolean", Severity::Warning);
        findings
            .add(Place { location: Location { source: 0, span: 0..1 }, object: None, field: String::new() }, "found");
        assert!(suppressed.is(&findings.into_found()[0]));
        let run: Vec<_> = ["env-boolean", "env-duplicate"].into_iter().filter_map(by_id).collect();
        let unused = suppressed.unused(&run);
        let names: Vec<_> = unused.iter().map(|unused| (unused.name, unused.unknown.as_deref())).collect();
        assert_eq!(names, [("env-duplicate", None), ("env-bolean", Some("did you mean env-boolean?"))]);
    }
}
