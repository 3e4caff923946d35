//! What people and programs are shown: diffs, patches, explanations, mistakes.

mod codes;
mod diffs;
mod explain;
mod keys;
mod mistakes;
mod patches;
