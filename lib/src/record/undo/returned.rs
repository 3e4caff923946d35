//! What an injection moved or removed goes back to where it was.

use crate::pointer::{Pointer, Step};
use crate::record::data::{Neighbour, Spelling};
use crate::record::taken_back::UndoNoteKind;
use crate::value::Value;

use super::places::{behind, by_index, came_from, list_key, parent};
use super::respelling::{How, Respelling};
use super::state::Undo;

/// Moves an element back behind its old neighbour.
pub(super) fn move_back(undo: &mut Undo<'_, '_>, at: &Pointer<'static>, place: &Pointer<'static>, was: &Neighbour) {
    let (Some(Value::List(list)), Some(Step::Index(index))) = (undo.now(&parent(place)), place.0.last()) else {
        return;
    };
    let Some(index) = came_from(list, *index) else { return };
    let to = behind(list, list_key(at), was.after.as_ref()).unwrap_or(index);
    list.move_to(index, to.min(list.len()));
    undo.respellings.push(Respelling { at: place.clone(), how: How::LinesBefore(was.lines_before) });
}

/// Brings back an element or a key that we removed.
pub(super) fn bring_back(undo: &mut Undo<'_, '_>, at: &Pointer<'static>, was: &Neighbour, spelling: &Spelling) {
    let is_item = matches!(at.0.last(), Some(Step::Named { .. } | Step::Index(_)));
    let collection_at = by_index(undo.before, &parent(at));
    let (Some(value), Some(collection_at)) = (spelling.meaning(is_item), collection_at) else {
        return undo.note(at, UndoNoteKind::Left);
    };
    match (undo.now(&collection_at), at.0.last()) {
        (Some(Value::List(list)), _) => {
            let to = behind(list, list_key(at), was.after.as_ref()).unwrap_or(list.len());
            list.insert(to.min(list.len()), value.clone());
        }
        (Some(Value::Map(map)), Some(Step::Key(key))) => map.set(key.clone(), value.clone()),
        _ => return undo.note(at, UndoNoteKind::Left),
    }
    if let Some(source) = spelling.source.clone() {
        let how = How::Element { value, source, lines_before: was.lines_before };
        undo.respellings.push(Respelling { at: collection_at, how });
    }
}
