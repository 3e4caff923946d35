//! By what a diagnostic is known.

use std::fmt;

use super::code::Code;

/// What a diagnostic is told by: a code, or a rule of the linter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiagnosticId {
    /// One of our own.
    Code(Code),
    /// The name of a rule.
    Rule(&'static str),
}

impl DiagnosticId {
    /// Its name in kebab-case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            DiagnosticId::Code(code) => code.as_str(),
            DiagnosticId::Rule(rule) => rule,
        }
    }
}

impl From<Code> for DiagnosticId {
    fn from(code: Code) -> Self {
        DiagnosticId::Code(code)
    }
}

impl PartialEq<Code> for DiagnosticId {
    fn eq(&self, other: &Code) -> bool {
        *self == DiagnosticId::Code(*other)
    }
}

impl fmt::Display for DiagnosticId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
