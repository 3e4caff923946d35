//! Some workloads, which the rules that look at each by itself have looked at.

use crate::lint::finding::{Finding, Findings};
use crate::lint::model::{Resource, Surroundings, Workload};
use crate::lint::rule::{Registered, Settings};

use super::rules;

/// Some of the workloads. Where they are looked at and in which order makes no difference.
#[derive(Debug)]
pub struct Part<'i> {
    surroundings: &'i Surroundings<'i>,
    resources: &'i [Resource<'i>],
    rules: Vec<&'static Registered>,
    /// The workloads, in order, once they have been looked at.
    pub workloads: Vec<Workload<'i>>,
    /// What each rule found, in the order of the rules that are run.
    pub found: Vec<Vec<Finding>>,
}

impl<'i> Part<'i> {
    /// All workloads, those of so many objects at a time.
    #[must_use]
    pub fn all(surroundings: &'i Surroundings<'i>, settings: &Settings, at_a_time: usize) -> Vec<Self> {
        let rules: Vec<&Registered> = rules(settings).collect();
        let part = |resources| {
            let (workloads, found) = (Vec::new(), Vec::new());
            Self { surroundings, resources, rules: rules.clone(), workloads, found }
        };
        surroundings.resources().chunks(at_a_time).map(part).collect()
    }

    /// Looks at one workload after the other: by all rules while it is at hand.
    pub fn run(&mut self) {
        let mut found: Vec<Findings<'_>> =
            self.rules.iter().map(|rule| Findings::new(rule.id, rule.severity, &[])).collect();
        for workload in self.resources.iter().filter_map(|resource| Workload::of(*resource)) {
            for (rule, found) in self.rules.iter().zip(&mut found) {
                (rule.workload)(self.surroundings, &workload, found);
            }
            self.workloads.push(workload);
        }
        self.found = found.into_iter().map(Findings::into_found).collect();
    }
}
