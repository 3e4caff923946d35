//! Which of several objects of one name is meant in a file: a run may read a whole repository, whose folders are
//! independent and share names.
//!
//! A name that has one answer in the run needs nothing of this. Of several, those count that are in the file's own
//! folder; else those in the nearest folder above that has any; else those that a kustomization builds together with the
//! file, the innermost first; else those that are given beside the input, which hold for the whole run.

mod candidates;
mod kustomizations;
mod paths;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::printable;

use kustomizations::Kustomizations;

pub use candidates::{Candidates, Nearest};
pub use kustomizations::{NAMES as KUSTOMIZATIONS, RESOURCES};

/// A file of a run.
#[derive(Debug, Clone, Copy)]
pub struct File<'s> {
    /// Its path, with `/` between its parts.
    pub name: &'s str,
    /// What it says.
    pub text: &'s str,
    /// Whether it is given beside the input, for the whole run.
    pub is_beside: bool,
}

/// What makes an object near to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near {
    /// It is in the same folder.
    InFolder,
    /// It is in this folder above.
    Above(usize),
    /// This source is a kustomization that builds both.
    BuiltWith(usize),
    /// It is given beside the input.
    Beside,
}

/// Where the files of a run are.
#[derive(Debug, Default)]
pub struct Scope {
    /// The folder of each source, and whether it is given beside the input.
    places: Vec<(usize, bool)>,
    /// The folders that have files, each with the nearest of them above.
    folders: Vec<(String, Option<usize>)>,
    kustomizations: Kustomizations,
}

impl Scope {
    /// From the sources of a run, in their order.
    #[must_use]
    pub fn of(files: &[File<'_>]) -> Self {
        let paths: Vec<String> = files.iter().map(|file| paths::normal(file.name)).collect();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut names: Vec<&str> = Vec::new();
        let mut places = Vec::with_capacity(files.len());
        for (file, path) in files.iter().zip(&paths) {
            let name = paths::folder(path);
            let number = *numbers.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            });
            places.push((number, file.is_beside));
        }
        let highest = names.iter().map(|name| paths::climbs(name)).max().unwrap_or_default();
        let above = |name: &str| {
            let mut next = paths::above(name)?.into_owned();
            while paths::climbs(&next) <= highest {
                if let Some(number) = numbers.get(&*next) {
                    return Some(*number);
                }
                next = paths::above(&next)?.into_owned();
            }
            None
        };
        let folders = names.iter().map(|name| ((*name).to_owned(), above(name))).collect();
        let in_tree = files.iter().zip(&paths).map(|(file, path)| (!file.is_beside).then(|| path.clone()));
        let kustomizations = Kustomizations::of(files, &in_tree.collect::<Vec<_>>());
        Self { places, folders, kustomizations }
    }

    /// In words, where an object is that is near to a workload: as in "the one …".
    #[must_use]
    pub fn words(&self, near: Near) -> String {
        let shown = |folder: usize| match self.folders.get(folder).map_or("", |(name, _)| name) {
            "" => Cow::Borrowed("."),
            name => printable(name),
        };
        match near {
            Near::InFolder => "in the workload's folder".to_owned(),
            Near::Above(folder) => format!("in {}, the nearest folder above", shown(folder)),
            Near::BuiltWith(source) => {
                let folder = self.places.get(source).map_or(0, |(folder, _)| *folder);
                format!("that the kustomization in {} builds with the workload", shown(folder))
            }
            Near::Beside => "given beside the input".to_owned(),
        }
    }

    /// Whether two sources are in one folder.
    #[must_use]
    pub fn is_one_folder(&self, one: usize, other: usize) -> bool {
        self.places.get(one) == self.places.get(other)
    }

    /// The folder of a source; `None` if it is given beside the input.
    fn folder(&self, source: usize) -> Option<usize> {
        self.places.get(source).filter(|(_, is_beside)| !is_beside).map(|(folder, _)| *folder)
    }

    /// The folder of a source and those above that have files, the nearest first.
    fn folders_up(&self, source: usize) -> impl Iterator<Item = usize> {
        let own = self.places.get(source).map(|(folder, _)| *folder);
        std::iter::successors(own, |folder| self.folders[*folder].1)
    }

    /// The kustomizations that a source is part of, the innermost first.
    fn kustomizations(&self, source: usize) -> Vec<Vec<usize>> {
        self.kustomizations.around(source)
    }
}

#[cfg(test)]
mod tests;
