//! Folders in which nothing is read, and why.

use std::fmt;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::paths::{is_manifest, name};

/// A folder in which nothing is read.
#[derive(Debug)]
pub(crate) struct EmptyFolder {
    folder: String,
    why: Why,
}

#[derive(Debug)]
enum Why {
    Empty,
    /// What .gitignore names, the first of it here.
    Ignored(String),
    /// What is hidden, the first of it here.
    Hidden(String),
}

impl EmptyFolder {
    /// Looks again without leaving anything out.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut walk = WalkBuilder::new(folder);
        walk.standard_filters(false);
        let shown = first(walk.hidden(true)).map(|file| Why::Ignored(name(&file)));
        let hidden = || first(walk.clone().hidden(false)).map(|file| Why::Hidden(name(&file)));
        Self { folder: name(folder), why: shown.or_else(hidden).unwrap_or(Why::Empty) }
    }
}

/// The first manifest of a folder, but for what git keeps for itself.
fn first(walk: &mut WalkBuilder) -> Option<PathBuf> {
    let mut walk = walk.sort_by_file_name(Ord::cmp).filter_entry(|entry| entry.file_name() != ".git").build();
    walk.find_map(|entry| {
        entry.ok().map(ignore::DirEntry::into_path).filter(|path| is_manifest(path) && path.is_file())
    })
}

impl fmt::Display for EmptyFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = &self.folder;
        match &self.why {
            Why::Empty => write!(f, "there are no YAML or JSON files in {folder}"),
            Why::Ignored(file) => write!(
                f,
                "all YAML and JSON files in {folder} are left out, because .gitignore names them, such as {file}; to read \
                 one, name it"
            ),
            Why::Hidden(file) => write!(
                f,
                "all YAML and JSON files in {folder} are left out, because they are hidden, such as {file}; to read one, \
                 name it"
            ),
        }
    }
}
