//! Which sources a kustomization builds together, as far as their texts tell.

use std::collections::{BTreeSet, HashMap};

use crate::value::{List, Value};
use crate::yaml;

use super::File;
use super::paths::{folder, join};

/// The names that kustomize looks for, in its order.
pub const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The fields that name the files and folders that a kustomization builds from.
pub const RESOURCES: [&str; 3] = ["resources", "bases", "components"];

/// The fields that name files and folders whose objects are part of a build.
const LISTS: [&str; 4] = [RESOURCES[0], RESOURCES[1], RESOURCES[2], "transformers"];

/// By source, the kustomizations that list it, or the folder whose kustomization it is.
#[derive(Debug, Default)]
pub(super) struct Kustomizations {
    listed_by: HashMap<usize, Vec<usize>>,
}

impl Kustomizations {
    /// `paths`: the normal path of each file, or nothing where it is no part of a tree of folders.
    pub(super) fn of(files: &[File<'_>], paths: &[Option<String>]) -> Self {
        let is_one = |path: &str| NAMES.contains(&path.rsplit('/').next().unwrap_or_default());
        let there = || paths.iter().enumerate().filter_map(|(source, path)| Some((source, path.as_deref()?)));
        let found: Vec<(usize, &str)> = there().filter(|(_, path)| is_one(path)).collect();
        let mut kustomizations = Self::default();
        if found.is_empty() {
            return kustomizations;
        }
        // A folder's name stands for the kustomization in it.
        let mut by_path: HashMap<&str, usize> = there().map(|(source, path)| (path, source)).collect();
        by_path.extend(found.iter().rev().map(|(source, path)| (folder(path), *source)));
        for (kustomization, path) in found {
            let listed = listed(files[kustomization].text).into_iter();
            let sources: BTreeSet<usize> =
                listed.filter_map(|entry| by_path.get(&*join(folder(path), &entry)).copied()).collect();
            for source in sources.into_iter().filter(|source| *source != kustomization) {
                kustomizations.listed_by.entry(source).or_default().push(kustomization);
            }
        }
        kustomizations
    }

    /// The kustomizations that a source is part of, each once: those that list it, then those that list these, and so
    /// on.
    pub(super) fn around(&self, source: usize) -> Vec<Vec<usize>> {
        let mut seen = BTreeSet::from([source]);
        let mut levels: Vec<Vec<usize>> = Vec::new();
        let mut below = vec![source];
        while !below.is_empty() {
            let listing = below.iter().filter_map(|source| self.listed_by.get(source)).flatten().copied();
            below = listing.filter(|kustomization| seen.insert(*kustomization)).collect();
            levels.extend((!below.is_empty()).then(|| below.clone()));
        }
        levels
    }
}

/// The entries of all lists. What can't be read lists nothing.
fn listed(text: &str) -> Vec<String> {
    let mut entries = Vec::new();
    for range in yaml::documents(text) {
        let Ok(tree) = yaml::read(&text[range]) else { continue };
        let Some(value) = tree.root().and_then(|root| yaml::value(&tree, root).ok()) else { continue };
        let lists = LISTS.iter().filter_map(|field| value.get(field)?.as_list());
        entries.extend(lists.flat_map(List::iter).filter_map(Value::as_str).map(str::to_owned));
    }
    entries
}
