//! Paths read for what they are: named, found in folders, or given beside the inputs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::Result;
use otel_inject::engine::{Engine, Role, Settings, Source};

use crate::empty_folder::EmptyFolder;
use crate::paths::{is_stdin, same};
use crate::repository::{Class, Exclude, Repository};
use crate::wrong_usage;

use super::{Given, Inputs};

/// What is read, for a command that messages name.
#[derive(Debug)]
pub(crate) struct Paths<'p> {
    /// The inputs.
    pub(crate) inputs: &'p [PathBuf],
    /// What is beside them, with what it is.
    pub(crate) references: &'p [(PathBuf, Role)],
    /// Patterns of what is left out of folders, beside those of the configuration.
    pub(crate) exclude: &'p [String],
    /// The command.
    pub(crate) command: &'p str,
}

/// A file that was found in a folder.
#[derive(Debug)]
pub(super) struct Found {
    /// The path that was walked to it.
    pub(super) file: PathBuf,
    /// The name that `same` gives it: asked for once, since that looks at every folder on the way.
    pub(super) meant: PathBuf,
}

/// Reads paths as inputs, and what is beside them for what it is.
pub(crate) fn read(paths: &Paths<'_>) -> Result<Inputs> {
    let Paths { references, command, .. } = *paths;
    let mut inputs = Inputs::default();
    // A configuration says what is left out of folders, and is read only once: it may be a pipe.
    let configuration = references.iter().find(|(_, role)| *role == Role::Config).map(|(path, _)| path.as_path());
    let mut configured = configuration.and_then(|path| inputs.text_of(path));
    let exclude = &exclude(paths, configuration.zip(configured.as_ref()))?;
    let folders = |path: &&PathBuf| !is_stdin(path) && path.is_dir();
    let all = paths.inputs.iter().chain(references.iter().map(|(path, _)| path));
    let found: Vec<(&Path, Vec<Found>)> =
        all.filter(folders).map(|folder| (folder.as_path(), inputs.folder(folder, exclude))).collect();
    let files = found.iter().flat_map(|(_, files)| files).map(|found| found.file.as_path());
    let mut repository = Repository::of(found.iter().map(|(folder, _)| *folder), files, exclude);
    let in_folder = |folder: &Path| found.iter().find(|(one, _)| *one == folder).map(|(_, files)| files);
    // What is named is read for that, wherever else it is found.
    let named = paths.inputs.iter().filter(|path| in_folder(path).is_none()).map(|path| same(path));
    let named: HashSet<PathBuf> = named.collect();
    let mut seen = HashSet::new();
    for path in paths.inputs {
        let Some(files) = in_folder(path) else {
            if seen.insert(same(path)) {
                inputs.input(path, true);
            }
            continue;
        };
        if files.is_empty() {
            inputs.empty_folders.push(EmptyFolder::of(path));
        }
        for Found { file, meant } in files {
            if named.contains(meant) || !seen.insert(meant.clone()) {
                continue;
            }
            match repository.classify(file, meant) {
                Class::Manifest => inputs.input(file, false),
                Class::Kustomization(built_in) => inputs.kustomization(file, built_in.as_deref(), command),
                Class::Plugin(why) => inputs.plugin(file, why, command),
                Class::LeftOut(why) => inputs.leave_out(file, why, command),
            }
        }
    }
    // The same may be given as an input and beside it, and is left out once.
    let mut left_out = seen;
    let mut seen: HashSet<PathBuf> = configuration.map(same).into_iter().collect();
    for (path, role) in references {
        let mut is_repeated = false;
        match (in_folder(path), configured.take_if(|_| *role == Role::Config)) {
            (_, Some(read)) => inputs.reference(path, path, *role, read),
            (None, None) => match seen.insert(same(path)).then(|| inputs.text_of(path)) {
                Some(read) => read.into_iter().for_each(|read| inputs.reference(path, path, *role, read)),
                None => is_repeated = true,
            },
            (Some(files), None) => {
                for Found { file, meant } in files {
                    match repository.classify(file, meant) {
                        Class::LeftOut(why) if left_out.insert(meant.clone()) => inputs.leave_out(file, why, command),
                        Class::LeftOut(_) => {}
                        _ => match seen.insert(meant.clone()).then(|| inputs.text_of(file)) {
                            Some(read) => read.into_iter().for_each(|read| inputs.reference(file, path, *role, read)),
                            None => is_repeated = true,
                        },
                    }
                }
            }
        }
        inputs.given.push(Given { path: path.clone(), role: *role, is_repeated });
    }
    Ok(inputs)
}

/// What is left out of folders: what the configuration says, and what the arguments do.
fn exclude(paths: &Paths<'_>, configuration: Option<(&Path, &(String, String))>) -> Result<Exclude> {
    let mut exclude = Exclude::default();
    if let Some((file, (name, text))) = configuration {
        let source = Source { name: name.clone(), text: text.clone(), role: Role::Config };
        let engine = Engine::load(vec![source], Settings::default());
        let folder = file.parent().unwrap_or(Path::new(""));
        exclude.add(folder, &format!("{name}: spec.exclude"), engine.excluded())?;
    }
    let own = exclude.add(Path::new("."), "--exclude", paths.exclude.iter().map(String::as_str));
    own.map_err(|error| wrong_usage(paths.command, &format!("{error:#}")))?;
    Ok(exclude)
}
