//! What an injection did, piece by piece, and what is needed to undo it.

use serde_json::Value as Json;

use crate::pointer::{Pointer, Step};
use crate::value::{Digest, Value};
use crate::yaml;

/// The lists whose elements have groups of their own in a record.
pub(crate) const CONTAINER_LISTS: [&str; 2] = ["containers", "initContainers"];

/// One thing that an injection did to a pod template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'s> {
    /// The place in the template as injected, by names.
    pub at: Pointer<'s>,
    /// What was done there.
    pub what: What,
}

/// A part of what an injection did, as a record is written from it.
#[derive(Debug, Clone)]
pub enum Part<'v, 's> {
    /// Elements or keys that were not there. Most of what a record lists is of this kind, so they share a place.
    Added {
        /// The list or mapping that they are in.
        to: Pointer<'s>,
        /// Whether that was not there either.
        created: bool,
        /// The step to each, and what it is.
        these: Vec<(Step<'s>, &'v Value<'s>)>,
    },
    /// Anything else.
    Other(Entry<'s>),
}

/// What was done at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// An element or a key that was not there.
    Added {
        /// What it means as we wrote it.
        digest: Digest,
    },
    /// A list or a mapping that was not there; what is in it has entries of its own.
    Created,
    /// It means the same but for entries of their own, and was written differently: as nothing, as an empty or flow
    /// collection, as an alias, or through a merge key.
    Written {
        /// How.
        said: Said,
    },
    /// Another value.
    Replaced {
        /// What ours means.
        digest: Digest,
        /// How the one before was written.
        said: Said,
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
        said: Said,
    },
}

/// Where an element was in its list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbour {
    /// The element before it, by its index where it has no name; none at the front.
    pub after: Option<Step<'static>>,
    /// How many blank or comment lines stood between the two.
    pub gap: usize,
}

/// How something was written, and what it meant where the text alone does not say: an alias, something reached through
/// one, a block scalar whose meaning depends on what is around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// The text; none where it had no text of its own.
    pub source: Option<String>,
    /// The meaning, where it is needed.
    pub value: Option<Json>,
}

impl Said {
    /// A text that stands for itself.
    #[must_use]
    pub fn source(source: impl Into<String>) -> Self {
        Self { source: Some(source.into()), value: None }
    }

    /// Keeps what is needed so that `meaning` can come back; `item` for an element of a list.
    #[must_use]
    pub fn keep(source: Option<String>, meaning: &Value<'_>, item: bool) -> Self {
        let says = source.as_ref().and_then(|source| yaml::source_value(source, item));
        let value = (says.as_ref() != Some(meaning)).then(|| meaning.to_json());
        Self { source, value }
    }

    /// What it meant.
    #[must_use]
    pub fn meaning(&self, item: bool) -> Option<Value<'static>> {
        match (&self.value, &self.source) {
            (Some(value), _) => Some(Value::from(value).into_owned()),
            (None, Some(source)) if !self.stands_for_another() => yaml::source_value(source, item),
            _ => None,
        }
    }

    /// Whether the text stands for something that is written elsewhere.
    #[must_use]
    pub fn stands_for_another(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source == yaml::MERGED || source.trim_start().starts_with('*'))
    }
}
