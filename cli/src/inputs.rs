//! What is read: files, folders and standard input, each once, in an order that is always the same.

use std::collections::HashSet;
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use otel_inject::diagnostic::{Diagnostic, printable};
use otel_inject::encoding::decode;
use otel_inject::engine::{Role, Source};

use crate::empty_folder::EmptyFolder;
use crate::paths::{is_stdin, manifests_in, name, path_of, same};
use crate::repository::{Class, Exclude, LeftOut, Repository, Why, asks_in_file, asks_in_place, asks_in_plugin};

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
    /// What is given beside the parts: the paths, and the files.
    pub(crate) given: Vec<Given>,
    pub(crate) references: Vec<Reference>,
    /// Folders in which there was nothing to read.
    pub(crate) empty_folders: Vec<EmptyFolder>,
    /// Files that were left out.
    pub(crate) left_out: Vec<LeftOut>,
    /// Files of which the workloads are left out.
    pub(crate) plugins: Vec<LeftOut>,
    /// What asks for injection in them.
    pub(crate) asks: Vec<Diagnostic>,
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

/// What is read, for a command that messages name.
#[derive(Debug)]
pub(crate) struct Paths<'p> {
    /// The inputs.
    pub(crate) inputs: &'p [PathBuf],
    /// What is beside them, with what it is.
    pub(crate) references: &'p [(PathBuf, Role)],
    /// What is left out of folders.
    pub(crate) exclude: &'p Exclude,
    /// The command.
    pub(crate) command: &'p str,
}

