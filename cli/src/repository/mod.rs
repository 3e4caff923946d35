//! What the files of a folder are: a folder of a repository holds more than manifests.

mod ask;
mod chart;
mod exclude;
mod kustomization;
mod left_out;
mod shell;
mod told;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::paths::{name, same};

pub(crate) use ask::{asks_in_file, asks_in_place, shown};
pub(crate) use exclude::Exclude;
pub(crate) use left_out::{LeftOut, Why};
pub(crate) use told::Told;

use chart::Charts;
use kustomization::{Kustomization, Lists, Use};
use left_out::By;

/// What a file that was found in a folder is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A manifest, or something that asks for nothing.
    Manifest,
    /// What kustomize builds from: a manifest, in which more may ask than its own keys.
    Kustomization,
    /// What a build works with: its workloads are none.
    Plugin(Why),
    /// Nothing that is done by itself.
    LeftOut(Why),
}

/// Folders as far as they say what the files in them are.
#[derive(Debug)]
pub(crate) struct Repository<'e> {
    exclude: &'e Exclude,
    charts: Charts,
    /// What the kustomization of a folder is called, and whether it could be read.
    kustomizations: BTreeMap<PathBuf, (String, bool)>,
    /// What a file is used for, and by which kustomization.
    uses: HashMap<PathBuf, (Use, By)>,
}

impl<'e> Repository<'e> {
    /// Of folders, with all files that were found in them. A kustomization above a folder counts too.
    pub(crate) fn of<'p>(
        folders: impl IntoIterator<Item = &'p Path>,
        files: impl IntoIterator<Item = &'p Path>,
        exclude: &'e Exclude,
    ) -> Self {
        let within = files.into_iter().filter(|file| Kustomization::is(file)).filter_map(Kustomization::read);
        let above = above(folders).into_iter().filter_map(|folder| Kustomization::of(&folder));
        let (kustomizations, uses) = (BTreeMap::new(), HashMap::new());
        let mut repository = Self { exclude, charts: Charts::default(), kustomizations, uses };
        let read: Vec<Kustomization> = within.chain(above).collect();
        for kustomization in &read {
            repository.add(kustomization, built_in(kustomization, &read));
        }
        repository
    }

    /// What a file is that was found in a folder.
    pub(crate) fn classify(&mut self, file: &Path) -> Class {
        if let Some(pattern) = self.exclude.of(file) {
            return Class::LeftOut(Why::Excluded { pattern: pattern.to_owned() });
        }
        let meant = same(file);
        if let Some(chart) = self.charts.of(&meant) {
            // Named as the file was: that is what a person typed.
            let depth = meant.strip_prefix(chart).map_or(0, |below| below.components().count());
            let folder = file.ancestors().nth(depth).map(folder_name);
            return Class::LeftOut(Why::Chart { folder: folder.unwrap_or_else(|| folder_name(chart)) });
        }
        if Kustomization::is(file) {
            return Class::Kustomization;
        }
        if let Some((used, by)) = self.uses.get(&meant) {
            let why = Why::Listed { by: by.clone(), used: *used };
            return if *used == Use::Plugin { Class::Plugin(why) } else { Class::LeftOut(why) };
        }
        match meant.ancestors().skip(1).find_map(|folder| self.kustomizations.get(folder)) {
            Some((by, false)) => Class::LeftOut(Why::BesideUnreadable { by: by.clone() }),
            _ => Class::Manifest,
        }
    }

    fn add(&mut self, kustomization: &Kustomization, built_in: Option<String>) {
        let Kustomization { name, folder, lists } = kustomization;
        if self.kustomizations.insert(folder.clone(), (name.clone(), lists.is_some())).is_some() {
            return;
        }
        let by = By { name: name.clone(), built_in };
        let mut plugins = BTreeSet::new();
        for (file, used) in lists.iter().flat_map(|lists| &lists.uses) {
            match used {
                Use::Plugin => collect_plugins(file, &mut plugins),
                _ => drop(self.uses.entry(file.clone()).or_insert_with(|| (*used, by.clone()))),
            }
        }
        for file in plugins {
            self.uses.entry(file).or_insert_with(|| (Use::Plugin, by.clone()));
        }
    }
}

/// The folder that shows what comes of a kustomization when it is built: its own or, of a component, that of one that has
/// it.
fn built_in(kustomization: &Kustomization, all: &[Kustomization]) -> Option<String> {
    let Kustomization { name, folder, lists } = kustomization;
    if !lists.as_ref().is_some_and(|lists| lists.is_component) {
        return Some(folder_of(name));
    }
    let has = |one: &&Kustomization| {
        one.lists.as_ref().is_some_and(|lists| !lists.is_component && lists.resources.contains(folder))
    };
    all.iter().find(has).map(|one| folder_of(&one.name))
}

/// Collects a file that configures plugins, or all files that the kustomization of a folder builds such from.
fn collect_plugins(path: &Path, found: &mut BTreeSet<PathBuf>) {
    if !found.insert(path.to_owned()) || !path.is_dir() {
        return;
    }
    let lists = Kustomization::of(path).and_then(|kustomization| kustomization.lists);
    for resource in lists.as_ref().map_or(&[][..], |Lists { resources, .. }| resources) {
        collect_plugins(resource, found);
    }
}

/// The folders above some, up to the top of the repository that they are in.
fn above<'p>(folders: impl IntoIterator<Item = &'p Path>) -> BTreeSet<PathBuf> {
    let mut above = BTreeSet::new();
    for folder in folders {
        let folder = same(folder);
        let is_top = |folder: &Path| folder.join(".git").exists();
        let mut below_top = true;
        let within = folder.ancestors().take_while(|folder| std::mem::replace(&mut below_top, !is_top(folder)));
        above.extend(within.skip(1).map(Path::to_owned));
    }
    above
}

