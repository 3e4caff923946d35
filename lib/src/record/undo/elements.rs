//! Elements of lists that an injection added go, as far as they are still ours.

use crate::pointer::{Pointer, Step};
use crate::record::data::{Change, Entry, Item};
use crate::record::taken_back::UndoNoteKind;
use crate::value::{Digest, List, Value};

use super::judge::{Fate, Known, judge};
use super::places::{by_index, came_from, list_key, parent};
use super::state::Undo;

/// Takes an element that we added.
pub(super) fn take_element(
    undo: &mut Undo<'_, '_>,
    at: &Pointer<'static>,
    place: Option<&Pointer<'static>>,
    digest: Digest,
) {
    if let Some(kind) = take(undo, at, place, digest) {
        undo.note(at, kind);
    }
}

fn take(
    undo: &mut Undo<'_, '_>,
    at: &Pointer<'static>,
    place: Option<&Pointer<'static>>,
    digest: Digest,
) -> Option<UndoNoteKind> {
    let (entries, purpose) = (undo.entries, undo.purpose);
    let list_at = by_index(undo.before, &parent(at));
    let Some(Value::List(list)) = list_at.and_then(|list_at| undo.now(&list_at)) else {
        return Some(UndoNoteKind::Missing);
    };
    let index = match place.and_then(|place| place.0.last()) {
        Some(Step::Index(index)) => came_from(list, *index),
        _ => None,
    };
    let as_written = |index: &usize| list.get(*index).is_some_and(|value| value.digest() == digest);
    // People sort their lists and delete from them: then it is whichever of this name is as we wrote it.
    let other = || (0..list.len()).rev().find(|index| as_written(index) && is_named(list, *index, at));
    let is_unnamed = Item::at(&at.0) == Item::Unnamed;
    if let Some(index) = index.filter(as_written).or_else(other) {
        list.remove(index);
        if is_unnamed && list.iter().any(|value| value.digest() == digest) {
            list.elements_mut().retain(|element| element.value.digest() != digest);
        }
        return None;
    }
    let Some(index) = index else { return Some(UndoNoteKind::Missing) };
    // Without a name nothing tells one of ours that was edited from one of the person's.
    if is_unnamed {
        return Some(UndoNoteKind::BecomesYours);
    }
    let fate = judge(list.get(index)?, &mounts(entries, at), Known::Added, purpose);
    carry_out(fate, list, index)
}

/// Does to an element what was decided. Returns what a person should know.
pub(super) fn carry_out(fate: Fate, list: &mut List<'_>, index: usize) -> Option<UndoNoteKind> {
    let note = fate.note();
    match fate {
        Fate::Drop | Fate::Rewrite => {
            list.remove(index);
        }
        Fate::Keep(rest) => {
            if let Some(Value::Map(variable)) = list.get_mut(index) {
                variable.set("value", Value::from(rest));
            }
        }
        Fate::Leave(_) => {}
    }
    note
}

/// The paths of the mounts that we added to the container in which a place is.
pub(super) fn mounts<'e>(entries: &'e [Entry<'static>], at: &Pointer<'static>) -> Vec<&'e str> {
    let path = |entry: &'e Entry<'static>| match (&entry.at.0[..], &entry.change) {
        ([_, _, _, _, Step::Named { name, .. }], Change::Added { .. })
            if Item::at(&entry.at.0) == Item::Mount && at.0.starts_with(&entry.at.0[..3]) =>
        {
            Some(name.as_ref())
        }
        _ => None,
    };
    entries.iter().filter_map(path).collect()
}

/// Whether an element of a list has the name that a place ends with, if that is one.
fn is_named(list: &List<'_>, index: usize, at: &Pointer<'static>) -> bool {
    let name = list_key(at).and_then(|by| list.get(index)?.str_at(&[by]));
    match at.0.last() {
        Some(Step::Named { name: wanted, .. }) => name == Some(wanted.as_ref()),
        Some(Step::Index(_)) => list_key(at).is_none(),
        _ => false,
    }
}
