//! Several texts as one stream of documents.

use std::borrow::Cow;

use otel_inject::yaml::with_line_end;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One stream of texts that are given in pieces, which end where documents or lines end: each text ends in a newline,
/// and the next one begins a document. One text alone stays as it is.
pub(crate) fn joined<'p>(texts: &[Vec<&'p [u8]>]) -> Vec<Cow<'p, [u8]>> {
    let mut out: Vec<Cow<'p, [u8]>> = Vec::new();
    if let [one] = texts {
        out.extend(one.iter().copied().map(Cow::Borrowed));
        return out;
    }
    let holds_something = |text: &&Vec<&[u8]>| text.iter().any(|piece| !piece.trim_ascii().is_empty());
    for text in texts.iter().filter(holds_something) {
        let Some((first, rest)) = text.split_first() else { continue };
        let Some(last) = out.last_mut() else {
            out.extend(text.iter().copied().map(Cow::Borrowed));
            continue;
        };
        let newline = if has_crlf(first) { "\r\n" } else { "\n" };
        if !last.ends_with(b"\n") {
            end_line(last, newline);
        }
        let marker: &[u8] = match first_line(text) {
            Some(line) if is_marker(line) => b"",
            // A directive is only one where the document before it was ended.
            Some(line) if line.starts_with(b"%") => b"...",
            _ => b"---",
        };
        if !marker.is_empty() {
            out.extend([marker, newline.as_bytes()].map(Cow::Borrowed));
        }
        // A mark in the middle of a stream would be part of a key.
        out.push(Cow::Borrowed(first.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first)));
        out.extend(rest.iter().copied().map(Cow::Borrowed));
    }
    out
}

/// Ends the last line, which must not change a text of several lines that ends there.
fn end_line(piece: &mut Cow<'_, [u8]>, newline: &str) {
    match std::str::from_utf8(piece) {
        Ok(text) => *piece = Cow::Owned(with_line_end(text, newline).into_bytes()),
        Err(_) => piece.to_mut().extend_from_slice(newline.as_bytes()),
    }
}

fn has_crlf(text: &[u8]) -> bool {
    text.split_inclusive(|byte| *byte == b'\n').next().is_some_and(|line| line.ends_with(b"\r\n"))
}

/// The first line that is neither blank nor a comment.
fn first_line<'p>(text: &[&'p [u8]]) -> Option<&'p [u8]> {
    let lines = text.iter().flat_map(|piece| piece.split(|byte| *byte == b'\n'));
    lines.map(|line| line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line)).find(|line| {
        let line = line.trim_ascii();
        !line.is_empty() && !line.starts_with(b"#")
    })
}

fn is_marker(line: &[u8]) -> bool {
    line.strip_prefix(b"---").is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
}

#[cfg(test)]
mod tests {
    use otel_inject::yaml::documents;

    use super::*;

    fn join(texts: &[&'static str]) -> String {
        // Every document is a piece.
        let pieces = |text: &&'static str| documents(text).into_iter().map(|range| text[range].as_bytes()).collect();
        let texts: Vec<Vec<&[u8]>> = texts.iter().map(pieces).collect();
        String::from_utf8(joined(&texts).concat()).unwrap()
    }

    #[test]
    fn texts_are_joined_by_markers() {
        assert_eq!(join(&["a: 1\n", "b: 2\n"]), "a: 1\n---\nb: 2\n");
        assert_eq!(join(&["a: 1", "b: 2"]), "a: 1\n---\nb: 2");
        assert_eq!(join(&["{\"a\": 1}", "b: 2\n"]), "{\"a\": 1}\n---\nb: 2\n");
        assert_eq!(join(&["a: 1\r\n", "b: 2\r\n"]), "a: 1\r\n---\r\nb: 2\r\n");
    }

    #[test]
    fn a_line_end_that_joining_adds_does_not_count_in_a_text() {
        assert_eq!(join(&["a: |\n  x", "b: 2"]), "a: |-\n  x\n---\nb: 2");
        assert_eq!(join(&["a: | # well-known\n  x", "b: 2"]), "a: |- # well-known\n  x\n---\nb: 2");
        assert_eq!(join(&["z: 0\n---\na: |2+\n   x", "b: >\n y"]), "z: 0\n---\na: |-2\n   x\n---\nb: >\n y");
        assert_eq!(join(&["c: 1\n", "a: |-\r\n  x", "b: 2\r\n"]), "c: 1\n---\r\na: |-\r\n  x\r\n---\r\nb: 2\r\n");
    }

    #[test]
    fn no_marker_is_written_twice() {
        assert_eq!(join(&["---\na: 1\n", "---\nb: 2\n"]), "---\na: 1\n---\nb: 2\n");
        assert_eq!(join(&["a: 1\n", "# web\n\n--- # web\nb: 2\n"]), "a: 1\n# web\n\n--- # web\nb: 2\n");
        assert_eq!(join(&["a: 1\n", "----\n"]), "a: 1\n---\n----\n");
        assert_eq!(join(&["a: 1\n", "\u{feff}---\r\nb: 2\n"]), "a: 1\n---\r\nb: 2\n");
    }

    #[test]
    fn a_directive_needs_the_end_of_the_document_before() {
        assert_eq!(join(&["a: 1\n", "%YAML 1.2\n---\nb: 2\n"]), "a: 1\n...\n%YAML 1.2\n---\nb: 2\n");
    }

    #[test]
    fn what_holds_nothing_is_left_out_between_others() {
        assert_eq!(join(&["", "a: 1\n", "\n", "b: 2\n"]), "a: 1\n---\nb: 2\n");
        assert_eq!(join(&["\u{feff}a: 1\n", "\u{feff}b: 2\n"]), "\u{feff}a: 1\n---\nb: 2\n");
    }
}
