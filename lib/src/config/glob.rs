//! Patterns of names: `*` stands for any characters, `?` for one.

use serde_json::{Value as Json, json};

use super::mistake::Misread;
use super::shape::Parsed;

/// A pattern of names of Kubernetes objects or containers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob(String);

impl Glob {
    /// Whether the whole of a name fits.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        let (pattern, name) = (self.0.as_bytes(), name.as_bytes());
        let (mut at, mut seen) = (0, 0);
        // Behind the last star, and how much of the name was seen there: only that star is ever tried again, so the
        // time is bounded by the product of the lengths.
        let mut star: Option<(usize, usize)> = None;
        while seen < name.len() {
            match pattern.get(at) {
                Some(b'*') => {
                    at += 1;
                    star = Some((at, seen));
                }
                Some(wanted) if *wanted == b'?' || *wanted == name[seen] => {
                    at += 1;
                    seen += 1;
                }
                _ => match &mut star {
                    Some((behind, from)) => {
                        *from += 1;
                        (at, seen) = (*behind, *from);
                    }
                    None => return false,
                },
            }
        }
        pattern[at..].iter().all(|rest| *rest == b'*')
    }

    /// Whether it means one name only.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        !self.0.contains(['*', '?'])
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Parsed for Glob {
    fn parse(text: &str) -> Result<Self, Misread> {
        let wrong = |at: usize, length: usize, message: String, help: &str| {
            Err(Misread { within: at..at + length, message, help: help.to_owned() })
        };
        if text.is_empty() {
            return wrong(0, 0, "an empty pattern fits no name".to_owned(), "write * for all names, or leave it out");
        }
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '*' | '?');
        match text.char_indices().find(|(_, c)| !allowed(*c)) {
            None => Ok(Self(text.to_owned())),
            Some((at, ',')) => {
                wrong(at, 1, format!("{text:?} looks like several patterns"), "write each as an element of the list")
            }
            Some((at, c)) => {
                let message = format!("{c:?} in the pattern {text:?} fits no name");
                let help = "names are of lower-case letters, digits, - and .; * stands for any of them, ? for one";
                wrong(at, c.len_utf8(), message, help)
            }
        }
    }

    fn schema() -> Json {
        json!({"type": "string", "pattern": "^[a-z0-9.*?-]+$"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, name: &str) -> bool {
        Glob::parse(pattern).expect("a pattern").matches(name)
    }

    #[test]
    fn a_star_is_any_text_and_a_question_mark_one_character() {
        for (pattern, name) in [
            ("*", "web"),
            ("*", ""),
            ("cxtm-*", "cxtm-web"),
            ("cxtm-*", "cxtm-"),
            ("*-web", "a-web-web"),
            ("a*b*c", "aXbbXc".to_lowercase().as_str()),
            ("web-?", "web-1"),
            ("*a?", "baab"),
            ("web", "web"),
            ("w**b", "wb"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("web", "web-1"), ("web-?", "web-"), ("web-?", "web-10"), ("cxtm-*", "cxt"), ("a*b", "ac"), ("?", "")]
        {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        assert!(!matches(&"*a".repeat(100), &format!("{}b", "a".repeat(250))));
    }

    #[test]
    fn what_fits_no_name_is_told_with_its_place() {
        for (pattern, within) in
            [("", 0..0), ("cxtm *", 4..5), ("Web", 0..1), ("[ab]", 0..1), ("{a,b}", 0..1), ("a,b", 1..2), ("wéb", 1..3)]
        {
            assert_eq!(Glob::parse(pattern).expect_err("a mistake").within, within, "{pattern}");
        }
    }
}
