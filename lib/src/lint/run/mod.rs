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
    let suppressions: Vec<_> = input
        .documents()
        .iter()
        .flat_map(|document| suppressions(&document.tree, document.source, document.offset))
        .collect();
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

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::lint::model::testing::{document, injected};
    use crate::lint::model::{Document, Manifests};
    use crate::operator::Release;

    use super::*;

    /// What all rules find, in batches of so many objects, as rule and severity.
    fn found(documents: &[Document<'_>], settings: &LintSettings, at_a_time: usize) -> Vec<(&'static str, Severity)> {
        let manifests = Manifests::new(documents, [], Release::LATEST);
        let mut batches = WorkloadBatch::all(&manifests, settings, at_a_time);
        batches.iter_mut().for_each(WorkloadBatch::run);
        let (mut workloads, mut facts, mut by_batch) = (Vec::new(), Vec::new(), Vec::new());
        for batch in batches {
            workloads.extend(batch.workloads);
            facts.extend(batch.facts);
            by_batch.push(batch.found);
        }
        let input = Input::new(&manifests, &workloads, &facts, &[]);
        let mut runs = RuleRun::all(&input, settings);
        runs.iter_mut().for_each(RuleRun::run);
        findings(&input, settings, by_batch, runs).iter().map(|finding| (finding.rule, finding.severity)).collect()
    }

    const NAMESPACE: &str = "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  annotations:
    instrumentation.opentelemetry.io/inject-jva: \"true\" # otel-inject: ignore[unknown-annotation, env-boolean] a typo
    instrumentation.opentelemetry.io/inject-pyhton: \"true\"
";

    #[test]
    fn what_is_not_suppressed_is_told_and_what_suppresses_nothing() {
        let found = found(&[document(NAMESPACE)], &LintSettings::default(), 1);
        assert_eq!(found, [("unused-ignore", Severity::Warning), ("unknown-annotation", Severity::Error)]);
    }

    #[test]
    fn a_rule_that_is_not_run_finds_nothing_and_its_comments_are_not_judged() {
        let settings = LintSettings { ignore: vec!["unknown-annotation".to_owned()], ..LintSettings::default() };
        assert_eq!(
            found(&[document(NAMESPACE)], &settings, 1),
            [("unused-ignore", Severity::Warning)],
            "of env-boolean"
        );
        let settings = LintSettings { only: vec!["unknown-annotation".to_owned()], ..LintSettings::default() };
        assert_eq!(found(&[document(NAMESPACE)], &settings, 1), [("unknown-annotation", Severity::Error)]);
    }

    #[test]
    fn a_severity_that_is_set_goes_before_that_of_the_rule() {
        let severity = [("unknown-annotation".to_owned(), Severity::Info)].into();
        let settings = LintSettings { severity, ..LintSettings::default() };
        assert_eq!(found(&[document(NAMESPACE)], &settings, 1)[1], ("unknown-annotation", Severity::Info));
    }

    #[test]
    fn batches_of_any_size_find_the_same() {
        let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: cart}\nspec:\n  containers:\n  - name: app\n    env:\n    - \
                   name: OTEL_SDK_DISABLED\n      value: yes\n    - name: OTEL_SDK_DISABLED\n      value: no\n";
        let documents: Vec<_> = (0..5).map(|_| injected(pod, None, None, Vec::new())).collect();
        let one_by_one = found(&documents, &LintSettings::default(), 1);
        assert_eq!(one_by_one.iter().filter(|(rule, _)| *rule == "env-duplicate").count(), 5);
        assert_eq!(found(&documents, &LintSettings::default(), 2), one_by_one);
        assert_eq!(found(&documents, &LintSettings::default(), 100), one_by_one);
    }
}
