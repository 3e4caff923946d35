//! What was looked at on the way to a decision, taken down only for who asks.

use crate::diagnostic::{Code, Location};
use crate::k8s::{EnvChange, EnvOffer};
use crate::operator::Language;
use crate::pointer::Pointer;

/// What was looked at on the way to a decision. One that is off takes nothing down and costs nothing.
#[derive(Debug, Default)]
pub struct Trace(Option<Box<Walk>>);

/// Everything that a trace took down.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The variables that were offered to containers, in order.
    pub variables: Vec<Variable>,
    /// The number of the rule that applies.
    pub rule: Option<usize>,
    /// The numbers of the Instrumentations that were found.
    pub instrumentations: Vec<usize>,
}

/// One step: what was looked at and what was found.
#[derive(Debug, Clone)]
pub struct Step {
    /// By what scripts match it.
    pub code: Code,
    /// The language that it is about; `None` if it is about the workload.
    pub language: Option<Language>,
    /// What was found, in one sentence.
    pub message: String,
    /// The value that was found, as it stands there.
    pub value: Option<String>,
    /// Where it was found.
    pub at: At,
    /// Where that is in the sources.
    pub location: Option<Location>,
}

/// A variable that was offered to a container, or that it has of its own.
#[derive(Debug, Clone)]
pub struct Variable {
    /// The language for which it was offered; `None` if it is the container's own.
    pub language: Option<Language>,
    /// Who offers it, in words.
    pub from: String,
    /// The container, who offers it, its name and value, and what became of it.
    pub offer: EnvOffer,
    /// Where it is said.
    pub at: At,
    /// Where that is in the sources.
    pub location: Option<Location>,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// In no file.
    Nowhere,
    /// In the workload.
    Workload(Pointer<'static>),
    /// In the workload's Namespace.
    Namespace(Pointer<'static>),
    /// In the Instrumentation of this namespace/name.
    Instrumentation(String, Pointer<'static>),
    /// At the name of the Instrumentation of this number.
    Candidate(usize),
    /// In the configuration.
    Config(Pointer<'static>),
    /// In the rule that applies.
    Rule(Pointer<'static>),
}

impl Trace {
    /// One that takes everything down.
    #[must_use]
    pub fn on() -> Self {
        Self(Some(Box::default()))
    }

    /// Whether anybody asks.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Takes a step down.
    pub fn step(&mut self, step: impl FnOnce() -> Step) {
        if let Some(walk) = &mut self.0 {
            walk.steps.push(step());
        }
    }

    /// Takes the rule that applies down.
    pub fn rule(&mut self, index: usize) {
        if let Some(walk) = &mut self.0 {
            walk.rule = Some(index);
        }
    }

    /// Takes an Instrumentation down that was found.
    pub fn instrumentation(&mut self, number: usize) {
        if let Some(walk) = &mut self.0 {
            walk.instrumentations.push(number);
        }
    }

    /// Takes variables down that were offered for a language.
    pub fn variables(&mut self, variables: impl IntoIterator<Item = Variable>) {
        if let Some(walk) = &mut self.0 {
            walk.variables.extend(variables);
        }
    }

    /// What was taken down.
    #[must_use]
    pub fn into_walk(self) -> Walk {
        self.0.map_or_else(Walk::default, |walk| *walk)
    }
}

impl Step {
    /// A step about the workload, without a place.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, language: None, message, value: None, at: At::Nowhere, location: None }
    }

    /// The same about a language.
    #[must_use]
    pub fn of(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// The same with the value that was found.
    #[must_use]
    pub fn found(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The same with the place where it was found.
    #[must_use]
    pub fn at(mut self, at: At) -> Self {
        self.at = at;
        self
    }
}

impl Variable {
    /// Whether the value that the container has in the end is this one.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.offer.change != EnvChange::Lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_that_is_off_does_not_even_ask() {
        let mut trace = Trace::default();
        trace.step(|| unreachable!("nobody asks"));
        assert!(!trace.is_on() && trace.into_walk().steps.is_empty());
        let mut trace = Trace::on();
        trace.step(|| Step::new(Code::Record, "b"));
        assert_eq!(trace.into_walk().steps.len(), 1);
    }
}
