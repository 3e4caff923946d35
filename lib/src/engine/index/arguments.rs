//! The rule that the arguments of a command line make, in place of those of a configuration.

use std::mem;

use crate::config::{ARGUMENTS, OtelInject, Rule};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::input::Settings;
use crate::k8s::{Kinds, Object, StringMap, Workload};
use crate::selection::selects;
use crate::value::Value;

use super::config::Config;

impl Config {
    /// Takes a rule of the caller's; it is an error if the configuration has rules itself.
    pub(crate) fn with_rule(mut self, rule: Option<Rule>) -> Self {
        let Some(rule) = rule else { return self };
        let known = self.otel_inject.spec.kinds();
        for misread in rule.select.kinds.iter().filter_map(|kind| kind.check(&known).err()) {
            let unknown = Diagnostic::new(Severity::Error, Code::KindUnknown, misread.message);
            self.diagnostics.push(unknown.help(misread.help));
        }
        let OtelInject { name, spec } = &mut self.otel_inject;
        if spec.rules.is_empty() {
            spec.rules.push(rule);
            self.beside = Some(mem::replace(name, ARGUMENTS.to_owned()));
        } else {
            let twice =
                Diagnostic::new(Severity::Error, Code::RulesTwice, "there are rules here, and the arguments make one");
            let twice = twice.help("write what the arguments say as a rule here, or leave them or this file out");
            self.diagnostics.push(Diagnostic { location: self.rules.clone(), ..twice });
        }
        self
    }

    /// Whether this run knows what the configuration of this name, found in a record, asks for now. Arguments are given
    /// for some workloads now and for others later, so they speak only for the workloads that they select.
    pub(crate) fn speaks_for(&self, name: &str, workload: &Workload<'_, '_>) -> bool {
        let own = &self.otel_inject.name;
        match &self.beside {
            None => name == own,
            Some(beside) if name != own => name == beside,
            Some(_) => self.asking().is_some_and(|rule| selects(&rule.select, workload)),
        }
    }

    /// The rule of the arguments, if they select an object.
    pub(crate) fn arguments_for(&self, object: &Value<'_>, settings: &Settings, kinds: &Kinds) -> Option<&Rule> {
        let rule = self.arguments()?;
        let own = Object(object).namespace();
        let namespace = own.as_deref().or(settings.namespace.as_deref());
        let workload = Workload::all(kinds, object, namespace, StringMap::default()).into_iter().next()?;
        selects(&rule.select, &workload).then_some(rule)
    }

    /// The rule of the arguments, if it says what is injected, or into which containers.
    pub(crate) fn arguments(&self) -> Option<&Rule> {
        self.beside.as_ref()?;
        self.otel_inject.spec.rules.iter().find(|rule| !rule.inject.is_empty() || rule.containers.is_some())
    }

    /// The rule of the arguments, if it requests injection.
    fn asking(&self) -> Option<&Rule> {
        self.beside.as_ref()?;
        self.otel_inject.spec.rules.iter().find(|rule| !rule.inject.is_empty())
    }
}
