//! Quoted texts that go on in a line which is indented like their key, or less. YAML 1.2 asks for more; kubectl, yq and
//! kustomize read them all the same.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{Event, Parser};

/// More of them in one document are left unread: each has the document read once more.
const MOST: usize = 16;

/// A document whose quoted texts that go on so have blanks for line breaks, so that the parser takes them. Every byte is
/// where it was.
#[derive(Debug)]
pub(super) struct Joined<'s> {
    pub text: Cow<'s, str>,
    /// What these texts mean, by where they begin.
    meanings: BTreeMap<usize, String>,
}

impl<'s> Joined<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { text: Cow::Borrowed(source), meanings: BTreeMap::new() }
    }

    /// What the text that begins at a place means, if it is one of those.
    pub(super) fn meaning(&self, start: usize) -> Option<&str> {
        self.meanings.get(&start).map(String::as_str)
    }

    /// Joins the lines of the quoted text around a place, which begins behind another place; whether there is one that
    /// can be.
    pub(super) fn join(&mut self, source: &str, behind: usize, around: usize) -> bool {
        if self.meanings.len() >= MOST {
            return false;
        }
        let Some(span) = quoted(source, behind).filter(|span| span.contains(&around)) else { return false };
        // A key stands on one line, for kubectl too.
        let is_key = source[span.end..].trim_start_matches([' ', '\t']).starts_with(':');
        let Some(meaning) = meaning(&source[span.clone()]).filter(|_| !is_key) else { return false };
        let joined: String =
            source[span.clone()].chars().map(|one| if matches!(one, '\n' | '\r') { ' ' } else { one }).collect();
        self.text.to_mut().replace_range(span.clone(), &joined);
        self.meanings.insert(span.start, meaning).is_none()
    }
}

/// The quoted text that begins behind a place, with only indicators, properties, blanks and comments in between.
fn quoted(source: &str, mut at: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    loop {
        match bytes.get(at)? {
            b' ' | b'\t' | b'\r' | b'\n' | b':' | b'-' | b'?' => at += 1,
            b'#' => at = memchr::memchr(b'\n', &bytes[at..])? + at,
            b'&' | b'!' => at += bytes[at..].iter().position(u8::is_ascii_whitespace)?,
            b'\'' => return single_end(bytes, at).map(|end| at..end),
            b'"' => return double_end(bytes, at).map(|end| at..end),
            _ => return None,
        }
    }
}

/// The end of a text in single quotes, in which two are one.
fn single_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr(b'\'', &bytes[at..])? + 1;
        if bytes.get(at) != Some(&b'\'') {
            return Some(at);
        }
        at += 1;
    }
}

/// The end of a text in double quotes.
fn double_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', &bytes[at..])? + 1;
        if bytes[at - 1] == b'"' {
            return Some(at);
        }
        at += 1;
    }
}

/// What a quoted text means: read with its lines indented.
fn meaning(text: &str) -> Option<String> {
    let lines: Vec<&str> = text
        .split('\n')
        .enumerate()
        .map(|(line, text)| match line {
            0 => text,
            _ => text.trim_start_matches([' ', '\t']),
        })
        .collect();
    let indented = ["- ", &lines.join("\n  "), "\n"].concat();
    let mut scalars = Parser::new_from_str(&indented).map_while(Result::ok).filter_map(|(event, _)| match event {
        Event::Scalar(content, ..) => Some(content.into_owned()),
        _ => None,
    });
    scalars.next()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::yaml::{read, value};

    fn means(text: &str) -> Option<serde_json::Value> {
        let tree = read(text).ok()?;
        value(&tree, tree.root()?).ok().map(|value| value.to_json())
    }

    #[test]
    fn a_quoted_text_may_go_on_at_the_indentation_of_its_key() {
        for (text, meaning) in [
            ("a: 'one\ntwo'\nb: 1\n", json!({"a": "one two", "b": 1})),
            ("a:\n  b: 'one\n  two'\n  c: \"x\n\n  y\"\n", json!({"a": {"b": "one two", "c": "x\ny"}})),
            ("- 'it''s\none'\n- \"a \\\"b\\\"\n\tc\\\nd\"\n", json!(["it's one", "a \"b\" cd"])),
            ("a:\r\n  b: 'one\r\n  two'\r\n", json!({"a": {"b": "one two"}})),
            ("a: # why\n  &x !!str 'one\ntwo'\nb: *x\n", json!({"a": "one two", "b": "one two"})),
            ("- - k: 'x\n # no comment'\n", json!([[{"k": "x # no comment"}]])),
        ] {
            assert_eq!(means(text), Some(meaning), "{text}");
        }
    }

    #[test]
    fn its_places_are_those_of_the_text() {
        let text = "a: 'one\ntwo' # c\nb: 1\n";
        let tree = read(text).expect("YAML");
        let spans: Vec<&str> =
            tree.children(tree.root().expect("a root")).map(|node| &text[tree.start(node)..tree.end(node)]).collect();
        assert_eq!(spans, ["a", "'one\ntwo'", "b", "1"]);
    }

    #[test]
    fn what_is_no_such_text_is_an_error_as_before() {
        assert_eq!(means("a: 'one\ntwo\n"), None);
        assert_eq!(means("- - 'one\n  two': x\n"), None);
        assert_eq!(means("a: one\n  'two\nthree'\n b: c: d\n"), None);
        let many = |count: usize| "- 'a\nb'\n".repeat(count);
        assert!(means(&many(super::MOST)).is_some() && means(&many(super::MOST + 1)).is_none());
    }
}
