//! Values that an injection replaced come back.

use crate::pointer::Pointer;
use crate::record::data::{Item, Spelling};
use crate::record::taken_back::UndoNoteKind;
use crate::value::{Digest, Value};

use super::elements::mounts;
use super::judge::{Fate, Known, Owner, judge};
use super::keys::cut_command;
use super::places::parent;
use super::respelling::{How, Respelling};
use super::state::Undo;

/// Gives a place the value back that we replaced.
pub(super) fn restore_value(
    undo: &mut Undo<'_, '_>,
    at: &Pointer<'static>,
    place: &Pointer<'static>,
    digest: Digest,
    spelling: &Spelling,
) {
    let Some(value) = undo.now(place) else { return };
    if value.digest() != digest {
        if let Some(kind) = cut(undo, at, place) {
            undo.note(at, kind);
        }
        return;
    }
    let Some(original) = spelling.meaning(false) else { return undo.note(at, UndoNoteKind::Left) };
    *value = original;
    if let Some(source) = spelling.source.clone() {
        undo.respellings.push(Respelling { at: place.clone(), how: How::Value { source } });
    }
}

/// Takes our pieces out of a value that was edited since. Returns what a person should know.
fn cut(undo: &mut Undo<'_, '_>, at: &Pointer<'static>, place: &Pointer<'static>) -> Option<UndoNoteKind> {
    let (entries, purpose) = (undo.entries, undo.purpose);
    let element = undo.now(&parent(place));
    if Item::at(&at.0) == Item::Command {
        return match element {
            Some(Value::Map(container)) => cut_command(container),
            _ => Some(UndoNoteKind::Left),
        };
    }
    let fate = element.map(|element| judge(element, &mounts(entries, at), Known::Extended, purpose));
    let fate = fate.unwrap_or(Fate::Leave(Owner::Injection));
    let note = fate.note();
    if let (Fate::Keep(rest), Some(value)) = (fate, undo.now(place)) {
        *value = Value::from(rest);
    }
    note
}
