//! Why a document can't be read or edited.

use thiserror::Error;

/// Why a document can't be read or edited. Offsets are in bytes of the document's text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// The text is not YAML.
    #[error("{message}")]
    Syntax {
        /// What the reader reports.
        message: String,
        /// Where.
        offset: usize,
    },
    /// The text is YAML, but Kubernetes can't read it as one value.
    #[error("{message}")]
    Unsupported {
        /// What was found, and what to do.
        message: String,
        /// Where.
        offset: usize,
    },
    /// An edit can't be written without touching something else.
    #[error("{message}")]
    Edit {
        /// What stands in the way, and what to do.
        message: String,
        /// Where.
        offset: usize,
    },
    /// The edited text doesn't read as what was wanted: a bug of this crate.
    #[error("the edited document does not say what was wanted at {at}: this is a bug, please report it")]
    Verification {
        /// The first place that differs.
        at: String,
    },
}

impl Error {
    /// The byte that the error is about.
    #[must_use]
    pub fn offset(&self) -> usize {
        match self {
            Error::Syntax { offset, .. } | Error::Unsupported { offset, .. } | Error::Edit { offset, .. } => *offset,
            Error::Verification { .. } => 0,
        }
    }
}