/// Reads paths as inputs, and what is beside them for what it is.
pub(crate) fn read(paths: &Paths<'_>) -> Inputs {
    let mut inputs = Inputs::default();
    let folders = |path: &&PathBuf| !is_stdin(path) && path.is_dir();
    let references = paths.references.iter().map(|(path, _)| path);
    let found: Vec<(&Path, Vec<PathBuf>)> = paths
        .inputs
        .iter()
        .chain(references)
        .filter(folders)
        .map(|folder| (folder.as_path(), inputs.folder(folder, paths.exclude)))
        .collect();
    let files = found.iter().flat_map(|(_, files)| files).map(PathBuf::as_path);
    let mut repository = Repository::of(found.iter().map(|(folder, _)| *folder), files, paths.exclude);
    let in_folder = |folder: &Path| found.iter().find(|(one, _)| *one == folder).map(|(_, files)| files);
    // What is named is read for that, wherever else it is found.
    let named = paths.inputs.iter().filter(|path| in_folder(path).is_none()).map(|path| same(path));
    let named: HashSet<PathBuf> = named.collect();
    let mut seen = HashSet::new();
    for path in paths.inputs {
        let Some(files) = in_folder(path) else {
            inputs.input(path, true, &mut seen);
            continue;
        };
        if files.is_empty() {
            inputs.empty_folders.push(EmptyFolder::of(path));
        }
        for file in files.iter().filter(|file| !named.contains(&same(file))) {
            match repository.classify(file) {
                Class::Manifest => inputs.input(file, false, &mut seen),
                Class::Kustomization(built_in) => {
                    inputs.kustomization(file, built_in.as_deref(), &mut seen, paths.command);
                }
                Class::Plugin(why) => inputs.plugin(file, why, &mut seen, paths.command),
                Class::LeftOut(why) => inputs.leave_out(file, why, &mut seen, paths.command),
            }
        }
    }
    // The same may be given as an input and beside it, and is left out once.
    let mut left_out = seen;
    let mut seen = HashSet::new();
    for (path, role) in paths.references {
        inputs.given.push(Given { path: path.clone(), role: *role, is_repeated: false });
        let Some(files) = in_folder(path) else {
            inputs.reference(path, path, *role, &mut seen);
            continue;
        };
        for file in files {
            match repository.classify(file) {
                Class::LeftOut(why) => inputs.leave_out(file, why, &mut left_out, paths.command),
                _ => inputs.reference(file, path, *role, &mut seen),
            }
        }
    }
    inputs
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

    fn input(&mut self, path: &Path, is_named: bool, seen: &mut HashSet<PathBuf>) {
        if !seen.insert(same(path)) {
            return;
        }
        let Some((name, bytes)) = self.bytes(path) else { return };
        let content = match decode(bytes) {
            Ok(text) => {
                let role = if is_named { Role::Input } else { Role::Found };
                Content::Source(self.add(&name, text, role))
            }
            Err(error) if error.may_ask() => {
                return self.problem_at(&name, error.line_and_column(), error.to_string());
            }
            Err(error) => {
                self.left_out.push(LeftOut { name: name.clone(), why: Why::NotText });
                Content::Bytes(error.bytes)
            }
        };
        let file = (!is_stdin(path)).then(|| path.to_owned());
        self.parts.push(Part { name, file, is_named, content });
    }

    /// A kustomization that was found in a folder: patches in it may ask for something.
    fn kustomization(&mut self, file: &Path, built_in: Option<&str>, seen: &mut HashSet<PathBuf>, command: &str) {
        let parts = self.parts.len();
        self.input(file, false, seen);
        if let Some(Part { content: Content::Source(index), .. }) = self.parts.get(parts) {
            self.asks.extend(asks_in_place(&self.sources[*index].text, *index, built_in, command));
        }
    }

    /// What a build works with.
    fn plugin(&mut self, file: &Path, why: Why, seen: &mut HashSet<PathBuf>, command: &str) {
        if let Some((name, text)) = self.unseen(file, seen) {
            self.asks.extend(asks_in_plugin(&text, self.sources.len(), &why, command));
            self.add(&name, text, Role::Build);
            self.plugins.push(LeftOut { name, why });
        }
    }

    /// A file that is left out. Its text is kept if something in it asks, so that this can be shown.
    fn leave_out(&mut self, file: &Path, why: Why, seen: &mut HashSet<PathBuf>, command: &str) {
        if !seen.insert(same(file)) {
            return;
        }
        let name = name(file);
        if why.may_ask() {
            let Some((_, bytes)) = self.bytes(file) else { return };
            // What is no UTF-8 asks all the same, and is only shown.
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some(asks) = asks_in_file(&text, self.sources.len(), &why, command) {
                self.add(&name, text, Role::LeftOut);
                self.asks.push(asks);
            }
        }
        self.left_out.push(LeftOut { name, why });
    }

    /// A file beside the inputs, by its own name or by that of a folder.
    fn reference(&mut self, file: &Path, given: &Path, role: Role, seen: &mut HashSet<PathBuf>) {
        if let Some(given) = self.given.last_mut() {
            given.is_repeated |= seen.contains(&same(file));
        }
        if let Some((name, text)) = self.unseen(file, seen) {
            let source = self.add(&name, text, role);
            self.references.push(Reference { source, given: given.to_owned(), file: file.to_owned() });
        }
    }

    fn add(&mut self, name: &str, text: String, role: Role) -> usize {
        self.sources.push(Source { name: name.to_owned(), text, role });
        self.sources.len() - 1
    }

    /// The name and text of what was not read yet; what can't be read is a problem.
    fn unseen(&mut self, path: &Path, seen: &mut HashSet<PathBuf>) -> Option<(String, String)> {
        let (name, bytes) = if seen.insert(same(path)) { self.bytes(path)? } else { return None };
        match decode(bytes) {
            Ok(text) => Some((name, text)),
            Err(error) => {
                self.problem_at(&name, error.line_and_column(), error.to_string());
                None
            }
        }
    }

    /// The manifests of a folder.
    fn folder(&mut self, folder: &Path, exclude: &Exclude) -> Vec<PathBuf> {
        let (files, errors) = manifests_in(folder);
        // Nobody has to be able to look into what is excluded.
        let errors = errors.into_iter().filter(|error| path_of(error).is_none_or(|path| exclude.of(path).is_none()));
        let said = |error| printable(&format!("can't read the folder {}: {error}", name(folder))).into_owned();
        self.problems.extend(errors.map(|error| Problem { what: said(error), place: None }));
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
