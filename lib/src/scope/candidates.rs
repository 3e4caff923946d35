//! Objects that one name may mean, by where they are.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::{Near, Scope};

/// Objects that one name may mean, by their numbers, all of them and by place. Of equal ones in a row there is only the
/// first.
#[derive(Debug, Default)]
pub struct Candidates {
    all: Vec<usize>,
    by_folder: HashMap<usize, Vec<usize>>,
    by_kustomization: HashMap<usize, Vec<usize>>,
    beside: Vec<usize>,
}

/// What a name means at some place.
#[derive(Debug, Clone)]
pub struct Nearest<'c> {
    /// The objects that it may mean there.
    pub numbers: Cow<'c, [usize]>,
    /// What makes them near; `None` if the name has one answer, or none of several is near.
    pub by: Option<Near>,
}

impl Candidates {
    /// Adds an object of a source.
    pub fn add(&mut self, number: usize, source: usize, scope: &Scope, is_same: impl Fn(usize, usize) -> bool) {
        let add = |numbers: &mut Vec<usize>| match numbers.last() {
            Some(last) if is_same(*last, number) => {}
            _ => numbers.push(number),
        };
        add(&mut self.all);
        let Some(folder) = scope.folder(source) else { return add(&mut self.beside) };
        add(self.by_folder.entry(folder).or_default());
        for kustomization in scope.kustomizations(source).into_iter().flatten() {
            add(self.by_kustomization.entry(kustomization).or_default());
        }
    }

    /// Whether nothing has the name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> Nearest<'_> {
        Nearest { numbers: Cow::Borrowed(&self.all), by: None }
    }

    /// What the name means in a source: its one answer or, of several, those that are near.
    #[must_use]
    pub fn nearest(&self, scope: &Scope, source: usize) -> Option<Nearest<'_>> {
        let all = || (!self.is_empty()).then(|| self.all());
        if self.all.len() < 2 { all() } else { self.near(scope, source).or_else(all) }
    }

    /// Those that are near to a source, whether or not there are others.
    #[must_use]
    pub fn near(&self, scope: &Scope, source: usize) -> Option<Nearest<'_>> {
        let in_folder = scope.folders_up(source).enumerate().find_map(|(steps, folder)| {
            let by = if steps == 0 { Near::InFolder } else { Near::Above(folder) };
            Some((self.by_folder.get(&folder)?, by))
        });
        let in_folder = in_folder.map(|(numbers, by)| (Cow::Borrowed(&numbers[..]), by));
        let beside = || (!self.beside.is_empty()).then_some((Cow::Borrowed(&self.beside[..]), Near::Beside));
        let found = in_folder.or_else(|| self.built_with(scope, source)).or_else(beside);
        found.map(|(numbers, by)| Nearest { numbers, by: Some(by) })
    }

    /// Those of the innermost kustomizations that a source is part of together with one of them.
    fn built_with(&self, scope: &Scope, source: usize) -> Option<(Cow<'_, [usize]>, Near)> {
        if self.by_kustomization.is_empty() {
            return None;
        }
        let innermost = |level: Vec<usize>| {
            let found = level.into_iter().filter_map(|one| Some((self.by_kustomization.get(&one)?, one)));
            let found: Vec<(&Vec<usize>, usize)> = found.collect();
            let (first, kustomization) = *found.first()?;
            let numbers = match found.len() {
                1 => Cow::Borrowed(&first[..]),
                _ => found
                    .iter()
                    .flat_map(|(numbers, _)| *numbers)
                    .copied()
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect(),
            };
            Some((numbers, Near::BuiltWith(kustomization)))
        };
        scope.kustomizations(source).into_iter().find_map(innermost)
    }
}
