//! What rules find.

use crate::diagnostic::{Diagnostic, Related, Severity};

use super::fix::{Fix, Safety};
use super::place::Place;
use super::suppression::Unused;

/// One thing that a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What was found, in one sentence without a final stop.
    pub message: String,
    /// What it is about.
    pub place: Place,
    /// What is said at that place; empty to only point at it.
    pub label: String,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// What to do about it.
    pub help: String,
    /// What does it.
    pub fix: Option<Fix>,
    /// What tells it from others at the same place, where it is told once.
    pub(super) once: Option<String>,
}

impl Finding {
    /// Says something at the place.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = label.into();
        self
    }

    /// Another place that explains it. The same one is not pointed at twice.
    pub fn also(&mut self, place: Place, label: impl Into<String>) -> &mut Self {
        if place.location != self.place.location {
            self.related.push(Related { location: place.location, label: label.into() });
        }
        self
    }

    /// What to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = help.into();
        self
    }

    /// It is told once, however many workloads make the rule find it: what an Instrumentation gives to all of them, for
    /// example. What is about something else at the same place has another text.
    pub fn once(&mut self, about: impl Into<String>) -> &mut Self {
        self.once = Some(about.into());
        self
    }

    /// It matters more or less here than elsewhere.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// What does it, if anything can.
    pub fn fix(&mut self, fix: Option<Fix>) -> &mut Self {
        self.fix = fix;
        self
    }

    /// It, as it is shown.
    #[must_use]
    pub fn into_diagnostic(self) -> Diagnostic {
        let Self { rule, severity, message, place, label, related, mut help, fix, once: _ } = self;
        if let Some(fix) = &fix {
            help.push_str(match fix.safety {
                Safety::Safe => " (--fix does it)",
                Safety::Unsafe => " (--fix --unsafe-fixes does it)",
            });
        }
        let Place { location, object, field } = place;
        let (code, location) = (rule, Some(location));
        Diagnostic { severity, code, message, location, label, related, object, field, help }
    }
}

/// What a rule found, to add to.
#[derive(Debug)]
pub struct Findings<'r> {
    rule: &'static str,
    severity: Severity,
    unused: &'r [Unused<'r>],
    found: Vec<Finding>,
}

impl<'r> Findings<'r> {
    pub(super) fn new(rule: &'static str, severity: Severity, unused: &'r [Unused<'r>]) -> Self {
        Self { rule, severity, unused, found: Vec::new() }
    }

    /// Adds a finding of the rule's own severity.
    pub fn add(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        let finding = Finding {
            rule: self.rule,
            severity: self.severity,
            message: message.into(),
            place,
            label: String::new(),
            related: Vec::new(),
            help: String::new(),
            fix: None,
            once: None,
        };
        self.found.push(finding);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// What comments suppress without need, as far as the rules that were run tell.
    pub(super) fn unused(&self) -> &'r [Unused<'r>] {
        self.unused
    }

    pub(super) fn into_found(self) -> Vec<Finding> {
        self.found
    }
}
