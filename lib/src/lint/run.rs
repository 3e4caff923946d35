//! The rules, one after the other.

use super::finding::{Finding, Findings};
use super::rules::UNUSED_IGNORE;
use super::suppression::Unused;
use super::{ALL, Input, Registered, Settings};

/// What all rules find that are to be run, in the order of the places.
#[must_use]
pub fn run(input: &Input<'_>, settings: &Settings) -> Vec<Finding> {
    let rules: Vec<&Registered> = ALL.iter().copied().filter(|rule| settings.runs(rule.id)).collect();
    let mut used: Vec<Vec<bool>> =
        input.suppressions().iter().map(|suppression| vec![false; suppression.rules.len()]).collect();
    let mut found = Vec::new();
    for rule in rules.iter().filter(|rule| rule.id != UNUSED_IGNORE) {
        let findings = of_rule(rule, input, &[]).into_iter();
        found.extend(findings.filter(|finding| !is_suppressed(input, finding, &mut used)));
    }
    if let Some(rule) = rules.iter().find(|rule| rule.id == UNUSED_IGNORE) {
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
    found.sort_by_key(|finding| (finding.place.location.source, finding.place.location.span.start));
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
    let judged =
        |name: &str| rules.iter().any(|rule| rule.id == name && name != UNUSED_IGNORE) || super::by_id(name).is_none();
    let all = input.suppressions().iter().zip(used);
    all.flat_map(|(suppression, used)| {
        let rules = suppression.rules.iter().zip(used);
        let unused = rules.filter(|((name, _), used)| !**used && judged(name));
        unused.map(move |(rule, _)| Unused { suppression, rule })
    })
    .collect()
}
