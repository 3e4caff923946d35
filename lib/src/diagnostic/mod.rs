//! What is said to a person: a message with a code, the place it is about, and what to do.

mod code;
mod id;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

pub use code::{Code, Topic};
pub use id::DiagnosticId;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Probably wrong; the work was done.
    Warning,
    /// The work was not done.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// What names an object of the cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ObjectRef {
    /// `apps/v1`.
    pub api_version: String,
    /// `Deployment`.
    pub kind: String,
    /// Its namespace, where the file names one.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
}

impl fmt::Display for ObjectRef {
    /// `Deployment cxtm/web`, the way a person names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = printable(&self.name);
        match &self.namespace {
            Some(namespace) => write!(f, "{} {}/{name}", self.kind, printable(namespace)),
            None => write!(f, "{} {name}", self.kind),
        }
    }
}

/// A place in one of the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The index of the source among those given to the engine.
    pub source: usize,
    /// The bytes of that source's text that are meant; empty where a place between bytes is meant.
    pub span: Range<usize>,
}

/// Another place that explains what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What is said there.
    pub label: String,
}

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// By what scripts match it.
    pub code: DiagnosticId,
    /// What was found, in one sentence without a final stop.
    pub message: String,
    /// Where, if it is about a place in a source.
    pub location: Option<Location>,
    /// What is said at that place; empty to only point at it.
    pub label: String,
    /// Other places that explain it, in the order in which they are shown.
    pub related: Vec<Related>,
    /// The object it is about.
    pub object: Option<ObjectRef>,
    /// The field of that object, as a path such as `spec.template.spec.containers[0].env`; empty for the whole.
    pub field: String,
    /// What to do about it; empty where there is nothing to say.
    pub help: String,
}

/// Whether there is an error among them.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// A text of the input on one line, with control characters spelt out: what they do to a terminal, or make of the log of
/// a pipeline, is nobody's name.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(words: &[&str], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [several @ .., last] => format!("{} {conjunction} {last}", several.join(", ")),
    }
}

impl Diagnostic {
    /// Something to say, about no place yet.
    #[must_use]
    pub fn new(severity: Severity, code: impl Into<DiagnosticId>, message: impl Into<String>) -> Self {
        let (label, field, help) = (String::new(), String::new(), String::new());
        let related = Vec::new();
        let code = code.into();
        Self { severity, code, message: message.into(), location: None, label, related, object: None, field, help }
    }

    /// It is about this place.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// It is about this field of this object.
    #[must_use]
    pub fn about(mut self, object: &ObjectRef, field: String) -> Self {
        self.object = Some(object.clone());
        self.field = field;
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// Line and column of a place in a text, both counted from 1, the column in characters.
#[must_use]
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_words_is_joined_by_another() {
        assert_eq!(listed(&[], "and"), "");
        assert_eq!(listed(&["a"], "and"), "a");
        assert_eq!(listed(&["a", "b"], "or"), "a or b");
        assert_eq!(listed(&["a", "b", "c"], "and"), "a, b and c");
    }

    #[test]
    fn columns_count_characters_and_start_at_one() {
        assert_eq!(line_and_column("a: é b\nc", 6), (1, 6));
        assert_eq!(line_and_column("a: é b\nc", 8), (2, 1));
        assert_eq!(line_and_column("", 0), (1, 1));
    }
}
