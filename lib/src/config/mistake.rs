//! What is wrong with a configuration, and where.

use std::ops::Range;

use thiserror::Error;

use crate::pointer::Pointer;

/// Something wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where, in the whole object.
    pub at: Pointer<'static>,
    /// What of that place is meant.
    pub part: Part,
    /// What was found.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// What of a place is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// What stands there.
    Value,
    /// The key that it stands under.
    Key,
    /// These bytes of the text that stands there.
    Text(Range<usize>),
}

/// Why a text can't be what belongs in its place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}; {help}")]
pub struct Misread {
    /// The bytes that are wrong.
    pub within: Range<usize>,
    /// What was found.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl Misread {
    /// The whole text is wrong.
    pub(super) fn whole(text: &str, message: String, help: impl Into<String>) -> Self {
        Self { within: 0..text.len(), message, help: help.into() }
    }
}

/// What to say of a word that is none of those that are known: the nearest of them, or all.
#[must_use]
pub fn suggestion(word: &str, known: &[&str]) -> String {
    /// Words that are less alike are not what was meant.
    const ALIKE: f64 = 0.7;
    let known: Vec<&str> = known.iter().copied().filter(|word| !word.is_empty()).collect();
    if known.is_empty() {
        return String::new();
    }
    let likeness = |other: &str| strsim::jaro_winkler(&word.to_lowercase(), &other.to_lowercase());
    let nearest = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest.filter(|nearest| likeness(nearest) > ALIKE) {
        Some(nearest) => format!("did you mean {nearest}?"),
        None => format!("known here: {}", known.join(", ")),
    }
}

/// A word that is none of those that are known here.
pub(super) fn unknown_word(word: &str, known: &[&str]) -> Misread {
    Misread::whole(word, format!("{word:?} is not known here"), suggestion(word, known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_where_one_is_near() {
        assert_eq!(suggestion("pyhton", &["java", "python"]), "did you mean python?");
        assert_eq!(suggestion("cobol", &["java", "go"]), "known here: java, go");
        assert_eq!(suggestion("cobol", &["", ""]), "");
    }
}
