//! The order in which an injection is taken back.

use crate::record::data::{Change, Entry, Item};
use crate::record::taken_back::UndoNoteKind;

use super::collections::{merge_step, spell_as_before, spell_merge_as_before, take_if_empty};
use super::elements::take_element;
use super::keys::{take_key, take_record};
use super::located::{Located, Turn};
use super::returned::{bring_back, move_back};
use super::state::Undo;
use super::surplus::{take_surplus_beside_volumes, take_surplus_volumes};
use super::values::restore_value;
use super::volumes::{is_needed, take_mounts_of_nothing};

/// A step of taking back.
pub(super) enum Phase {
    /// Undoes all changes of one turn.
    Each(Turn),
    /// Looks at the pod as a whole.
    Once(fn(&mut Undo<'_, '_>)),
}

/// All steps, from the first to the last.
pub(super) const PHASES: &[Phase] = &[
    // A person's variable that we extended has its own value again before elements are told apart by what we wrote.
    Phase::Each(Turn::Values),
    // What the record lists goes first, so that what is left of a name can be counted.
    Phase::Each(Turn::Added),
    Phase::Once(take_surplus_beside_volumes),
    // A volume stays if a container stays that mounts it, so all containers have been judged by now.
    Phase::Each(Turn::Volumes),
    Phase::Once(take_surplus_volumes),
    // An element's old neighbour is known by its name in the list as it was without ours.
    Phase::Each(Turn::Moved),
    // What was removed may have stood behind something that was moved.
    Phase::Each(Turn::Removed),
    // Whether a mount has lost its volume is known when all volumes have gone or come back.
    Phase::Once(take_mounts_of_nothing),
    // The annotations may have been ours but for the record in them.
    Phase::Once(take_record),
    // Whether a collection is empty is known at the very end, and of those within others from the inside.
    Phase::Each(Turn::Collections),
];

/// Does all steps.
pub(super) fn run(undo: &mut Undo<'_, '_>, located: &[Located<'_>]) {
    for phase in PHASES {
        match phase {
            Phase::Each(turn) => {
                located.iter().filter(|located| located.turn == *turn).for_each(|located| undo_change(undo, located))
            }
            Phase::Once(step) => step(undo),
        }
    }
}

/// Undoes one change.
fn undo_change(undo: &mut Undo<'_, '_>, Located { entry, place, .. }: &Located<'_>) {
    let Entry { at, change } = entry;
    match (change, place) {
        (Change::Added { digest }, place) => match Item::at(&at.0) {
            Item::Command | Item::Key => take_key(undo, at, place.as_ref(), *digest),
            Item::Volume if is_needed(undo, at) => undo.note(at, UndoNoteKind::Needed),
            Item::Volume | Item::Variable | Item::Mount | Item::Container | Item::Element | Item::Unnamed => {
                take_element(undo, at, place.as_ref(), *digest);
            }
        },
        (Change::Removed { was, spelling }, _) => bring_back(undo, at, was, spelling),
        (Change::Respelled { spelling }, None) if merge_step(at).is_some() => spell_merge_as_before(undo, at, spelling),
        (_, None) => undo.note(at, UndoNoteKind::Missing),
        (Change::Replaced { digest, spelling }, Some(place)) => restore_value(undo, at, place, *digest, spelling),
        (Change::Moved { was }, Some(place)) => move_back(undo, at, place, was),
        (Change::Created, Some(place)) => take_if_empty(undo, place),
        (Change::Respelled { spelling }, Some(place)) => spell_as_before(undo, place, spelling),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_turn_comes_once() {
        for turn in [Turn::Values, Turn::Added, Turn::Volumes, Turn::Moved, Turn::Removed, Turn::Collections] {
            let phases = PHASES.iter().filter(|phase| matches!(phase, Phase::Each(of) if *of == turn));
            assert_eq!(phases.count(), 1, "{turn:?}");
        }
    }
}
