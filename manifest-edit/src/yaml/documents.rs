//! The documents of a stream.

use std::iter;
use std::ops::Range;

use serde::de::IgnoredAny;

/// The byte ranges of a stream's documents. Together they are the whole stream.
///
/// A `---` or `...` in the first column is a marker everywhere in YAML, even within scalars, so the stream can be split
/// without being read. Directives and comments before a `---` belong to the document that it starts only if a `...`
/// stands before them; otherwise they belong to the document that ends.
///
/// JSON objects one after the other, as `jq -c` prints them, are a document each, as kubectl reads them.
#[must_use]
pub fn documents(stream: &str) -> Vec<Range<usize>> {
    json_objects(stream).unwrap_or_else(|| yaml_documents(stream))
}

/// The byte ranges of JSON objects one after the other, each with the blanks behind it; `None` if there is no second one,
/// or something else.
fn json_objects(stream: &str) -> Option<Vec<Range<usize>>> {
    if !stream.trim_start().starts_with('{') {
        return None;
    }
    let mut objects = serde_json::Deserializer::from_str(stream).into_iter::<IgnoredAny>();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while let Some(object) = objects.next() {
        object.ok()?;
        let end = objects.byte_offset();
        if !stream[start..end].trim_start().starts_with('{') {
            return None;
        }
        let blanks = stream[end..].len() - stream[end..].trim_start_matches([' ', '\t', '\r', '\n']).len();
        ranges.push(start..end + blanks);
        start = end + blanks;
    }
    (ranges.len() > 1).then_some(ranges)
}

fn yaml_documents(stream: &str) -> Vec<Range<usize>> {
    let bytes = stream.as_bytes();
    let mut ranges = Vec::new();
    let mut start = 0;
    // Whether a `...` has already ended what began at `start`.
    let mut ended = false;
    // Markers stand at the start of a line.
    let first = if stream.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let lines = memchr::memchr_iter(b'\n', bytes).map(|newline| newline + 1);
    for marker in iter::once(first).chain(lines) {
        let three = bytes.get(marker..marker + 3);
        if !matches!(three, Some(b"---" | b"...")) || !bytes.get(marker + 3).is_none_or(u8::is_ascii_whitespace) {
            continue;
        }
        if three == Some(b"...") {
            let end = memchr::memchr(b'\n', &bytes[marker..]).map_or(bytes.len(), |newline| marker + newline + 1);
            ranges.push(start..end);
            start = end;
            ended = true;
        } else {
            let only_preamble = ended || ranges.is_empty();
            if !(only_preamble && is_preamble(&stream[start..marker])) {
                ranges.push(start..marker);
                start = marker;
            }
            ended = false;
        }
    }
    if start < bytes.len() || ranges.is_empty() {
        ranges.push(start..bytes.len());
    }
    ranges
}

/// Whether this holds nothing but directives, comments and blank lines.
fn is_preamble(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#') || line.starts_with('%')
    })
}

/// Whether a stream has a document in it: more than comments, blank lines, directives and markers.
///
/// A document that is `null` is none, as it is for kubectl: programs that find nothing print that.
#[must_use]
pub fn holds_document(stream: &str) -> bool {
    stream.trim_start_matches('\u{feff}').lines().any(|line| {
        let marked = line.strip_prefix("---").filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r']));
        let line = marked.unwrap_or(line).trim();
        let content = line.split_once(" #").map_or(line, |(content, _)| content.trim_end());
        !(content.starts_with(['#', '%']) || matches!(content, "" | "..." | "null" | "Null" | "NULL" | "~"))
    })
}

#[cfg(test)]
mod tests {
    use super::{documents, holds_document};

    #[test]
    fn comments_and_markers_are_no_document() {
        for stream in
            ["", "\n \t\r\n", "\u{feff}", "# a\n---\n--- # b\n...\n%YAML 1.2\n---\n", "null\n", "---\n~ # c\n"]
        {
            assert!(!holds_document(stream), "{stream:?}");
        }
        for stream in ["{}", "--- {}\n", "# a\n---\na: 1\n", "---a\n", "a", "- null\n", "{\"items\": []}", "--- |\n"] {
            assert!(holds_document(stream), "{stream:?}");
        }
    }

    fn split(stream: &str) -> Vec<&str> {
        documents(stream).into_iter().map(|range| &stream[range]).collect()
    }

    #[test]
    fn documents_are_told_apart_without_reading_them() {
        assert_eq!(split("a: 1\n---\nb: 2\n"), ["a: 1\n", "---\nb: 2\n"]);
        assert_eq!(split("# head\n---\na: 1\n"), ["# head\n---\na: 1\n"]);
        assert_eq!(
            split("---\na: 1\n...\n# c\n%YAML 1.2\n---\nb: 2\n"),
            ["---\na: 1\n...\n", "# c\n%YAML 1.2\n---\nb: 2\n"]
        );
        assert_eq!(split("a: |\n  ---\n  x\n"), ["a: |\n  ---\n  x\n"]);
        assert_eq!(split("--- a\n--- b"), ["--- a\n", "--- b"]);
        assert_eq!(split("---x: 1\n----\n"), ["---x: 1\n----\n"]);
        assert_eq!(split(""), [""]);
        assert_eq!(split("a: 1\r\n---\r\nb: 2\r\n"), ["a: 1\r\n", "---\r\nb: 2\r\n"]);
    }

    #[test]
    fn json_objects_one_after_the_other_are_a_document_each() {
        assert_eq!(split("{\"a\": 1}\n{\"b\": [{}]}\n"), ["{\"a\": 1}\n", "{\"b\": [{}]}\n"]);
        assert_eq!(split(" {}{\"a\": \"} {\"}  \n\n"), [" {}", "{\"a\": \"} {\"}  \n\n"]);
        // Other streams are YAML, whatever comes of that.
        for one in ["{\"a\": 1}\n", "{a: 1}\n{b: 2}\n", "{\"a\": 1}\n[]\n", "{\"a\": 1}\n{\"b\": \n", "[]\n[]\n"] {
            assert_eq!(split(one), [one]);
        }
        assert_eq!(split("{\"a\": 1}\n---\n{\"b\": 2}\n"), ["{\"a\": 1}\n", "---\n{\"b\": 2}\n"]);
    }
}
