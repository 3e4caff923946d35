//! What an injection did, piece by piece, and what is needed to undo it.

use crate::pointer::{Pointer, Step};

/// One thing that an injection did to a pod template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The place in the template as injected, by names.
    pub at: Pointer<'static>,
    /// What was done there.
    pub what: What,
}

/// What was done at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// An element or a key that was not there.
    Added {
        /// What it means as we wrote it.
        digest: String,
    },
    /// A list or a mapping that was not there; what is in it has entries of its own.
    Created,
    /// It means the same but for entries of their own, and was written differently: as nothing, as an empty or flow
    /// collection, as an alias, or through a merge key.
    Written {
        /// How.
        source: String,
    },
    /// Another value.
    Replaced {
        /// What ours means.
        digest: String,
        /// How the one before was written.
        source: String,
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
        source: String,
    },
}

/// Where an element was in its list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbour {
    /// The element before it; none at the front.
    pub after: Option<Step<'static>>,
    /// How many blank or comment lines stood between the two.
    pub gap: usize,
}
