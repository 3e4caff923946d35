//! What Namespaces say, and where they are.

use std::collections::BTreeMap;

use crate::diagnostic::Location;
use crate::k8s::{Object, StringMap};
use crate::operator::{Annotation, says_yes};
use crate::value::Value;

/// The Namespaces of all inputs, by name.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    named: BTreeMap<String, Namespace>,
    /// By a name that a Namespace had before kustomize renamed it, the one that it has.
    renamed: BTreeMap<String, String>,
    /// Whether one of them asks for injection into its workloads.
    pub(super) ask: bool,
}

#[derive(Debug)]
struct Namespace {
    annotations: Value<'static>,
    location: Location,
}

impl Namespaces {
    /// Adds one that the inputs hold; of two with one name the last counts.
    pub(super) fn add(&mut self, object: Object<'_, '_>, location: Location) {
        self.ask |= object.annotations().iter().any(|(key, value)| asks(key, &value));
        let annotations = object.0.at(&["metadata", "annotations"]).cloned().unwrap_or_default().into_owned();
        let name = object.name().into_owned();
        self.renamed.extend(object.previous_names().into_iter().map(|one| (one.name, name.clone())));
        self.named.insert(name, Namespace { annotations, location });
    }

    /// Adds one that the configuration stands in for, unless the inputs hold it; whether it was added.
    pub(super) fn add_configured(
        &mut self,
        name: &str,
        annotations: &BTreeMap<String, String>,
        location: Location,
    ) -> bool {
        if self.named.contains_key(name) {
            return false;
        }
        self.ask |= annotations.iter().any(|(key, value)| asks(key, value));
        let annotations = annotations.iter().map(|(key, value)| (key.clone().into(), Value::from(value.clone())));
        let annotations = Value::Map(annotations.collect());
        self.named.insert(name.to_owned(), Namespace { annotations, location });
        true
    }

    pub(super) fn annotations(&self, name: &str) -> StringMap<'_, 'static> {
        StringMap::new(self.get(name).map(|namespace| &namespace.annotations))
    }

    pub(super) fn location(&self, name: &str) -> Option<&Location> {
        self.get(name).map(|namespace| &namespace.location)
    }

    /// By its name, or else by one that it had during the build.
    fn get(&self, name: &str) -> Option<&Namespace> {
        self.named.get(name).or_else(|| self.named.get(self.renamed.get(name)?))
    }
}

/// Whether an annotation of a Namespace asks for injection.
fn asks(key: &str, value: &str) -> bool {
    matches!(Annotation::parse(key), Some(Annotation::Inject(_))) && says_yes(value)
}
