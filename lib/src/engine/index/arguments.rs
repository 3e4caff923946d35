//! The rule that the arguments of a command line make, in place of those of a configuration.

use std::mem;

use crate::config::{ARGUMENTS, OtelInject, Rule, Select};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::input::Settings;
use crate::k8s::{Object, StringMap, Workload};
use crate::selection::selects;
use crate::value::Value;

use super::config::Config;

impl Config {
    /// Takes a rule of the caller's; it is an error if the configuration has rules itself.
    pub(crate) fn with_rule(mut self, rule: Option<Rule>) -> Self {
        let Some(rule) = rule else { return self };
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

    /// Whether the arguments request injection for an object.
    pub(crate) fn arguments_select(&self, object: &Value<'_>, settings: &Settings) -> bool {
        let Some(rule) = self.asking() else { return false };
        let own = Object(object).namespace();
        let namespace = own.as_deref().or(settings.namespace.as_deref());
        let workload = Workload::of(object, namespace, StringMap::default());
        workload.is_some_and(|workload| selects(&rule.select, &workload))
    }

    /// What to say if the arguments request injection and select no workload: patterns are mistaken more often than
    /// inputs.
    pub(crate) fn nothing_selected(&self) -> Option<Diagnostic> {
        self.asking().filter(|rule| rule.select != Select::default())?;
        let nothing =
            Diagnostic::new(Severity::Warning, Code::NothingSelected, "the arguments select none of the workloads");
        let help =
            "patterns are of whole names, with * for any text; labels are those of the workload, not of its pods";
        Some(nothing.help(help))
    }

    /// The rule of the arguments, if it requests injection.
    fn asking(&self) -> Option<&Rule> {
        self.beside.as_ref()?;
        self.otel_inject.spec.rules.iter().find(|rule| !rule.inject.is_empty())
    }
}
