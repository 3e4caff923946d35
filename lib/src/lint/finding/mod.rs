//! What rules find.

mod fix;
mod overlap;
mod place;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diagnostic::{Diagnostic, Location, Related, Severity};

pub use fix::{Change, Fix, ResourceId, Safety};
pub use overlap::chosen;
pub use place::Place;

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
    pub(in crate::lint) once: Option<String>,
    /// How many others there are that are not told.
    others: usize,
    /// What those are called behind their number, where it is told.
    likewise: Option<&'static str>,
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
            // Most have one.
            self.related.reserve_exact(1);
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

    /// It is told once for its place, and the place that was pointed at last says how many more there are: `, and 5` and
    /// what is given here.
    pub fn counted(&mut self, likewise: &'static str) -> &mut Self {
        let Place { object, field, .. } = &self.place;
        let about = object.as_ref().map_or_else(String::new, ToString::to_string);
        self.once = Some([&about, " ", field].concat());
        self.likewise = Some(likewise);
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

    /// Says how many there are that are not told.
    pub(in crate::lint) fn count(&mut self) {
        if let (Some(likewise), Some(last), 1..) = (self.likewise, self.related.last_mut(), self.others) {
            last.label.push_str(&format!(", and {} {likewise}", self.others));
        }
    }

    /// It, as it is shown.
    #[must_use]
    pub fn into_diagnostic(self) -> Diagnostic {
        let Self { rule, severity, message, place, label, related, mut help, fix, .. } = self;
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
pub struct Findings {
    rule: &'static str,
    severity: Severity,
    found: Vec<Finding>,
}

impl Findings {
    pub(in crate::lint) fn new(rule: &'static str, severity: Severity) -> Self {
        Self { rule, severity, found: Vec::new() }
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
            others: 0,
            likewise: None,
        };
        self.found.push(finding);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    pub(in crate::lint) fn into_found(self) -> Vec<Finding> {
        if self.found.iter().all(|finding| finding.once.is_none()) {
            return self.found;
        }
        let mut told = Vec::new();
        tell(self.found, &mut told);
        told
    }
}

/// Adds what one rule found to what is told, of several that are told once the first.
pub(in crate::lint) fn tell(found: impl IntoIterator<Item = Finding>, told: &mut Vec<Finding>) {
    let mut first: BTreeMap<(usize, usize, String), usize> = BTreeMap::new();
    for finding in found {
        if let Some(about) = &finding.once {
            let Location { source, span } = &finding.place.location;
            match first.entry((*source, span.start, about.clone())) {
                Entry::Occupied(known) => {
                    told[*known.get()].others += finding.others + 1;
                    continue;
                }
                Entry::Vacant(new) => {
                    new.insert(told.len());
                }
            }
        }
        told.push(finding);
    }
}
