//! A record that is about to be written. It borrows from the template, so that nothing is copied only to be written.

use crate::pointer::{Pointer, Step};
use crate::value::Value;

use super::change::Entry;
use super::record::RecordedLanguage;

/// A record before it has a text. Its `Display` is the text.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The languages that were injected, in order.
    pub languages: &'a [RecordedLanguage],
    /// What was done, in the order of the template.
    pub parts: &'a [Part<'a, 'a>],
}

/// Part of what an injection did.
#[derive(Debug, Clone)]
pub enum Part<'v, 's> {
    /// Elements or keys that were not there. Most of what a record lists is of this kind, so they share a place.
    Added {
        /// The list or mapping that they are in.
        to: Pointer<'s>,
        /// Whether that was not there either.
        created: bool,
        /// The step to each, and what it is.
        added: Vec<(Step<'s>, &'v Value<'s>)>,
    },
    /// Anything else.
    Other(Entry<'s>),
}
