//! The record of an injection, kept in an annotation of the pod template: what was added, and how what was replaced,
//! moved or removed had been written. From it an injection is taken back, byte for byte if nothing else changed.
//!
//! [`parts`] makes a record, [`Draft`] gives it a text, [`Record::of`] reads it, and [`take_back`] undoes what it says.
//! `data` is what a record says; `text` is how that is written, which no other module knows.

mod admissible;
mod by_name;
mod dangling;
mod data;
mod make;
mod pieces;
mod taken_back;
mod text;
mod undo;

pub use by_name::{sign, take_by_name};
pub use dangling::dangling;
pub use data::{ANNOTATION, Change, Draft, Entry, Neighbour, Part, Record, RecordedLanguage, Spelling, by_names};
pub use make::{Original, parts};
pub use taken_back::{Purpose, TakenBack, UndoNote, UndoNoteKind, removing};
pub use text::{Error, VERSION};
pub use undo::take_back;
