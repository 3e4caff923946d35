//! What is read: files, folders and standard input, each once, in an order that is always the same.

use std::collections::HashSet;
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use otel_inject::encoding::decode;
use otel_inject::engine::{Role, Source};

use crate::left_out::EmptyFolder;

/// The name that messages use for standard input.
const STDIN: &str = "<stdin>";

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// What the engine is given: the texts of the parts, then the references.
    pub(crate) sources: Vec<Source>,
    /// What is printed or written again, in order.
    pub(crate) parts: Vec<Part>,
    /// What could not be read.
    pub(crate) problems: Vec<Problem>,
    /// The files of the sources that are given beside the parts.
    references: Vec<(usize, PathBuf)>,
    /// Folders in which there was nothing to read.
    pub(crate) empty_folders: Vec<EmptyFolder>,
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

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads paths as inputs, and what is beside them for what it is.
pub(crate) fn read(paths: &[PathBuf], references: &[(PathBuf, Role)]) -> Inputs {
    let mut inputs = Inputs::default();
    let mut seen = HashSet::new();
    for path in paths {
        if is_stdin(path) || !path.is_dir() {
            inputs.input(path, true, &mut seen);
            continue;
        }
        let files = inputs.folder(path);
        if files.is_empty() {
            inputs.empty_folders.push(EmptyFolder::of(path));
        }
        for file in files {
            inputs.input(&file, false, &mut seen);
        }
    }
    let mut seen = HashSet::new();
    for (path, role) in references.iter().filter(|(path, _)| seen.insert(same(path))) {
        let Some((name, bytes)) = inputs.bytes(path) else { continue };
        match decode(bytes) {
            Ok(text) => {
                inputs.references.push((inputs.sources.len(), path.clone()));
                inputs.sources.push(Source { name, text, role: *role });
            }
            Err(error) => inputs.problem_at(&name, error.line_and_column(), error.to_string()),
        }
    }
    inputs
}

impl Inputs {
    /// What was read beside the parts.
    pub(crate) fn references(&self) -> impl Iterator<Item = &Source> {
        self.references.iter().map(|(source, _)| &self.sources[*source])
    }

    /// The file of a source; none for standard input.
    pub(crate) fn file(&self, source: usize) -> Option<PathBuf> {
        let part = self.parts.iter().find(|part| matches!(part.content, Content::Source(index) if index == source));
        let reference = || self.references.iter().find(|(index, _)| *index == source);
        part.map_or_else(|| reference().map(|(_, file)| file.clone()), |part| part.file.clone())
    }

    fn input(&mut self, path: &Path, is_named: bool, seen: &mut HashSet<PathBuf>) {
        if !seen.insert(same(path)) {
            return;
        }
        let Some((name, bytes)) = self.bytes(path) else { return };
        let content = match decode(bytes) {
            Ok(text) => {
                self.sources.push(Source { name: name.clone(), text, role: Role::Input });
                Content::Source(self.sources.len() - 1)
            }
            Err(error) if error.may_ask() => {
                return self.problem_at(&name, error.line_and_column(), error.to_string());
            }
            Err(error) => Content::Bytes(error.bytes),
        };
        let file = (!is_stdin(path)).then(|| path.to_owned());
        self.parts.push(Part { name, file, is_named, content });
    }

    /// The YAML and JSON files of a folder and the folders in it, sorted; hidden and ignored ones left out.
    fn folder(&mut self, folder: &Path) -> Vec<PathBuf> {
        let mut files = Vec::new();
        // What is ignored must not depend on whose machine this is, nor on whether the folder is a clone.
        let walk = WalkBuilder::new(folder).ignore(false).git_global(false).require_git(false).build();
        for entry in walk {
            match entry {
                Ok(entry) if is_manifest(entry.path()) && entry.path().is_file() => files.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => self
                    .problems
                    .push(Problem { what: format!("can't read the folder {}: {error}", name(folder)), place: None }),
            }
        }
        files.sort();
        files
    }

    fn bytes(&mut self, path: &Path) -> Option<(String, Vec<u8>)> {
        let (name, read) = if is_stdin(path) {
            let mut bytes = Vec::new();
            (STDIN.to_owned(), std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes))
        } else {
            (name(path), std::fs::read(path))
        };
        match read {
            Ok(bytes) => Some((name, bytes)),
            Err(error) => {
                self.problems.push(Problem { what: format!("can't read {name}: {error}"), place: None });
                None
            }
        }
    }

    fn problem_at(&mut self, name: &str, (line, column): (usize, usize), what: String) {
        self.problems.push(Problem { what, place: Some(format!("{name}:{line}:{column}")) });
    }
}

/// What two names of one file have in common. A pipe such as `/dev/fd/63` has no name but the one it was given by.
fn same(path: &Path) -> PathBuf {
    if is_stdin(path) {
        return path.to_owned();
    }
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether a file of this name is read in a folder.
pub(crate) fn is_manifest(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["yaml", "yml", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// The path the way reports write it.
pub(crate) fn name(path: &Path) -> String {
    let shorter = path.strip_prefix("./").ok().filter(|shorter| !shorter.as_os_str().is_empty());
    let name = shorter.unwrap_or(path).to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}