/// The folder of a file, by the names that messages use.
fn folder_of(file: &str) -> String {
    let folder = file.rsplit_once('/').map_or(".", |(folder, _)| folder);
    if folder.is_empty() { "/" } else { folder }.to_owned()
}

/// A folder the way messages write it.
pub(crate) fn folder_name(folder: &Path) -> String {
    if folder.as_os_str().is_empty() { ".".to_owned() } else { name(folder) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with files, and what each of them is.
    fn classes(files: &[(&str, &str)]) -> BTreeMap<String, Class> {
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let file = folder.path().join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let paths: Vec<PathBuf> = files.iter().map(|(file, _)| folder.path().join(file)).collect();
        let exclude = Exclude::default();
        let mut repository = Repository::of([folder.path()], paths.iter().map(PathBuf::as_path), &exclude);
        let below = |path: &Path| path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
        paths.iter().map(|path| (below(path), repository.classify(path))).collect()
    }

    fn used(class: &Class) -> Option<Use> {
        match class {
            Class::LeftOut(Why::Listed { used, .. }) => Some(*used),
            _ => None,
        }
    }

    #[test]
    fn what_a_kustomization_lists_is_what_it_is_used_for() {
        let classes = classes(&[
            ("base/kustomization.yml", "resources: [web.yaml]\npatchesStrategicMerge: [./p.yaml]\n"),
            ("base/web.yaml", ""),
            ("base/p.yaml", ""),
            ("prod/Kustomization", "resources: [../base]\npatches: [{path: ../patches/q.yaml}]\n"),
            ("patches/q.yaml", ""),
            ("patches/unlisted.yaml", ""),
        ]);
        assert_eq!(
            (used(&classes["base/p.yaml"]), used(&classes["patches/q.yaml"])),
            (Some(Use::Patch), Some(Use::Patch))
        );
        assert_eq!(classes["prod/Kustomization"], Class::Kustomization);
        assert!(["base/web.yaml", "patches/unlisted.yaml"].iter().all(|file| classes[*file] == Class::Manifest));
    }

    #[test]
    fn a_component_is_built_as_part_of_another() {
        let classes = classes(&[
            ("debug/kustomization.yaml", "kind: Component\npatches: [{path: a.yaml}]\n"),
            ("debug/a.yaml", ""),
            ("prod/kustomization.yaml", "components: [../debug]\n"),
            ("unused/kustomization.yaml", "kind: Component\npatches: [{path: b.yaml}]\n"),
            ("unused/b.yaml", ""),
        ]);
        let built_in = |class: &Class| match class {
            Class::LeftOut(Why::Listed { by, .. }) => by.built_in.clone(),
            _ => panic!("{class:?}"),
        };
        assert!(built_in(&classes["debug/a.yaml"]).unwrap().ends_with("/prod"));
        assert_eq!(built_in(&classes["unused/b.yaml"]), None);
    }

    #[test]
    fn plugins_are_followed_through_folders() {
        let classes = classes(&[
            ("kustomization.yaml", "transformers: [otel, label.yaml]\nresources: [web.yaml]\n"),
            ("otel/kustomization.yaml", "resources: [inject.yaml, more, ../otel]\n"),
            ("otel/inject.yaml", ""),
            ("otel/more/kustomization.yaml", "resources: [instrumentation.yaml]\n"),
            ("otel/more/instrumentation.yaml", ""),
            ("label.yaml", ""),
            ("web.yaml", ""),
        ]);
        for plugin in ["otel/inject.yaml", "otel/more/instrumentation.yaml", "label.yaml"] {
            assert!(matches!(classes[plugin], Class::Plugin(_)), "{plugin}");
        }
        assert_eq!(classes["web.yaml"], Class::Manifest);
    }

    #[test]
    fn beside_a_kustomization_that_cannot_be_read_nothing_is_known() {
        let classes = classes(&[
            ("a/kustomization.yaml", "<<<<<<< HEAD\n"),
            ("a/web.yaml", ""),
            ("a/deep/web.yaml", ""),
            ("a/own/kustomization.yaml", "resources: [web.yaml]\n"),
            ("a/own/web.yaml", ""),
            ("b/web.yaml", ""),
        ]);
        for unknown in ["a/web.yaml", "a/deep/web.yaml"] {
            assert!(matches!(classes[unknown], Class::LeftOut(Why::BesideUnreadable { .. })), "{unknown}");
        }
        assert!(["a/own/web.yaml", "b/web.yaml"].iter().all(|file| classes[*file] == Class::Manifest));
    }

    #[test]
    fn a_kustomization_above_the_folder_counts() {
        let folder = tempfile::tempdir().unwrap();
        let patch = folder.path().join("prod/patches/a.yaml");
        std::fs::create_dir_all(patch.parent().unwrap()).unwrap();
        std::fs::write(&patch, "").unwrap();
        std::fs::write(folder.path().join("prod/kustomization.yaml"), "patches: [{path: patches/a.yaml}]\n").unwrap();
        let exclude = Exclude::default();
        let class = || Repository::of([patch.parent().unwrap()], [&*patch], &exclude).classify(&patch);
        assert_eq!(used(&class()), Some(Use::Patch));
        // The top of a repository is the end.
        std::fs::create_dir(folder.path().join("prod/patches/.git")).unwrap();
        assert_eq!(class(), Class::Manifest);
    }
}
