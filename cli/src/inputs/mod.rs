//! What is read: files, folders and standard input, each once, in an order that is always the same.

mod files;
mod read;

use std::fmt;
use std::path::PathBuf;

use otel_inject::engine::{Role, Source};

use crate::empty_folder::EmptyFolder;
use crate::repository::Unread;

pub(crate) use read::{Paths, read};

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// What the engine is given: the texts of the parts, then the references.
    pub(crate) sources: Vec<Source>,
    /// What is printed or written again, in order.
    pub(crate) parts: Vec<Part>,
    /// What could not be read.
    pub(crate) problems: Vec<Problem>,
    /// The paths that are given beside the parts.
    pub(crate) given: Vec<Given>,
    /// The files that these are, or hold.
    pub(crate) references: Vec<Reference>,
    /// Folders in which there was nothing to read.
    pub(crate) empty_folders: Vec<EmptyFolder>,
    /// What was left out.
    pub(crate) unread: Unread,
}

/// One file, or standard input.
#[derive(Debug)]
pub(crate) struct Part {
    /// The name that messages use.
    pub(crate) name: String,
    /// Where it was read; none for standard input.
    pub(crate) file: Option<PathBuf>,
    /// Whether it was given by its own name rather than found in a folder.
    pub(crate) is_named: bool,
    /// What it holds.
    pub(crate) content: Content,
}

/// A path that is given beside the inputs.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) path: PathBuf,
    pub(crate) role: Role,
    /// Whether a file of it was given before.
    pub(crate) is_repeated: bool,
}

/// A file that is given beside the inputs, or is in a folder that is.
#[derive(Debug)]
pub(crate) struct Reference {
    /// Its source.
    pub(crate) source: usize,
    /// The path that was given.
    pub(crate) given: PathBuf,
    file: PathBuf,
}

/// What a part holds.
#[derive(Debug)]
pub(crate) enum Content {
    /// The text of this source.
    Source(usize),
    /// No text, and nothing is asked of it: passed through.
    Bytes(Vec<u8>),
}

/// Something that could not be read.
#[derive(Debug)]
pub(crate) struct Problem {
    what: String,
    place: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.place.as_ref().map_or(Ok(()), |place| write!(f, "\n --> {place}"))
    }
}

impl Inputs {
    /// What was read beside the parts.
    pub(crate) fn references(&self) -> impl Iterator<Item = &Source> {
        self.references.iter().map(|reference| &self.sources[reference.source])
    }

    /// The file of a source; none for standard input.
    pub(crate) fn file(&self, source: usize) -> Option<PathBuf> {
        let part = self.parts.iter().find(|part| matches!(part.content, Content::Source(index) if index == source));
        let reference = || self.references.iter().find(|reference| reference.source == source);
        part.map_or_else(|| reference().map(|reference| reference.file.clone()), |part| part.file.clone())
    }
}
