//! What changes between an injection and the next, by people, by programs or in the inputs, and what `verify` says of it.

mod followed;
pub mod formatters;
mod hand_edits;
mod later_edits;
mod updates;
mod verify;
