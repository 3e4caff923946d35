//! The kinds of change, under which the text lists them.

use crate::record::data::Change;

/// The format that is written, and the only one that is read.
pub const VERSION: u64 = 1;

/// A kind of change; the text lists them in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Created,
    Added,
    Respelled,
    Replaced,
    Moved,
    Removed,
}

impl Kind {
    const ALL: [Kind; 6] = [Kind::Created, Kind::Added, Kind::Respelled, Kind::Replaced, Kind::Moved, Kind::Removed];

    pub(super) fn of(change: &Change) -> Self {
        match change {
            Change::Created => Kind::Created,
            Change::Added { .. } => Kind::Added,
            Change::Respelled { .. } => Kind::Respelled,
            Change::Replaced { .. } => Kind::Replaced,
            Change::Moved { .. } => Kind::Moved,
            Change::Removed { .. } => Kind::Removed,
        }
    }

    /// The key that the changes of this kind stand under.
    pub(super) fn key(self) -> &'static str {
        match self {
            Kind::Created => "created",
            Kind::Added => "added",
            Kind::Respelled => "written",
            Kind::Replaced => "replaced",
            Kind::Moved => "moved",
            Kind::Removed => "removed",
        }
    }

    pub(super) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}
