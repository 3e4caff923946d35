//! The rules, each on its own, and what all of them found.

mod batch;

use std::mem;

use crate::lint::finding::{Finding, Findings, tell};
use crate::lint::rule::{Input, Registered, Settings, Unused};
use crate::lint::rules::{ALL, UNUSED_IGNORE, by_id};

pub use batch::Part;

/// The rules that are to be run, but the one that looks at what they leave.
pub(in crate::lint) fn rules(settings: &Settings) -> impl Iterator<Item = &'static Registered> {
    ALL.iter().copied().filter(|rule| rule.id != UNUSED_IGNORE && settings.runs(rule.id))
}

/// One rule, which looks at everything on its own: where that is done and in which order makes no difference.
#[derive(Debug)]
pub struct Check<'r> {
    rule: &'static Registered,
    input: &'r Input<'r>,
    found: Vec<Finding>,
}

impl<'r> Check<'r> {
    /// All rules.
    #[must_use]
    pub fn all(input: &'r Input<'r>, settings: &Settings) -> Vec<Self> {
        rules(settings).map(|rule| Self { rule, input, found: Vec::new() }).collect()
    }

    /// Looks for what the rule is about.
    pub fn run(&mut self) {
        self.found = of_rule(self.rule, self.input, &[]);
    }
}

/// What the rules found that were run, in parts and in everything, and what is left for the last, in the order of the
/// places.
#[must_use]
pub fn findings(
    input: &Input<'_>,
    settings: &Settings,
    mut parts: Vec<Vec<Vec<Finding>>>,
    checks: Vec<Check<'_>>,
) -> Vec<Finding> {
    let mut used: Vec<Vec<bool>> =
        input.suppressions().iter().map(|suppression| vec![false; suppression.rules.len()]).collect();
    let rules: Vec<&Registered> = checks.iter().map(|check| check.rule).collect();
    let count = parts.iter().flatten().chain(checks.iter().map(|check| &check.found)).map(Vec::len).sum();
    let mut found: Vec<Finding> = Vec::with_capacity(count);
    for (rule, check) in checks.into_iter().enumerate() {
        let by_workload = parts.iter_mut().flat_map(|part| mem::take(&mut part[rule]));
        tell(check.found.into_iter().chain(by_workload), &mut found);
    }
    found.iter_mut().for_each(Finding::count);
    found.retain(|finding| !is_suppressed(input, finding, &mut used));
    if let Some(rule) = by_id(UNUSED_IGNORE).filter(|rule| settings.runs(rule.id)) {
        let unused = unused(input, &rules, &used);
        let findings = of_rule(rule, input, &unused).into_iter();
        found.extend(findings.filter(|finding| !is_suppressed(input, finding, &mut used)));
    }
    for finding in &mut found {
        if let Some(severity) = settings.severity.get(finding.rule) {
            finding.severity = *severity;
        }
    }
    // Stable: of several at one place the order is that of the rules.
    found.sort_by_cached_key(|finding| (finding.place.location.source, finding.place.location.span.start));
    found
}

fn of_rule(rule: &Registered, input: &Input<'_>, unused: &[Unused<'_>]) -> Vec<Finding> {
    let mut findings = Findings::new(rule.id, rule.severity, unused);
    (rule.check)(input, &mut findings);
    findings.into_found()
}

fn is_suppressed(input: &Input<'_>, finding: &Finding, used: &mut [Vec<bool>]) -> bool {
    let mut suppressed = false;
    for (suppression, used) in input.suppressions().iter().zip(used) {
        if let Some(rule) = suppression.suppresses(finding) {
            used[rule] = true;
            suppressed = true;
        }
    }
    suppressed
}

/// What suppresses nothing though its rule was run, and what no rule is called.
fn unused<'i>(input: &'i Input<'i>, rules: &[&Registered], used: &[Vec<bool>]) -> Vec<Unused<'i>> {
    let judged = |name: &str| rules.iter().any(|rule| rule.id == name) || by_id(name).is_none();
    let all = input.suppressions().iter().zip(used);
    all.flat_map(|(suppression, used)| {
        let rules = suppression.rules.iter().zip(used);
        let unused = rules.filter(|((name, _), used)| !**used && judged(name));
        unused.map(move |(rule, _)| Unused { suppression, rule })
    })
    .collect()
}
