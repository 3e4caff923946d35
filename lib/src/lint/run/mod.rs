//! Runs the rules, and puts together what they found.

mod batch;
mod suppress;

use std::mem;

use crate::lint::finding::{Finding, Findings, dedup};
use crate::lint::rule::{Input, Leftovers, LintSettings, RuleInfo, suppressions};
use crate::lint::rules::ALL;

use suppress::Suppressed;

pub use batch::WorkloadBatch;

/// The rules to run, without those that look at what is left afterwards.
fn rules(settings: &LintSettings) -> impl Iterator<Item = &'static RuleInfo> {
    ALL.iter().copied().filter(|rule| rule.leftovers.is_none() && settings.runs(rule.id))
}

/// A rule that looks at everything. Rules can be run on any thread and in any order.
#[derive(Debug)]
pub struct RuleRun<'r> {
    rule: &'static RuleInfo,
    input: &'r Input<'r>,
    found: Vec<Finding>,
}

impl<'r> RuleRun<'r> {
    /// One run for each rule.
    #[must_use]
    pub fn all(input: &'r Input<'r>, settings: &LintSettings) -> Vec<Self> {
        rules(settings).map(|rule| Self { rule, input, found: Vec::new() }).collect()
    }

    /// Runs the rule.
    pub fn run(&mut self) {
        let mut findings = Findings::new(self.rule.id, self.rule.severity);
        (self.rule.check)(self.input, &mut findings);
        self.found = findings.into_found();
    }
}

/// What the rules found in batches of workloads and in everything, without what is suppressed, and then what the rules
/// about leftovers find; in the order of the places.
#[must_use]
pub fn findings(
    input: &Input<'_>,
    settings: &LintSettings,
    mut batches: Vec<Vec<Vec<Finding>>>,
    runs: Vec<RuleRun<'_>>,
) -> Vec<Finding> {
    let rules: Vec<&RuleInfo> = runs.iter().map(|run| run.rule).collect();
    let count = batches.iter().flatten().chain(runs.iter().map(|run| &run.found)).map(Vec::len).sum();
    let mut found: Vec<Finding> = Vec::with_capacity(count);
    for (rule, run) in runs.into_iter().enumerate() {
        let by_workload = batches.iter_mut().flat_map(|batch| mem::take(&mut batch[rule]));
        dedup(run.found.into_iter().chain(by_workload), &mut found);
    }
    found.iter_mut().for_each(Finding::count);
    let suppressions: Vec<_> = input.documents().iter().flat_map(suppressions).collect();
    let mut suppressed = Suppressed::by(&suppressions);
    found.retain(|finding| !suppressed.is(finding));
    for rule in ALL.iter().filter(|rule| settings.runs(rule.id)) {
        let Some(leftovers) = rule.leftovers else { continue };
        let unused = suppressed.unused(&rules);
        let mut findings = Findings::new(rule.id, rule.severity);
        leftovers(&Leftovers { suppressions: &suppressions, unused: &unused }, &mut findings);
        found.extend(findings.into_found().into_iter().filter(|finding| !suppressed.is(finding)));
    }
    for finding in &mut found {
        if let Some(severity) = settings.severity.get(finding.rule) {
            finding.severity = *severity;
        }
    }
    // Stable, so findings at one place stay in the order of the rules.
    found.sort_by_cached_key(|finding| (finding.place.location.source, finding.place.location.span.start));
    found
}
