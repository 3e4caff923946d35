//! Keys of mappings that an injection added go, as far as they are still ours.

use crate::pointer::{Pointer, Step};
use crate::record::data::{ANNOTATION, Item};
use crate::record::taken_back::UndoNoteKind;
use crate::value::{Digest, Map, Value};

use super::judge::{Fate, judge_command};
use super::places::parent;
use super::state::Undo;

/// The key of a container's command.
const COMMAND: &str = "command";

/// Takes a key that we added.
pub(super) fn take_key(
    undo: &mut Undo<'_, '_>,
    at: &Pointer<'static>,
    place: Option<&Pointer<'static>>,
    digest: Digest,
) {
    let mapping = place.and_then(|place| undo.now(&parent(place)));
    let note = match (mapping, at.0.last()) {
        (Some(Value::Map(map)), Some(Step::Key(key))) => match map.get(key) {
            None => Some(UndoNoteKind::Missing),
            Some(value) if value.digest() == digest => {
                map.remove(key);
                None
            }
            Some(_) if Item::at(&at.0) == Item::Command => cut_command(map),
            Some(_) => Some(UndoNoteKind::BecomesYours),
        },
        _ => Some(UndoNoteKind::Missing),
    };
    if let Some(kind) = note {
        undo.note(at, kind);
    }
}

/// Takes our program out of the command of a container, which was edited since. Returns what a person should know.
pub(super) fn cut_command(container: &mut Map<'_>) -> Option<UndoNoteKind> {
    let Some(command) = container.get(COMMAND) else { return Some(UndoNoteKind::Left) };
    let fate = judge_command(command);
    let note = fate.note();
    match fate {
        Fate::Drop | Fate::Rewrite => {
            container.remove(COMMAND);
        }
        Fate::Keep(rest) => container.set(COMMAND, Value::list(rest)),
        Fate::Leave(_) => {}
    }
    note
}

/// Takes the record itself.
pub(super) fn take_record(undo: &mut Undo<'_, '_>) {
    let annotations =
        ["metadata", "annotations"].iter().try_fold(&mut undo.result, |value, key| value.as_map_mut()?.get_mut(key));
    let Some(Value::Map(annotations)) = annotations else { return };
    let at = Pointer::keys(&["metadata", "annotations", ANNOTATION]);
    // It stood there as a key without a value.
    if undo.entries.iter().any(|entry| entry.at == at) {
        annotations.set(ANNOTATION, Value::Null);
    } else {
        annotations.remove(ANNOTATION);
    }
}
