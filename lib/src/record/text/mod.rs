//! The text of a record: compact JSON in an annotation of the pod template.
//!
//! Nothing else knows how a record is written: what it says is in `data`, and that is all that undoing needs.

mod error;
mod groups;
mod kind;
mod lines;
mod read;
mod values;
mod write;

pub use error::Error;
pub use kind::VERSION;
