//! A rule that the arguments of a command line make, in the place of those of a configuration.

use std::mem;

use crate::config::{ARGUMENTS, OtelInject, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::k8s::Workload;
use crate::selection::selects;

use super::config::Config;

impl Config {
    /// With a rule of the caller's own, for which there must be room.
    pub(super) fn with_rule(mut self, rule: Option<Rule>) -> Self {
        let Some(rule) = rule else { return self };
        let OtelInject { name, spec } = &mut self.otel_inject;
        if spec.rules.is_empty() {
            spec.rules.push(rule);
            self.beside = Some(mem::replace(name, ARGUMENTS.to_owned()));
        } else {
            let twice =
                Diagnostic::new(Severity::Error, "rules-twice", "there are rules here, and the arguments make one");
            let twice = twice.help("write what the arguments say as a rule here, or leave them or this file out");
            self.diagnostics.push(Diagnostic { location: self.rules.clone(), ..twice });
        }
        self
    }

    /// Whether this run can tell that something is not asked for any more by what has this name in a record. Arguments
    /// are given for some workloads now and for others later, so they speak only for those that they select.
    pub(super) fn speaks_for(&self, name: &str, workload: &Workload<'_, '_>) -> bool {
        let OtelInject { name: own, spec } = &self.otel_inject;
        match &self.beside {
            None => name == own,
            Some(beside) if name != own => name == beside,
            Some(_) => spec.rules.iter().any(|rule| !rule.inject.is_empty() && selects(&rule.select, workload)),
        }
    }
}
