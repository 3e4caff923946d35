//! Edits that lead from the value as it is to the value as it should be.

mod apply;
mod difference;

use crate::pointer::Pointer;
use crate::value::Value;

pub use apply::apply;
pub use difference::difference;

/// What leads from one value to another. All places are those of the value as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan<'s> {
    /// The edits. Inserts and moves to one place keep their order.
    pub edits: Vec<Edit<'s>>,
}

impl Plan<'_> {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The same plan, independent of any text.
    #[must_use]
    pub fn into_owned(self) -> Plan<'static> {
        Plan { edits: self.edits.into_iter().map(Edit::into_owned).collect() }
    }

    /// Takes over the source texts of a plan for the same value, where both put the same thing in the same place.
    pub fn adopt_sources(&mut self, other: &Plan<'_>) {
        for edit in &mut self.edits {
            let Some(content) = edit.op.content_mut() else { continue };
            let same = |other: &&Edit<'_>| {
                other.at == edit.at && other.op.content().is_some_and(|theirs| theirs.value == content.value)
            };
            if let Some(source) = other.edits.iter().find(same).and_then(|edit| edit.op.content()?.source.clone()) {
                content.source = Some(source);
            }
        }
    }
}

/// One change to a document as it was read. Places never refer to what other edits make.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit<'s> {
    /// The place.
    pub at: Pointer<'s>,
    /// What is done there.
    pub op: Op<'s>,
}

impl Edit<'_> {
    fn into_owned(self) -> Edit<'static> {
        let op = match self.op {
            Op::Insert(content) => Op::Insert(content.into_owned()),
            Op::Set(content) => Op::Set(content.into_owned()),
            Op::Replace(content) => Op::Replace(content.into_owned()),
            Op::Move { to } => Op::Move { to },
            Op::Remove => Op::Remove,
        };
        Edit { at: self.at.into_owned(), op }
    }
}

/// What an edit does.
#[derive(Debug, Clone, PartialEq)]
pub enum Op<'s> {
    /// Into the list, before the element that was at this index; the list's length appends.
    Insert(Content<'s>),
    /// Gives a mapping a key that it did not have.
    Set(Content<'s>),
    /// Puts something else in this place.
    Replace(Content<'s>),
    /// Takes the element to before the one that was at index `to`, with its comments; the list's length appends.
    Move {
        /// The index as it was read.
        to: usize,
    },
    /// Takes the element or the key away.
    Remove,
}

impl<'s> Op<'s> {
    /// What is written, where the edit writes something.
    #[must_use]
    pub fn content(&self) -> Option<&Content<'s>> {
        match self {
            Op::Insert(content) | Op::Set(content) | Op::Replace(content) => Some(content),
            Op::Move { .. } | Op::Remove => None,
        }
    }

    fn content_mut(&mut self) -> Option<&mut Content<'s>> {
        match self {
            Op::Insert(content) | Op::Set(content) | Op::Replace(content) => Some(content),
            Op::Move { .. } | Op::Remove => None,
        }
    }
}

/// What is written, and where something is put back the text that it had.
#[derive(Debug, Clone, PartialEq)]
pub struct Content<'s> {
    /// What it means.
    pub value: Value<'s>,
    /// How it was written before: see [`crate::yaml`] for what such a text holds.
    pub source: Option<String>,
}

impl<'s> Content<'s> {
    /// Something new, to be written in the document's own style.
    #[must_use]
    pub fn new(value: Value<'s>) -> Self {
        Self { value, source: None }
    }

    fn into_owned(self) -> Content<'static> {
        Content { value: self.value.into_owned(), source: self.source }
    }
}
