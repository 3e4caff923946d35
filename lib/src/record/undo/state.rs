//! A template from which an injection is being taken.

use crate::pointer::Pointer;
use crate::record::data::Entry;
use crate::record::taken_back::{Purpose, UndoNote, UndoNoteKind};
use crate::value::Value;

use super::places::followed_mut;
use super::respelling::Respelling;

/// What is done so far.
pub(super) struct Undo<'a, 's> {
    /// The template without what is undone.
    pub(super) result: Value<'s>,
    /// The template as it was read.
    pub(super) before: &'a Value<'s>,
    /// What the record lists.
    pub(super) entries: &'a [Entry<'static>],
    pub(super) purpose: Purpose,
    pub(super) notes: Vec<UndoNote>,
    /// How what comes back was written.
    pub(super) respellings: Vec<Respelling>,
}

impl<'s> Undo<'_, 's> {
    pub(super) fn note(&mut self, at: &Pointer<'static>, kind: UndoNoteKind) {
        self.notes.push(UndoNote { at: at.clone(), kind });
    }

    /// What has become of a place of the template as it was read.
    pub(super) fn now<'v>(&'v mut self, place: &Pointer<'static>) -> Option<&'v mut Value<'s>> {
        followed_mut(place, &mut self.result)
    }
}
