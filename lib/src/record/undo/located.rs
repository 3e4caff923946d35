//! The changes of a record, found in a template.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::pointer::{Pointer, Step};
use crate::record::data::{Change, Entry, Item, Neighbour};
use crate::value::Value;

use super::places::by_index;

/// A change, and where it is in the template as it was read.
pub(super) struct Located<'e> {
    pub(super) entry: &'e Entry<'static>,
    /// By indices; `None` if the place is gone.
    pub(super) place: Option<Pointer<'static>>,
    pub(super) turn: Turn,
}

/// Which changes are undone in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Values that we replaced.
    Values,
    /// What we added, but for volumes.
    Added,
    /// Volumes that we added.
    Volumes,
    /// Elements that we moved.
    Moved,
    /// What we removed.
    Removed,
    /// Collections that we made, or that were spelled differently.
    Collections,
}

impl Turn {
    pub(super) fn of(entry: &Entry<'_>) -> Self {
        match &entry.change {
            Change::Replaced { .. } => Self::Values,
            Change::Added { .. } => match Item::at(&entry.at.0) {
                Item::Volume => Self::Volumes,
                Item::Variable
                | Item::Mount
                | Item::Container
                | Item::Element
                | Item::Unnamed
                | Item::Command
                | Item::Key => Self::Added,
            },
            Change::Moved { .. } => Self::Moved,
            Change::Removed { .. } => Self::Removed,
            Change::Created | Change::Respelled { .. } => Self::Collections,
        }
    }
}

/// Finds all entries in a template, those of one turn in the order in which they are undone.
pub(super) fn locate<'e>(entries: &'e [Entry<'static>], template: &Value<'_>) -> Vec<Located<'e>> {
    let located =
        |entry: &'e Entry<'static>| Located { entry, place: by_index(template, &entry.at), turn: Turn::of(entry) };
    let mut all: Vec<Located<'e>> = entries.iter().map(located).collect();
    let moved: HashSet<&str> = entries.iter().filter_map(moved_name).collect();
    all.sort_by_key(|located| match located.turn {
        Turn::Moved => Rank::First(moves_before(located.entry, &moved)),
        // A collection goes before the one that it is in.
        Turn::Collections => Rank::Last(Reverse(located.entry.at.0.len())),
        Turn::Values | Turn::Added | Turn::Volumes | Turn::Removed => Rank::First(0),
    });
    all
}

/// Where an entry stands among those of its turn.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    First(usize),
    Last(Reverse<usize>),
}

/// The name of an element that was moved.
fn moved_name<'e>(entry: &'e Entry<'static>) -> Option<&'e str> {
    match (&entry.change, entry.at.0.last()) {
        (Change::Moved { .. }, Some(Step::Named { name, .. })) => Some(name),
        _ => None,
    }
}

/// How many elements go back before a moved one: one that was behind another moved element goes back after that, also
/// if several have its name.
fn moves_before(entry: &Entry<'static>, moved: &HashSet<&str>) -> usize {
    match &entry.change {
        Change::Moved { was: Neighbour { after: Some(Step::Named { name, occurrence }), .. } }
            if moved.contains(name.as_ref()) =>
        {
            occurrence + 1
        }
        _ => 0,
    }
}
