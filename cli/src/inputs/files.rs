//! One file read as what it is.

use std::io::Read as _;
use std::path::Path;

use otel_inject::diagnostic::printable;
use otel_inject::encoding::decode;
use otel_inject::engine::{Role, Source};

use crate::paths::{is_stdin, manifests_in, name, path_of, same};
use crate::repository::{Exclude, LeftOut, Why, asks_in_file, asks_in_place};

use super::read::Found;
use super::{Content, Inputs, Part, Problem, Reference};

/// The name that messages use for standard input.
const STDIN: &str = "<stdin>";

impl Inputs {
    /// A file, or standard input, of which the workloads are decided.
    pub(super) fn input(&mut self, path: &Path, is_named: bool) {
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
                self.unread.files.push(LeftOut { name: name.clone(), why: Why::NotText });
                Content::Bytes(error.bytes)
            }
        };
        let file = (!is_stdin(path)).then(|| path.to_owned());
        self.parts.push(Part { name, file, is_named, content });
    }

    /// A kustomization that was found in a folder: patches in it may ask for something.
    pub(super) fn kustomization(&mut self, file: &Path, built_in: Option<&str>, command: &str) {
        let parts = self.parts.len();
        self.input(file, false);
        if let Some(Part { content: Content::Source(index), .. }) = self.parts.get(parts) {
            self.unread.asks.extend(asks_in_place(&self.sources[*index].text, *index, built_in, command));
        }
    }

    /// What a build works with.
    pub(super) fn plugin(&mut self, file: &Path, why: Why, command: &str) {
        if let Some((name, text)) = self.text_of(file) {
            self.unread.asks.extend(asks_in_file(&text, self.sources.len(), &why, command));
            self.add(&name, text, Role::Build);
            self.unread.plugins.push(LeftOut { name, why });
        }
    }

    /// A file that is left out. Its text is kept if something in it asks, so that this can be shown.
    pub(super) fn leave_out(&mut self, file: &Path, why: Why, command: &str) {
        let name = name(file);
        if why.may_ask() {
            let Some((_, bytes)) = self.bytes(file) else { return };
            // What is no UTF-8 asks all the same, and is only shown.
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some(asks) = asks_in_file(&text, self.sources.len(), &why, command) {
                self.add(&name, text, Role::LeftOut);
                self.unread.asks.push(asks);
            }
        }
        self.unread.files.push(LeftOut { name, why });
    }

    /// A file beside the inputs with its name and text, by the path that was given: its own or that of a folder.
    pub(super) fn reference(&mut self, file: &Path, given: &Path, role: Role, (name, text): (String, String)) {
        let source = self.add(&name, text, role);
        self.references.push(Reference { source, given: given.to_owned(), file: file.to_owned() });
    }

    pub(super) fn add(&mut self, name: &str, text: String, role: Role) -> usize {
        self.sources.push(Source { name: name.to_owned(), text, role });
        self.sources.len() - 1
    }

    /// The name and text of a file; what can't be read is a problem.
    pub(super) fn text_of(&mut self, path: &Path) -> Option<(String, String)> {
        let (name, bytes) = self.bytes(path)?;
        match decode(bytes) {
            Ok(text) => Some((name, text)),
            Err(error) => {
                self.problem_at(&name, error.line_and_column(), error.to_string());
                None
            }
        }
    }

    /// The manifests of a folder.
    pub(super) fn folder(&mut self, folder: &Path, exclude: &Exclude) -> Vec<Found> {
        let (files, errors) = manifests_in(folder);
        // Nobody has to be able to look into what is excluded.
        let errors = errors
            .into_iter()
            .filter(|error| path_of(error).is_none_or(|path| exclude.of(path, &same(path)).is_none()));
        let said = |error| printable(&format!("can't read the folder {}: {error}", name(folder))).into_owned();
        self.problems.extend(errors.map(|error| Problem { what: said(error), place: None }));
        files.into_iter().map(|file| Found { meant: same(&file), file }).collect()
    }

    pub(super) fn bytes(&mut self, path: &Path) -> Option<(String, Vec<u8>)> {
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

    pub(super) fn problem_at(&mut self, name: &str, (line, column): (usize, usize), what: String) {
        self.problems.push(Problem { what, place: Some(format!("{name}:{line}:{column}")) });
    }
}
