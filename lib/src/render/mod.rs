//! What a person or a program sees of a run: one file an output format, made from decisions, plans and diagnostics.

pub mod diff;
pub mod github;
pub mod gitlab;
pub mod json;
mod region;
pub mod sarif;
pub mod summary;
pub mod text;
