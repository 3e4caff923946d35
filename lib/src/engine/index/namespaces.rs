//! What Namespaces say, and where they are.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic, Location, Related, Severity};
use crate::k8s::{Object, StringMap};
use crate::operator::{ANNOTATION_PREFIX, Annotation, SIDECAR, says_yes};
use crate::scope::{Candidates, Near, Nearest, Scope};
use crate::value::Value;

/// The Namespaces of all inputs, by name.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    all: Vec<Namespace>,
    named: HashMap<String, Candidates>,
    /// By a name that Namespaces had before kustomize renamed them.
    renamed: HashMap<String, Candidates>,
    /// Whether one of them asks for injection into its workloads.
    pub(super) ask: bool,
}

/// A Namespace of the inputs, or one that the configuration stands in for.
#[derive(Debug)]
pub(super) struct Namespace {
    name: String,
    annotations: Value<'static>,
    labels: Value<'static>,
    pub(super) location: Location,
}

/// The Namespace that counts somewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts<'i> {
    pub(super) namespace: &'i Namespace,
    /// Another one that is as near, in another folder, and says something else to the operator.
    differs: Option<&'i Namespace>,
    /// What makes it near, if there are several of that name.
    by: Option<Near>,
    is_only: bool,
}

impl Namespaces {
    /// Adds one that the inputs hold.
    pub(super) fn add(&mut self, object: Object<'_, '_>, location: Location, scope: &Scope) {
        let previous: Vec<String> = object.previous_names().into_iter().map(|one| one.name).collect();
        let of = |key| object.0.at(&["metadata", key]).cloned().unwrap_or_default().into_owned();
        let (annotations, labels) = (of("annotations"), of("labels"));
        self.push(Namespace { name: object.name().into_owned(), annotations, labels, location }, previous, scope);
    }

    /// Adds one that the configuration stands in for, unless the inputs hold it; whether it was added.
    pub(super) fn add_configured(
        &mut self,
        name: &str,
        annotations: &BTreeMap<String, String>,
        location: Location,
        scope: &Scope,
    ) -> bool {
        if self.named.contains_key(name) {
            return false;
        }
        let annotations = annotations.iter().map(|(key, value)| (key.clone().into(), Value::from(value.clone())));
        let (annotations, labels) = (Value::Map(annotations.collect()), Value::default());
        self.push(Namespace { name: name.to_owned(), annotations, labels, location }, Vec::new(), scope);
        true
    }

    fn push(&mut self, namespace: Namespace, previous: Vec<String>, scope: &Scope) {
        self.ask |= namespace.annotations().iter().any(|(key, value)| asks(key, &value));
        let (number, source) = (self.all.len(), namespace.location.source);
        self.all.push(namespace);
        let all = &self.all;
        let is_same = |one: usize, other: usize| {
            (&all[one].annotations, &all[one].labels) == (&all[other].annotations, &all[other].labels)
        };
        self.named.entry(all[number].name.clone()).or_default().add(number, source, scope, is_same);
        for name in previous {
            self.renamed.entry(name).or_default().add(number, source, scope, is_same);
        }
    }

    /// The one of a name, or else one that had it during the build, that counts in a source: of several that are near
    /// the last.
    pub(super) fn get(&self, name: &str, scope: &Scope, source: usize) -> Option<Counts<'_>> {
        let candidates = self.named.get(name).or_else(|| self.renamed.get(name))?;
        let Nearest { numbers, by } = candidates.nearest(scope, source)?;
        let namespace = &self.all[*numbers.last()?];
        // Those of one folder are read as one stream.
        let others = if matches!(by, Some(Near::InFolder | Near::Above(_))) { &[] } else { &numbers[..] };
        let is_elsewhere = |other: &&Namespace| !scope.is_one_folder(namespace.location.source, other.location.source);
        let others = others.iter().rev().map(|number| &self.all[*number]).filter(is_elsewhere);
        let differs = others.into_iter().find(|other| namespace.asks_else(other));
        let is_only = by.is_none() && numbers.len() == 1;
        Some(Counts { namespace, differs, by, is_only })
    }
}

impl Namespace {
    pub(super) fn annotations(&self) -> StringMap<'_, 'static> {
        StringMap::new(Some(&self.annotations))
    }

    /// Whether its annotations of the operator differ from those of another one.
    fn asks_else(&self, other: &Self) -> bool {
        let is_ours = |key: &str| key.starts_with(ANNOTATION_PREFIX) || key == SIDECAR;
        let says = |one: &Self, other: &Self| {
            let others = other.annotations();
            one.annotations()
                .iter()
                .all(|(key, value)| !is_ours(key) || others.get(key).is_some_and(|one| one == value))
        };
        !says(self, other) || !says(other, self)
    }
}

impl Counts<'_> {
    /// Which of several it is, in words; `None` if it is the only one of its name.
    pub(super) fn which(&self, scope: &Scope) -> Option<String> {
        let name = &self.namespace.name;
        let which = self.by.map_or_else(|| "that was read last".to_owned(), |near| scope.words(near));
        (!self.is_only).then(|| format!("of several Namespaces {name} the one {which} counts"))
    }

    /// What is to be said where it can't be told which of two is meant.
    pub(super) fn conflict(&self) -> Option<Diagnostic> {
        let Namespace { name, location, .. } = self.namespace;
        let message = format!("the Namespace {name} is in several folders, and its annotations differ");
        let mut conflict = Diagnostic::new(Severity::Warning, Code::NamespaceConflict, message).at(location.clone());
        conflict.label = "this one counts".to_owned();
        let label = "and this one doesn't".to_owned();
        conflict.related.push(Related { location: self.differs?.location.clone(), label });
        Some(
            conflict
                .help("keep the one that is meant in the folder of the workloads or above it, or leave the other out"),
        )
    }
}

/// Whether an annotation of a Namespace asks for injection.
fn asks(key: &str, value: &str) -> bool {
    matches!(Annotation::parse(key), Some(Annotation::Inject(_))) && says_yes(value)
}
