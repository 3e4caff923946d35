//! What an injection did, piece by piece, and what it takes to undo that.

use crate::pointer::{Pointer, Step};
use crate::value::Digest;

use super::spelling::Spelling;

/// The lists of the pod whose elements have changes of their own below them.
pub(crate) const CONTAINER_LISTS: [&str; 2] = ["containers", "initContainers"];

/// One change at one place of a pod template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'s> {
    /// The place in the template as injected, by names.
    pub at: Pointer<'s>,
    /// What was done there.
    pub change: Change,
}

/// What was done at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An element or a key that was not there.
    Added {
        /// What it means as we wrote it.
        digest: Digest,
    },
    /// A list or a mapping that was not there; what is in it has entries of its own.
    Created,
    /// It means the same, apart from what has entries of its own, but had been written differently: as nothing, as an
    /// empty or flow collection, as an alias, or through a merge key.
    Respelled {
        /// How.
        spelling: Spelling,
    },
    /// Another value.
    Replaced {
        /// What ours means.
        digest: Digest,
        /// How the one before was written.
        spelling: Spelling,
    },
    /// An element that went elsewhere in its list.
    Moved {
        /// Where it was.
        was: Neighbour,
    },
    /// An element that was there.
    Removed {
        /// Where it was.
        was: Neighbour,
        /// How it was written, with its comments.
        spelling: Spelling,
    },
}

/// Where an element was in its list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbour {
    /// The element before it, by its index if it has no name; `None` if it was the first.
    pub after: Option<Step<'static>>,
    /// How many blank or comment lines stood between the two.
    pub lines_before: usize,
}
