//! What can go wrong with a document.

use thiserror::Error;

/// Why a document can't be read or edited. Offsets are bytes of the text that was given.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// It is not YAML.
    #[error("{message}")]
    Syntax {
        /// What the reader says.
        message: String,
        /// Where.
        offset: usize,
    },
    /// It is YAML that Kubernetes can't read as one value.
    #[error("{message}")]
    Unsupported {
        /// What was found, and what to do.
        message: String,
        /// Where.
        offset: usize,
    },
    /// An edit can't be written without touching what it must not touch.
    #[error("{message}")]
    Edit {
        /// What stands in the way, and what to do.
        message: String,
        /// Where.
        offset: usize,
    },
    /// What was written does not read as what was wanted: a bug of ours.
    #[error("the edited document does not say what was wanted at {at}: this is a bug, please report it")]
    Verification {
        /// The first place that differs.
        at: String,
    },
}

impl Error {
    /// The byte that it is about.
    #[must_use]
    pub fn offset(&self) -> usize {
        match self {
            Error::Syntax { offset, .. } | Error::Unsupported { offset, .. } | Error::Edit { offset, .. } => *offset,
            Error::Verification { .. } => 0,
        }
    }
}
