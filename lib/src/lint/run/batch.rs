//! Workloads that are looked at one after the other, by all rules that look at each by itself.

use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Findings};
use crate::lint::model::{Manifests, Resource, Workload};
use crate::lint::rule::{LintSettings, RuleInfo};

use super::rules;

/// Some of the workloads. Batches can be run on any thread and in any order.
#[derive(Debug)]
pub struct WorkloadBatch<'i> {
    manifests: &'i Manifests<'i>,
    resources: &'i [Resource<'i>],
    rules: Vec<&'static RuleInfo>,
    /// The workloads, in order, once they have been looked at.
    pub workloads: Vec<Workload<'i>>,
    /// The facts of each.
    pub facts: Vec<Facts<'i>>,
    /// What each rule found, in the order of the rules that are run.
    pub found: Vec<Vec<Finding>>,
}

impl<'i> WorkloadBatch<'i> {
    /// Splits the objects into batches of `at_a_time`.
    #[must_use]
    pub fn all(manifests: &'i Manifests<'i>, settings: &LintSettings, at_a_time: usize) -> Vec<Self> {
        let rules: Vec<&RuleInfo> = rules(settings).collect();
        let batch = |resources| {
            let (workloads, facts, found) = (Vec::new(), Vec::new(), Vec::new());
            Self { manifests, resources, rules: rules.clone(), workloads, facts, found }
        };
        manifests.resources().chunks(at_a_time).map(batch).collect()
    }

    /// Looks at one workload after the other, by all rules while it is in the processor's caches.
    pub fn run(&mut self) {
        let mut found: Vec<Findings> = self.rules.iter().map(|rule| Findings::new(rule.id, rule.severity)).collect();
        for workload in self.resources.iter().flat_map(|resource| Workload::all(*resource, self.manifests.kinds())) {
            let facts = Facts::of(&workload);
            for (rule, found) in self.rules.iter().zip(&mut found) {
                (rule.workload)(self.manifests, &workload, &facts, found);
            }
            self.workloads.push(workload);
            self.facts.push(facts);
        }
        self.found = found.into_iter().map(Findings::into_found).collect();
    }
}
