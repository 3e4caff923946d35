//! What stands more often than it did, by a merge of branches or another such accident: what is as we wrote it goes, and
//! of what was edited beside that is told.

use std::collections::HashMap;

use crate::pointer::{Pointer, Step, element_key};
use crate::record::data::{Change, Entry, Item, name_of};
use crate::record::taken_back::UndoNoteKind;
use crate::value::{Digest, List, Origin, Value};

use super::elements::{carry_out, mounts};
use super::judge::{Known, judge};
use super::places::by_index;
use super::state::Undo;

/// What a record tells of the elements of one name in a list.
#[derive(Debug, Default)]
struct Expected {
    /// How many there were after the injection.
    all: usize,
    /// How many of these it added.
    ours: usize,
    /// What we wrote: elements, and values in the person's.
    digests: Vec<Digest>,
}

/// Takes what is too much in all lists but that of the volumes.
pub(super) fn take_surplus_beside_volumes(undo: &mut Undo<'_, '_>) {
    take_surplus(undo, |item| item != Item::Volume);
}

/// Takes the volumes that are too many.
pub(super) fn take_surplus_volumes(undo: &mut Undo<'_, '_>) {
    take_surplus(undo, |item| item == Item::Volume);
}

/// Takes or tells of what a list has of a name that we gave, beyond what the person had of it.
fn take_surplus(undo: &mut Undo<'_, '_>, is_due: fn(Item) -> bool) {
    for (path, names) in expected(undo.entries).into_iter().filter(|(path, _)| is_due(Item::named_in(path))) {
        let at = Pointer(path.to_vec());
        let (Some(Step::Key(list_name)), Some(list_at)) = (path.last(), by_index(undo.before, &at)) else {
            continue;
        };
        let Some(key) = element_key(list_name) else { continue };
        let told = told(undo, &at);
        let Some(Value::List(list)) = undo.now(&list_at) else { continue };
        for Surplus { index, as_written } in surplus(list, key, &names, &told) {
            if as_written {
                if let Some(Value::List(list)) = undo.now(&list_at) {
                    list.remove(index);
                }
            } else {
                judge_surplus(undo, &at, &list_at, key, index);
            }
        }
    }
}

/// Decides on an element that is too much and not as we wrote it.
fn judge_surplus(undo: &mut Undo<'_, '_>, at: &Pointer<'static>, list_at: &Pointer<'static>, key: &str, index: usize) {
    let (entries, before, purpose) = (undo.entries, undo.before, undo.purpose);
    let Some(Value::List(list)) = undo.now(list_at) else { return };
    let origin = list.elements().get(index).and_then(|element| element.origin);
    let before = list_at.resolve(before).and_then(Value::as_list);
    let name = before.zip(origin).and_then(|(before, origin)| name_of(before, key, origin.index()));
    let (Some(name), Some(element)) = (name, list.get(index)) else { return };
    let place = at.join(name.into_owned());
    let fate = judge(element, &mounts(entries, &place), Known::Surplus, purpose);
    if let Some(kind) = carry_out(fate, list, index) {
        undo.note(&place, kind);
    }
}

/// Where a list had the elements, when it was read, of which is told already that they stay.
fn told(undo: &Undo<'_, '_>, list: &Pointer<'static>) -> Vec<Origin> {
    let stays = [UndoNoteKind::Left, UndoNoteKind::Needed, UndoNoteKind::BecomesYours, UndoNoteKind::PiecesCut];
    let index = |place: Pointer<'static>| match place.0.last() {
        Some(Step::Index(index)) => Origin::at(*index),
        _ => None,
    };
    let told = undo
        .notes
        .iter()
        .filter(|note| stays.contains(&note.kind) && note.at.split_last().is_some_and(|(_, path)| path == list.0));
    told.filter_map(|note| by_index(undo.before, &note.at)).filter_map(index).collect()
}

/// What a record tells of the elements that have a name, list by list.
fn expected<'e>(entries: &'e [Entry<'static>]) -> Vec<(&'e [Step<'static>], HashMap<&'e str, Expected>)> {
    let mut lists: Vec<(&[Step<'static>], HashMap<&str, Expected>)> = Vec::new();
    for Entry { at, change } in entries {
        let element = match (change, at.split_last()) {
            (Change::Added { .. } | Change::Moved { .. }, _) => &at.0[..],
            (Change::Replaced { .. }, Some((Step::Key(key), element))) if key == "value" => element,
            _ => continue,
        };
        let [list @ .., Step::Named { name, occurrence }] = element else { continue };
        if lists.last().is_none_or(|(last, _)| *last != list) && lists.iter().all(|(other, _)| *other != list) {
            lists.push((list, HashMap::new()));
        }
        let Some((_, names)) = lists.iter_mut().rfind(|(other, _)| *other == list) else { continue };
        let expected = names.entry(name.as_ref()).or_default();
        expected.all = expected.all.max(*occurrence + 1);
        expected.ours += usize::from(matches!(change, Change::Added { .. }));
        if let Change::Added { digest } | Change::Replaced { digest, .. } = change {
            expected.digests.push(*digest);
        }
    }
    lists
}

/// An element that is one too many.
struct Surplus {
    index: usize,
    as_written: bool,
}

/// The elements that are too many, from the last to the first; of one name first those that are as we wrote them.
fn surplus(list: &List<'_>, key: &str, names: &HashMap<&str, Expected>, told: &[Origin]) -> Vec<Surplus> {
    let mut present: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, element) in list.elements().iter().enumerate() {
        let is_told = element.origin.is_some_and(|origin| told.contains(&origin));
        let name = element.value.str_at(&[key]).filter(|name| !is_told && names.contains_key(name));
        name.into_iter().for_each(|name| present.entry(name).or_default().push(index));
    }
    let mut found = Vec::new();
    for (name, indices) in present {
        let Expected { all, ours, digests } = &names[name];
        let count = indices.len().saturating_sub(all.saturating_sub(*ours));
        if count == 0 || digests.is_empty() {
            continue;
        }
        let as_written = |index: &usize| {
            let element = list.get(*index);
            let values = [element, element.and_then(|element| element.get("value"))];
            values.into_iter().flatten().any(|value| digests.contains(&value.digest()))
        };
        let (ours, others): (Vec<usize>, Vec<usize>) = indices.into_iter().rev().partition(as_written);
        let judged = ours.into_iter().map(|index| Surplus { index, as_written: true });
        found.extend(judged.chain(others.into_iter().map(|index| Surplus { index, as_written: false })).take(count));
    }
    found.sort_unstable_by_key(|surplus| std::cmp::Reverse(surplus.index));
    found
}
