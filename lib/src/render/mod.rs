//! What a person or a program sees of a run: one file an output format, made from decisions, plans and diagnostics.

pub mod diff;
pub mod explain;
pub mod explain_json;
pub mod places;
pub mod summary;
pub mod text;
