//! The Instrumentations that a workload can choose from, by what may be asked for.

use std::collections::{HashMap, HashSet};

use crate::instrumentation::Instrumentation;
use crate::scope::{Candidates, Near, Nearest, Scope};

/// The Instrumentations of a run as a workload of one source finds them.
#[derive(Debug, Clone, Copy)]
pub struct Choices<'e> {
    /// All of them.
    pub all: &'e [Instrumentation],
    /// Which of them may be meant.
    pub catalogue: &'e Catalogue,
    /// Which of those are near.
    pub scope: &'e Scope,
    /// The source that has the workload.
    pub source: usize,
}

/// Instrumentations by what may be asked for; `None` in place of a name stands for any name.
#[derive(Debug, Default)]
pub struct Catalogue {
    by_asking: HashMap<Asking, Group>,
    /// The first of each namespace and name.
    firsts: Vec<usize>,
}

/// Those that one asking may mean.
#[derive(Debug, Default)]
struct Group {
    candidates: Candidates,
    /// The first of them.
    first: usize,
    /// Whether they differ in namespace or name, and not in their specs alone.
    has_several_names: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Asking {
    /// Those of a namespace, or without one.
    Of(Option<String>, Option<String>),
    /// Those of a namespace, or without one, that had this name before this build changed it.
    Renamed(Option<String>, String),
    /// Those that had this namespace and name.
    Moved(String, String),
    /// Those that serve every namespace.
    Everywhere(Option<String>),
    /// All.
    Any(Option<String>),
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'w> {
    pub(super) namespace: Option<&'w str>,
    /// `None` if any name will do.
    pub(super) name: Option<&'w str>,
    /// Whether the namespace is asked for, rather than that of the workload.
    pub(super) full: bool,
}

/// What there is for it.
pub(super) struct Chosen<'e> {
    pub(super) nearest: Nearest<'e>,
    /// Whether it is of a namespace that nobody named.
    pub(super) guessed: bool,
    /// Whether they may differ in namespace or name.
    pub(super) has_several_names: bool,
}

impl Catalogue {
    /// The source of each Instrumentation stands at its place in `sources`.
    #[must_use]
    pub fn of(all: &[Instrumentation], sources: impl IntoIterator<Item = usize>, scope: &Scope) -> Self {
        let is_same = |one: usize, other: usize| {
            let (one, other) = (&all[one], &all[other]);
            (&one.name, &one.namespace, one.valid) == (&other.name, &other.namespace, other.valid)
                && one.spec == other.spec
        };
        let mut catalogue = Self::default();
        let mut names = HashSet::new();
        for ((number, one), source) in all.iter().enumerate().zip(sources) {
            if names.insert((&one.name, &one.namespace, one.everywhere)) {
                catalogue.firsts.push(number);
            }
            for asking in askings(one) {
                let fresh = || Group { first: number, ..Group::default() };
                let group = catalogue.by_asking.entry(asking).or_insert_with(fresh);
                let first = &all[group.first];
                group.has_several_names |= (&first.name, &first.namespace) != (&one.name, &one.namespace);
                group.candidates.add(number, source, scope, is_same);
            }
        }
        catalogue
    }

    fn get(&self, asking: &Asking) -> Option<&Group> {
        self.by_asking.get(asking)
    }
}

/// All that an Instrumentation may be asked for by.
fn askings(one: &Instrumentation) -> Vec<Asking> {
    let (name, namespace) = (&one.name, &one.namespace);
    let mut askings = Vec::new();
    for name in [Some(name.clone()), None] {
        askings.push(Asking::Of(namespace.clone(), name.clone()));
        if one.everywhere {
            askings.push(Asking::Everywhere(name.clone()));
        }
        askings.push(Asking::Any(name));
    }
    for previous in &one.previous_names {
        askings.push(Asking::Renamed(namespace.clone(), previous.name.clone()));
        askings.push(Asking::Moved(previous.namespace.clone(), previous.name.clone()));
    }
    askings
}

impl<'e> Choices<'e> {
    /// The Instrumentations that are meant. Those of the workload's own namespace come first; what serves it otherwise
    /// only where it has none.
    pub(super) fn of(&self, wanted: Wanted<'_>) -> Option<Chosen<'e>> {
        let name = || wanted.name.map(str::to_owned);
        let own = self
            .catalogue
            .get(&Asking::Of(wanted.namespace.map(str::to_owned), name()))
            .or_else(|| self.catalogue.get(&renamed(wanted)?));
        let chosen = |group: &'e Group, guessed| {
            let nearest = group.candidates.nearest(self.scope, self.source)?;
            Some(Chosen { nearest, guessed, has_several_names: group.has_several_names })
        };
        if wanted.namespace.is_some() {
            let serving = own.or_else(|| self.catalogue.get(&Asking::Everywhere(name())));
            // Nothing says where one goes that names no namespace: to the workload's, if there is no other.
            let unplaced = || self.catalogue.get(&Asking::Of(None, name())).filter(|_| !wanted.full);
            return serving.map_or_else(|| chosen(unplaced()?, true), |serving| chosen(serving, false));
        }
        let any = self.catalogue.get(&Asking::Any(name()));
        let Some(own) = own else { return chosen(any?, true) };
        let here = any.filter(|_| own.candidates.near(self.scope, self.source).is_none());
        let here = here.and_then(|any| any.candidates.near(self.scope, self.source));
        match here.filter(|here| here.by != Some(Near::Beside)) {
            // One without a namespace that is in some other folder yields to one that is near.
            Some(nearest) => Some(Chosen { nearest, guessed: true, has_several_names: true }),
            None => chosen(own, false),
        }
    }

    /// The Instrumentations without those that share namespace and name with an earlier one.
    pub(super) fn by_name(&self) -> impl Iterator<Item = &'e Instrumentation> {
        self.catalogue.firsts.iter().map(|number| &self.all[*number])
    }

    /// The first Instrumentation that has the name that is asked for, whatever its namespace.
    pub(super) fn elsewhere(&self, wanted: Wanted<'_>) -> Option<&'e Instrumentation> {
        let any = self.catalogue.get(&Asking::Any(wanted.name.map(str::to_owned)))?;
        let nearest = any.candidates.nearest(self.scope, self.source)?;
        self.all.get(*nearest.numbers.first()?)
    }
}

/// Within a kustomize build an annotation may still say the name that was there before the build changed it.
fn renamed(wanted: Wanted<'_>) -> Option<Asking> {
    let name = wanted.name?.to_owned();
    let namespace = wanted.namespace.map(str::to_owned);
    Some(if wanted.full { Asking::Moved(namespace?, name) } else { Asking::Renamed(namespace, name) })
}
