//! The text of a record, as the annotation holds it.

mod groups;
mod read;
mod write;

pub use write::Draft;
