//! Words of a command that a person pastes into a shell.

use std::borrow::Cow;

/// A word as a shell takes it, whatever stands in it.
pub(super) fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._/-+@%=:,".contains(letter);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(is_plain) {
        return word.into();
    }
    // What looks like an option is none with a folder before it.
    let folder = if word.starts_with('-') { "./" } else { "" };
    format!("'{folder}{}'", word.replace('\'', r"'\''")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_read_is_quoted() {
        assert_eq!(quoted("charts/cart-1.0"), "charts/cart-1.0");
        assert_eq!(quoted("my charts"), "'my charts'");
        assert_eq!(quoted("$(touch x);`y`"), "'$(touch x);`y`'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("-n"), "'./-n'");
        assert_eq!(quoted(""), "''");
    }
}
