//! Collections that an injection made go once they are empty, and others are written as they were.

use crate::pointer::{Pointer, Step};
use crate::record::data::Spelling;
use crate::value::Value;
use crate::yaml::MERGED;

use super::places::{by_index, parent};
use super::respelling::{How, Respelling};
use super::state::Undo;

/// Takes a collection that we made, unless something of the person's is in it by now.
pub(super) fn take_if_empty(undo: &mut Undo<'_, '_>, place: &Pointer<'static>) {
    if let (Some(Value::Map(map)), Some(Step::Key(key))) = (undo.now(&parent(place)), place.0.last())
        && map.get(key).is_some_and(Value::is_empty)
    {
        map.remove(key);
    }
}

/// Writes a value as it was, if it means again what it did.
pub(super) fn spell_as_before(undo: &mut Undo<'_, '_>, place: &Pointer<'static>, spelling: &Spelling) {
    let Some(value) = undo.now(place) else { return };
    match spelling.meaning(false) {
        // An element of the person's own has come since: then the list stays as it is now.
        Some(original) if original.is_empty() && !value.is_empty() => return,
        Some(original) if original.is_empty() => *value = original,
        Some(original) if original == *value => {}
        None if spelling.stands_for_another() => {}
        _ => return,
    }
    if let Some(source) = spelling.source.clone() {
        undo.respellings.push(Respelling { at: place.clone(), how: How::Value { source } });
    }
}

/// Writes a merge key as it was: it has no value of its own, so only its text comes back.
pub(super) fn spell_merge_as_before(undo: &mut Undo<'_, '_>, at: &Pointer<'static>, spelling: &Spelling) {
    let Some(merge) = merge_step(at) else { return };
    let mapping = by_index(undo.before, &Pointer(at.0[..merge].to_vec()));
    if let (Some(Pointer(mut steps)), Some(source)) = (mapping, spelling.source.clone()) {
        steps.extend_from_slice(&at.0[merge..]);
        undo.respellings.push(Respelling { at: Pointer(steps), how: How::Merge { source } });
    }
}

/// Which step of a place is a merge key, if one is.
pub(super) fn merge_step(at: &Pointer<'static>) -> Option<usize> {
    at.0.iter().position(|step| matches!(step, Step::Key(key) if key == MERGED))
}
