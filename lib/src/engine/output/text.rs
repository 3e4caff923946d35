//! A source's text after a run.

use std::borrow::Cow;
use std::fmt;

/// A source's text after a run, in pieces: the source's own text, and between its parts the documents that changed.
/// They are joined only on request.
#[derive(Debug, Clone, Default)]
pub struct Text<'e>(Vec<Cow<'e, str>>);

impl<'e> Text<'e> {
    pub(crate) fn push(&mut self, piece: Cow<'e, str>) {
        if !piece.is_empty() {
            self.0.push(piece);
        }
    }

    /// The pieces in their order. None of them is empty unless the whole text is.
    pub fn pieces(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// Whether anything in it changed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Cow::Owned(_)))
    }

    /// The whole text, borrowed if nothing changed.
    #[must_use]
    pub fn joined(mut self) -> Cow<'e, str> {
        if self.0.len() > 1 { Cow::Owned(self.0.concat()) } else { self.0.pop().unwrap_or_default() }
    }
}

impl<'e> From<&'e str> for Text<'e> {
    /// A text that did not change.
    fn from(source: &'e str) -> Self {
        Self(vec![Cow::Borrowed(source)])
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| f.write_str(piece))
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        let mut rest = Some(other);
        for piece in &self.0 {
            rest = rest.and_then(|rest| rest.strip_prefix(piece.as_ref()));
        }
        rest == Some("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_pieces() {
        let mut text = Text::default();
        for piece in [Cow::Borrowed("a\n"), Cow::Borrowed(""), Cow::Owned("b\n".to_owned())] {
            text.push(piece);
        }
        assert!(text.is_changed() && text == *"a\nb\n" && text != *"a\nb\nc" && text != *"a\n");
        assert_eq!(text.pieces().len(), 2);
        assert_eq!(text.to_string(), text.joined());
        assert!(!Text::from("a").is_changed());
        assert_eq!(Text::default().joined(), "");
    }
}
