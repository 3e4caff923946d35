//! What a person or a program sees of a run: one file an output format, made from decisions, plans and diagnostics.

pub mod diff;
pub mod diff_stat;
pub mod images;
pub mod json_patch;
pub mod kustomize;
pub mod strategic;
pub mod summary;
pub mod text;
