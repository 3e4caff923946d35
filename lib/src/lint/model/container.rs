//! A container and its variables after injection, with where each comes from.

use std::borrow::Cow;

use crate::decision::Request;
use crate::k8s::{self, Section};
use crate::operator::Language;
use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};

use super::Workload;

/// A container after injection.
#[derive(Debug)]
pub struct Container<'i> {
    /// Its index in [`Workload::containers`].
    pub(in crate::lint) index: usize,
    /// The list it is in.
    pub section: Section,
    /// The container after injection.
    pub effective: k8s::Container<'i, 'i>,
    /// The container as people wrote it. `None` if injection adds it.
    pub written: Option<k8s::Container<'i, 'i>>,
    /// The requests that are carried out in it.
    pub requests: Vec<&'i Request<'i>>,
    /// Where it is in the object after injection.
    pub at: Pointer<'static>,
    /// Nearly every rule asks for some, so they are listed once.
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
                let written = written.iter().find(|container| container.name() == name).copied();
                let outcomes = workload.decision().outcomes();
                let is_in = |request: &&'i Request<'i>| {
                    request.containers.iter().any(|place| place.section == section && place.name == name)
                        && !outcomes.iter().any(|outcome| {
                            outcome.skipped.is_some()
                                && outcome.language == request.language
                                && outcome.container.as_deref().is_none_or(|container| container == name)
                        })
                };
                let requests: Vec<_> = workload.requests().iter().filter(is_in).collect();
                let (index, variables) = (all.len(), variables(value));
                all.push(Self { index, section, effective, written, requests, at, variables });
            }
        }
        all
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'i str {
        self.effective.name()
    }

    /// Whether injection adds it.
    #[must_use]
    pub fn is_added(&self) -> bool {
        self.written.is_none()
    }

    /// Whether a language is injected into it.
    #[must_use]
    pub fn has(&self, language: Language) -> bool {
        self.requests.iter().any(|request| request.language == language)
    }

    /// Its variables after injection, in order.
    #[must_use]
    pub fn variables(&self) -> &[Variable<'i>] {
        &self.variables
    }

    /// A variable after injection. Of several with one name the last one holds, as in Kubernetes.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<Variable<'i>> {
        self.variables().iter().rev().find(|variable| variable.name == name).copied()
    }

    /// Whether injection adds a variable.
    pub(super) fn adds(&self, variable: &Variable<'_>) -> bool {
        let list = self.effective.0.get("env").and_then(Value::as_list);
        list.and_then(|list| list.elements().get(variable.index)).is_none_or(|element| element.origin.is_none())
    }

    /// Where something below the container is in the object after injection.
    #[must_use]
    pub fn below(&self, keys: &[&'static str]) -> Pointer<'static> {
        self.joined(keys.iter().map(|key| Step::Key((*key).into())))
    }

    /// Where the entry of a variable is in the object after injection.
    #[must_use]
    pub fn entry(&self, variable: &Variable<'_>) -> Pointer<'static> {
        self.joined([Step::Key("env".into()), Step::Index(variable.index)])
    }

    /// Where the value of a variable is in the object after injection.
    #[must_use]
    pub fn value(&self, variable: &Variable<'_>) -> Pointer<'static> {
        self.joined([Step::Key("env".into()), Step::Index(variable.index), Step::Key("value".into())])
    }

    fn joined(&self, steps: impl IntoIterator<Item = Step<'static>, IntoIter: ExactSizeIterator>) -> Pointer<'static> {
        let steps = steps.into_iter();
        let mut at = Vec::with_capacity(self.at.0.len() + steps.len());
        at.extend_from_slice(&self.at.0);
        at.extend(steps);
        Pointer(at)
    }
}

fn variables<'i>(container: &'i Value<'i>) -> Vec<Variable<'i>> {
    let list = container.get("env").and_then(Value::as_list);
    let mut variables = Vec::with_capacity(list.map_or(0, List::len));
    let entries = list.into_iter().flat_map(List::iter).enumerate();
    let variable =
        |(index, entry): (usize, &'i Value<'i>)| Some(Variable { name: entry.get("name")?.as_str()?, entry, index });
    variables.extend(entries.filter_map(variable));
    variables
}

impl<'i> Variable<'i> {
    /// Its value as text. `None` if `valueFrom` gives it.
    #[must_use]
    pub fn value(&self) -> Option<Cow<'i, str>> {
        value_of(self.entry)
    }
}

/// The value of an entry as text. `None` if `valueFrom` gives it.
pub(super) fn value_of<'i>(entry: &'i Value<'i>) -> Option<Cow<'i, str>> {
    if entry.get("valueFrom").is_some_and(|source| !source.is_null()) {
        return None;
    }
    Some(entry.get("value").and_then(Value::text).unwrap_or_default())
}
