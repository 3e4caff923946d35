//! Why a record can't be read.

use thiserror::Error;

use super::kind::VERSION;

/// Why a record can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// It is no JSON, or not of the shape of a record.
    #[error("it is damaged ({0}); restore the annotation from your history, or remove the injection with --by-name")]
    Damaged(String),
    /// A later version of this program wrote it.
    #[error("it has version {0}, and this program knows version {VERSION}; use the program that wrote it")]
    Version(String),
}
