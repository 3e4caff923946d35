//! Inputs without any document, which come of a build that failed more often than they are meant.

use std::path::Path;

use otel_inject::diagnostic::{Code, Diagnostic, Severity};
use otel_inject::yaml::holds_document;

use crate::inputs::{Content, Inputs, Part};

const HELP: &str = "pass --allow-empty if there may be nothing to do";
const HELP_WITH_PIPE: &str =
    "check the command that writes to the pipe, or pass --allow-empty if there may be nothing to do";

/// What to say of inputs without a document: an error for an empty pipe, or if nothing at all was read; else a warning for
/// each file that was given by name, since the others are worth looking at.
pub(crate) fn no_document(inputs: &Inputs, command: &str) -> Vec<Diagnostic> {
    let empty: Vec<&Part> = inputs.parts.iter().filter(|part| !part.holds_document(inputs)).collect();
    if empty.len() == inputs.parts.len() {
        return nothing_read(inputs, &empty, command);
    }
    let of_part = |part: &&Part| match part.is_pipe() {
        true => Some(error(format!("{} holds no document", part.called()), HELP_WITH_PIPE)),
        false => part.is_named.then(|| warning(&part.name)),
    };
    let references = inputs.references().filter(|source| !holds_document(&source.text));
    empty.iter().filter_map(of_part).chain(references.map(|source| warning(&source.name))).collect()
}

/// Why there is nothing to look at, all of it.
fn nothing_read(inputs: &Inputs, empty: &[&Part], command: &str) -> Vec<Diagnostic> {
    if empty.is_empty() && !inputs.unread.files.is_empty() {
        return vec![all_left_out(inputs, command)];
    }
    let folders = inputs.empty_folders.iter().map(|folder| error(folder.to_string(), HELP));
    let parts = match empty {
        [] => None,
        [one] if one.is_pipe() => Some(error(format!("{} holds no document", one.called()), HELP_WITH_PIPE)),
        [one] => Some(error(format!("{} holds no document", one.called()), HELP)),
        [first, ..] => Some(error(
            format!("none of the {} files that were read holds a document, {} among them", empty.len(), first.called()),
            HELP,
        )),
    };
    folders.chain(parts).collect()
}

/// Everything was left out, each for a reason of its own, which is said apart from this.
fn all_left_out(inputs: &Inputs, command: &str) -> Diagnostic {
    let count = inputs.unread.files.len();
    let are = if count == 1 {
        "the only file that was found is".to_owned()
    } else {
        format!("all {count} files that were found are")
    };
    let instead = inputs.unread.files.iter().find_map(|one| one.why.instead(command));
    error(format!("there is nothing to look at: {are} left out"), &instead.unwrap_or_else(|| HELP.to_owned()))
}

fn error(message: String, help: &str) -> Diagnostic {
    Diagnostic::new(Severity::Error, Code::NoDocument, message).help(help)
}

fn warning(name: &str) -> Diagnostic {
    Diagnostic::new(Severity::Warning, Code::NoDocument, format!("{name} holds no document"))
}

impl Part {
    /// What isn't text passes through, whatever it is.
    fn holds_document(&self, inputs: &Inputs) -> bool {
        match self.content {
            Content::Source(source) => holds_document(&inputs.sources[source].text),
            Content::Bytes(_) => true,
        }
    }

    fn called(&self) -> &str {
        if self.file.is_some() { &self.name } else { "standard input" }
    }

    /// Whether another program writes it: standard input, or what a shell makes of `<(…)`.
    fn is_pipe(&self) -> bool {
        self.file.as_deref().is_none_or(is_fifo)
    }
}

#[cfg(unix)]
fn is_fifo(file: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    std::fs::metadata(file).is_ok_and(|metadata| metadata.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_fifo(_: &Path) -> bool {
    false
}
