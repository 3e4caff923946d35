//! Paths: which of them name one file, which are read in a folder, and how messages write them.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use otel_inject::diagnostic::printable;

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The YAML and JSON files of a folder and the folders in it, sorted, but for hidden and ignored ones; and what could not
/// be looked at.
pub(crate) fn manifests_in(folder: &Path) -> (Vec<PathBuf>, Vec<ignore::Error>) {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    // What is ignored must not depend on whose machine this is, nor on whether the folder is a clone.
    let walk = WalkBuilder::new(folder).ignore(false).git_global(false).require_git(false).build();
    for entry in walk {
        match entry {
            Ok(entry) if is_manifest(entry.path()) && is_file(entry.path()) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
    }
    files.sort();
    (files, errors)
}

/// Whether a path is a file, or a link that leads nowhere.
fn is_file(path: &Path) -> bool {
    path.is_file() || path.is_symlink() && !path.exists()
}

/// The path that an error of a walk is about.
pub(crate) fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// What two names of one file have in common. A pipe such as `/dev/fd/63` has no name but the one it was given by.
pub(crate) fn same(path: &Path) -> PathBuf {
    if is_stdin(path) {
        return path.to_owned();
    }
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether a file of this name is read in a folder.
pub(crate) fn is_manifest(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    // kustomize reads it under this name, too.
    path.file_name().is_some_and(|name| name == "Kustomization")
        || ["yaml", "yml", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// The path the way reports write it, on one line.
pub(crate) fn name(path: &Path) -> String {
    let shorter = path.strip_prefix("./").ok().filter(|shorter| !shorter.as_os_str().is_empty());
    let name = shorter.unwrap_or(path).to_string_lossy();
    let name = printable(&name);
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}
