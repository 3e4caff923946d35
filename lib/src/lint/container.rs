//! A container and its variables after injection, with where each comes from.

use std::borrow::Cow;

use crate::decision::Request;
use crate::k8s::{self, Section};
use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};

use super::{TaggedImage, Workload};

/// A container after injection.
#[derive(Debug)]
pub struct Container<'i> {
    /// The list it is in.
    pub section: Section,
    /// It, after injection.
    pub effective: k8s::Container<'i, 'i>,
    /// It, as people wrote it; none where injection adds it.
    pub written: Option<k8s::Container<'i, 'i>>,
    /// What is injected into it, by language.
    pub requests: Vec<&'i Request<'i>>,
    /// Where it is in the object after injection.
    pub at: Pointer<'static>,
    /// Its variables: nearly every rule asks for some.
    variables: Vec<Variable<'i>>,
}

/// A variable of a container after injection.
#[derive(Debug, Clone, Copy)]
pub struct Variable<'i> {
    /// Its name.
    pub name: &'i str,
    /// Its entry.
    pub entry: &'i Value<'i>,
    /// Its index in the list.
    pub index: usize,
}

impl<'i> Container<'i> {
    pub(super) fn all(workload: &Workload<'i>) -> Vec<Self> {
        let mut all = Vec::new();
        for section in [Section::Init, Section::Regular] {
            let written: Vec<_> = workload.pod().into_iter().flat_map(|pod| pod.containers(section)).collect();
            for (at, value) in workload.list(section) {
                let effective = k8s::Container(value);
                let name = effective.name();
                let written = written.iter().copied().find(|container| container.name() == name);
                let outcomes = workload.decision().outcomes();
                let is_in = |request: &&'i Request<'i>| {
                    request.containers.iter().any(|place| place.section == section && place.name == name)
                        && !outcomes.iter().any(|outcome| {
                            outcome.skipped.is_some()
                                && outcome.language == request.language
                                && outcome.container.as_deref().is_none_or(|container| container == name)
                        })
                };
                let requests = workload.requests().iter().filter(is_in).collect();
                all.push(Self { section, effective, written, requests, at, variables: variables(value) });
            }
        }
        all
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'i str {
        self.effective.name()
    }

    /// Its image's name and tag.
    #[must_use]
    pub fn tagged_image(&self) -> Option<TaggedImage<'i>> {
        TaggedImage::of(self.effective.image())
    }

    /// Whether injection adds it.
    #[must_use]
    pub fn is_added(&self) -> bool {
        self.written.is_none()
    }

    /// Whether a language is injected into it.
    #[must_use]
    pub fn has(&self, language: &str) -> bool {
        self.requests.iter().any(|request| request.language == language)
    }

    /// Its variables after injection, in order.
    #[must_use]
    pub fn variables(&self) -> &[Variable<'i>] {
        &self.variables
    }

    /// A variable after injection. Of several with one name the last holds, as in Kubernetes.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<Variable<'i>> {
        self.variables().iter().rev().find(|variable| variable.name == name).copied()
    }

    /// Where something below the container is in the object after injection.
    #[must_use]
    pub fn below(&self, keys: &[&'static str]) -> Pointer<'static> {
        let mut at = self.at.clone();
        at.0.extend(Pointer::keys(keys).0);
        at
    }

    /// Where the entry of a variable is in the object after injection.
    #[must_use]
    pub fn entry(&self, variable: &Variable<'_>) -> Pointer<'static> {
        self.below(&["env"]).join(Step::Index(variable.index))
    }

    /// Where the value of a variable is in the object after injection.
    #[must_use]
    pub fn value(&self, variable: &Variable<'_>) -> Pointer<'static> {
        self.entry(variable).join(Step::Key("value".into()))
    }
}

fn variables<'i>(container: &'i Value<'i>) -> Vec<Variable<'i>> {
    let list = container.get("env").and_then(Value::as_list);
    let entries = list.into_iter().flat_map(List::iter).enumerate();
    entries.filter_map(|(index, entry)| Some(Variable { name: entry.str_at(&["name"])?, entry, index })).collect()
}

impl<'i> Variable<'i> {
    /// Its value as text; none where it comes from elsewhere.
    #[must_use]
    pub fn value(&self) -> Option<Cow<'i, str>> {
        if self.from_elsewhere() {
            return None;
        }
        Some(self.entry.get("value").and_then(Value::text).unwrap_or_default())
    }

    /// Whether its value comes from a field, a Secret or a ConfigMap.
    #[must_use]
    pub fn from_elsewhere(&self) -> bool {
        self.entry.get("valueFrom").is_some_and(|source| !source.is_null())
    }
}
