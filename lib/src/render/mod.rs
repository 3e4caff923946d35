//! What a person or a program sees of a run: one file an output format, made from decisions, plans and diagnostics.

pub mod diff;
pub mod diff_stat;
pub mod explain;
pub mod explain_json;
pub mod github;
pub mod gitlab;
pub mod images;
pub mod json;
pub mod json_patch;
pub mod kustomize;
pub mod left_out;
pub mod places;
mod region;
pub mod repeated;
pub mod sarif;
pub mod strategic;
pub mod summary;
pub mod tally;
pub mod text;
