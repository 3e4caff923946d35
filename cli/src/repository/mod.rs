//! What the files of a folder are: a folder of a repository holds more than manifests.

mod ask;
mod chart;
mod exclude;
mod kustomization;
mod left_out;
mod listings;
mod shell;
mod told;

use std::mem;
use std::path::{Component, Path, PathBuf};

use crate::paths::{name, same};

pub(crate) use ask::{asks_in_file, asks_in_place};
pub(crate) use exclude::Exclude;
pub(crate) use left_out::{LeftOut, Unread, Why};
pub(crate) use told::Told;

use chart::Charts;
use kustomization::{Kustomization, Use};
use listings::Listings;

/// What a file that was found in a folder is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A manifest, or something that asks for nothing.
    Manifest,
    /// What kustomize builds from: a manifest, in which more may ask than its own keys. With the folder that shows what is
    /// built, if there is one.
    Kustomization(Option<String>),
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
    listings: Listings,
    /// Where links may lead: the repositories of the folders, or else the folders.
    roots: Vec<PathBuf>,
}

impl<'e> Repository<'e> {
    /// Of folders, with all files that were found in them. A kustomization above a folder counts too.
    pub(crate) fn of<'p>(
        folders: impl IntoIterator<Item = &'p Path>,
        files: impl IntoIterator<Item = &'p Path>,
        exclude: &'e Exclude,
    ) -> Self {
        let folders: Vec<PathBuf> = folders.into_iter().map(same).collect();
        let within = files.into_iter().filter(|file| Kustomization::is(file)).map(Kustomization::read);
        let above = folders.iter().flat_map(|folder| within_repository(folder).skip(1)).filter_map(Kustomization::of);
        // What is excluded tells nothing of the files beside it unless it can be read.
        let counts = |one: &Kustomization| one.lists.is_some() || exclude.of(&one.file, &one.file).is_none();
        let listings = Listings::of(within.chain(above).filter(counts));
        let roots = folders.iter().map(|folder| top(folder).unwrap_or(folder).to_owned()).collect();
        Self { exclude, charts: Charts::default(), listings, roots }
    }

    /// What a file is that was found in a folder; `meant` is the name that `same` gives it.
    pub(crate) fn classify(&mut self, file: &Path, meant: &Path) -> Class {
        if let Some(pattern) = self.exclude.of(file, meant) {
            return Class::LeftOut(Why::Excluded { pattern: pattern.to_owned() });
        }
        if file.is_symlink() && !(meant.is_file() && self.roots.iter().any(|root| meant.starts_with(root))) {
            return Class::LeftOut(Why::Link);
        }
        let is_resource = self.listings.is_resource(meant);
        if let Some(chart) = self.charts.of(meant).filter(|_| !is_resource) {
            return Class::LeftOut(Why::Chart { folder: chart_name(file, meant, chart) });
        }
        if Kustomization::is(file) {
            return Class::Kustomization(self.listings.built_in(meant));
        }
        match self.listings.used(meant) {
            // What is built from a file is told by the kustomization that has it as a resource.
            Some((used, by)) if !is_resource || matches!(used, Use::Patch | Use::Replacement) => {
                let why = Why::Listed { by: by.clone(), used: *used };
                if *used == Use::Plugin { Class::Plugin(why) } else { Class::LeftOut(why) }
            }
            _ => match self.listings.unreadable_around(meant) {
                Some(by) => Class::LeftOut(Why::BesideUnreadable { by: by.to_owned() }),
                None => Class::Manifest,
            },
        }
    }
}

/// A folder and those above it, up to the top of the repository that they are in.
fn within_repository(folder: &Path) -> impl Iterator<Item = &Path> {
    let mut goes_on = true;
    folder.ancestors().take_while(move |folder| mem::replace(&mut goes_on, !is_top(folder)))
}

/// The top of the repository that a folder is in.
fn top(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| is_top(folder))
}

fn is_top(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// The folder of a chart by the name that leads there as the file's own does: that is what a person typed.
fn chart_name(file: &Path, meant: &Path, chart: &Path) -> String {
    let Ok(below) = meant.strip_prefix(chart) else { return folder_name(chart) };
    let typed: PathBuf = file.components().filter(|part| *part != Component::CurDir).collect();
    let depth = below.components().count();
    match typed.components().count() {
        parts if parts > depth && typed.ends_with(below) => {
            folder_name(file.ancestors().nth(depth).unwrap_or(Path::new("")))
        }
        parts if parts == depth && typed == below => ".".to_owned(),
        parts if below.ends_with(&typed) => vec![".."; depth - parts].join("/"),
        // A link leads elsewhere than its name says.
        _ => folder_name(chart),
    }
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
mod tests;
