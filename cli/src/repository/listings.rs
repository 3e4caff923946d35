//! What all kustomizations together say of files.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::folder_of;
use super::kustomization::{Kustomization, Lists, Use};
use super::left_out::By;

/// What all kustomizations together say of files, by the names that `same` gives.
#[derive(Debug, Default)]
pub(super) struct Listings {
    /// The name of a folder's kustomization, and whether all that there are could be read.
    of_folder: BTreeMap<PathBuf, (String, bool)>,
    /// What a file is used for, and by which kustomization.
    uses: HashMap<PathBuf, (Use, By)>,
    /// Files and folders of which something is built.
    resources: HashSet<PathBuf>,
    /// The folder that shows what comes of a kustomization.
    built_in: HashMap<PathBuf, Option<String>>,
}

impl Listings {
    pub(super) fn of(kustomizations: impl Iterator<Item = Kustomization>) -> Self {
        let mut seen = HashSet::new();
        let all: Vec<Kustomization> = kustomizations.filter(|one| seen.insert(one.file.clone())).collect();
        let mut listings = Self::default();
        let around = parents(&all);
        let mut plugins = HashSet::new();
        for (number, Kustomization { file, name, folder, lists }) in all.iter().enumerate() {
            let (_, is_readable) = listings.of_folder.entry(folder.clone()).or_insert_with(|| (name.clone(), true));
            *is_readable &= lists.is_some();
            let built_in = built_in(number, &all, &around);
            listings.built_in.insert(file.clone(), built_in.clone());
            let by = By { name: name.clone(), built_in };
            for (file, used) in lists.iter().flat_map(|lists| &lists.uses) {
                let files = if *used == Use::Plugin { plugins_in(file, &mut plugins) } else { vec![file.clone()] };
                for file in files {
                    listings.uses.entry(file).or_insert_with(|| (*used, by.clone()));
                }
            }
        }
        listings.resources = resources(&all, &plugins);
        listings
    }

    /// What a file is used for.
    pub(super) fn used(&self, file: &Path) -> Option<&(Use, By)> {
        self.uses.get(file)
    }

    /// Whether something is built from a file itself.
    pub(super) fn is_resource(&self, file: &Path) -> bool {
        self.resources.contains(file)
    }

    /// The folder that shows what comes of a kustomization when it is built.
    pub(super) fn built_in(&self, kustomization: &Path) -> Option<String> {
        self.built_in.get(kustomization).cloned().flatten()
    }

    /// The nearest kustomization around a file, if it can't be read.
    pub(super) fn unreadable_around(&self, file: &Path) -> Option<&str> {
        let (name, is_readable) = file.ancestors().skip(1).find_map(|folder| self.of_folder.get(folder))?;
        (!is_readable).then_some(name)
    }
}

/// By folder, the kustomizations that build from it.
fn parents(all: &[Kustomization]) -> HashMap<&Path, Vec<usize>> {
    let mut parents: HashMap<&Path, Vec<usize>> = HashMap::new();
    for (number, kustomization) in all.iter().enumerate() {
        for resource in kustomization.lists.iter().flat_map(|lists| &lists.resources) {
            parents.entry(resource).or_default().push(number);
        }
    }
    parents
}

/// The folder that shows what comes of a kustomization when it is built: its own or, of a component, that of one that has
/// it.
fn built_in(number: usize, all: &[Kustomization], parents: &HashMap<&Path, Vec<usize>>) -> Option<String> {
    let mut seen = HashSet::from([number]);
    let mut next = vec![number];
    while let Some(number) = next.pop() {
        let Kustomization { name, folder, lists, .. } = &all[number];
        if !lists.as_ref().is_some_and(|lists| lists.is_component) {
            return Some(folder_of(name));
        }
        let around = parents.get(folder.as_path()).into_iter().flatten().rev();
        next.extend(around.filter(|number| seen.insert(**number)));
    }
    None
}

/// A file that configures plugins, or all files that the kustomization of a folder builds such from; but for what was found
/// before.
fn plugins_in(path: &Path, found: &mut HashSet<PathBuf>) -> Vec<PathBuf> {
    let (mut files, mut next) = (Vec::new(), vec![path.to_owned()]);
    while let Some(path) = next.pop() {
        if !found.insert(path.clone()) {
            continue;
        }
        match path.is_dir() {
            true => next.extend(Kustomization::of(&path).and_then(|one| one.lists).unwrap_or_default().resources),
            false => files.push(path),
        }
    }
    files
}

/// What is built from, unless it is only what a plugin is configured with.
fn resources(all: &[Kustomization], plugins: &HashSet<PathBuf>) -> HashSet<PathBuf> {
    let mut by_folder: HashMap<&Path, Vec<&Lists>> = HashMap::new();
    for kustomization in all {
        by_folder.entry(&kustomization.folder).or_default().extend(&kustomization.lists);
    }
    let mut next: Vec<&Path> = by_folder.keys().filter(|folder| !plugins.contains(**folder)).copied().collect();
    let mut seen: HashSet<&Path> = next.iter().copied().collect();
    let mut resources = HashSet::new();
    while let Some(folder) = next.pop() {
        for resource in by_folder.get(folder).into_iter().flatten().flat_map(|lists| &lists.resources) {
            resources.insert(resource.clone());
            if by_folder.contains_key(resource.as_path()) && seen.insert(resource) {
                next.push(resource);
            }
        }
    }
    resources
}
