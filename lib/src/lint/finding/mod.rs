//! What rules find.

mod fix;
mod overlap;
mod place;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diagnostic::{Diagnostic, DiagnosticId, Location, Related, Severity};

pub use fix::{Change, Fix, ResourceId, Safety};
pub use overlap::non_overlapping;
pub use place::Place;

/// One thing that a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What was found, in one sentence without a full stop.
    pub message: String,
    /// What it is about.
    pub place: Place,
    /// What to say at that place; may be empty.
    pub label: String,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// What to do about it.
    pub help: String,
    /// What repairs it.
    pub fix: Option<Fix>,
    /// What tells it from others at the same place, if it stands for all that are the same.
    dedup_key: Option<String>,
    /// How many others it stands for.
    others: usize,
    /// What those are called behind their number, if it says how many they are.
    likewise: Option<&'static str>,
}

impl Finding {
    /// Sets what to say at the place.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = label.into();
        self
    }

    /// Adds another place that explains it, unless that is its own.
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

    /// It stands for all findings at the same place with the same key, however many workloads make the rule find them:
    /// what an Instrumentation gives to all of them, for example.
    pub fn dedup_by(&mut self, key: impl Into<String>) -> &mut Self {
        self.dedup_key = Some(key.into());
        self
    }

    /// It stands for all findings at its place, and the place that was pointed at last says how many more there are:
    /// `, and 5` and what is given here.
    pub fn dedup_with_count(&mut self, likewise: &'static str) -> &mut Self {
        let Place { object, field, .. } = &self.place;
        let about = object.as_ref().map_or_else(String::new, ToString::to_string);
        self.dedup_key = Some([&about, " ", field].concat());
        self.likewise = Some(likewise);
        self
    }

    /// Sets another severity than the rule's.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Sets the repair, if there is one.
    pub fn fix(&mut self, fix: Option<Fix>) -> &mut Self {
        self.fix = fix;
        self
    }

    /// Says how many others it stands for.
    pub(in crate::lint) fn count(&mut self) {
        if let (Some(likewise), Some(last), 1..) = (self.likewise, self.related.last_mut(), self.others) {
            last.label.push_str(&format!(", and {} {likewise}", self.others));
        }
    }

    /// The finding as a diagnostic.
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
        let (code, location) = (DiagnosticId::Rule(rule), Some(location));
        Diagnostic { severity, code, message, location, label, related, object, field, help }
    }
}

/// Collects what a rule finds.
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
            dedup_key: None,
            others: 0,
            likewise: None,
        };
        self.found.push(finding);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    pub(in crate::lint) fn into_found(self) -> Vec<Finding> {
        if self.found.iter().all(|finding| finding.dedup_key.is_none()) {
            return self.found;
        }
        let mut found = Vec::new();
        dedup(self.found, &mut found);
        found
    }
}

/// Adds what one rule found to a list. Of findings with the same place and key the first stands for the others.
pub(in crate::lint) fn dedup(found: impl IntoIterator<Item = Finding>, all: &mut Vec<Finding>) {
    let mut first: BTreeMap<(usize, usize, String), usize> = BTreeMap::new();
    for finding in found {
        if let Some(key) = &finding.dedup_key {
            let Location { source, span } = &finding.place.location;
            match first.entry((*source, span.start, key.clone())) {
                Entry::Occupied(known) => {
                    all[*known.get()].others += finding.others + 1;
                    continue;
                }
                Entry::Vacant(new) => {
                    new.insert(all.len());
                }
            }
        }
        all.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(start: usize, field: &str) -> Place {
        let location = Location { source: 0, span: start..start + 1 };
        Place { location, object: None, field: field.to_owned() }
    }

    /// What two batches of workloads make of the same findings, put together.
    fn twice(add: impl Fn(&mut Findings)) -> Vec<Finding> {
        let batch = || {
            let mut findings = Findings::new("rule", Severity::Warning);
            add(&mut findings);
            findings.into_found()
        };
        let mut all = Vec::new();
        dedup([batch(), batch()].into_iter().flatten(), &mut all);
        all.iter_mut().for_each(Finding::count);
        all
    }

    #[test]
    fn findings_are_kept_apart_if_nothing_else_is_said() {
        let found = twice(|findings| {
            findings.add(place(0, "env"), "a");
        });
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn of_findings_with_one_place_and_key_the_first_is_kept() {
        let found = twice(|findings| {
            findings.add(place(0, "env"), "a").dedup_by("a");
            findings.add(place(0, "env"), "again").dedup_by("a");
            findings.add(place(0, "env"), "b").dedup_by("b");
            findings.add(place(5, "env"), "c").dedup_by("a");
        });
        assert_eq!(found.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn the_last_place_that_is_pointed_at_says_how_many_more_there_are() {
        let found = twice(|findings| {
            for workload in 0..2 {
                let asked = place(10 + workload, "annotations");
                findings.add(place(0, "endpoint"), "missing").also(asked, "asked for here").dedup_with_count("more");
            }
        });
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(finding.related[0].label, "asked for here, and 3 more");
    }

    #[test]
    fn a_place_does_not_explain_itself() {
        let mut findings = Findings::new("rule", Severity::Warning);
        findings.add(place(0, "a"), "found").also(place(0, "a"), "here").also(place(1, "b"), "and here");
        let found = findings.into_found();
        assert_eq!(found[0].related.iter().map(|related| related.label.as_str()).collect::<Vec<_>>(), ["and here"]);
    }
}
