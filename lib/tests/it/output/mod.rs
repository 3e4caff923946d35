//! What people and programs are shown: diffs, patches, explanations, mistakes.

pub mod diffs;
mod explain;
mod mistakes;
mod patches;
