//! What is printed: data to standard output, everything for people to standard error.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::{AnsiColor, Effects, Style};
use otel_inject::diagnostic::Diagnostic;
use otel_inject::render::text::{self, File};
use otel_inject::yaml::with_line_end;

use crate::exit::Outcome;

const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);

/// What `--color` says.
pub(crate) fn set_color(choice: ColorChoice) {
    choice.write_global();
}

/// Says something to a person. Where nobody listens, that is no mistake.
pub(crate) fn say(message: &str) {
    let _ = anstream::stderr().lock().write_all(message.as_bytes());
}

/// An error without a place in a manifest.
pub(crate) fn error(error: &dyn std::fmt::Display) {
    say(&format!("{ERROR}error{ERROR:#}: {error:#}\n"));
}

/// A warning without a place in a manifest.
pub(crate) fn warning(message: &str) {
    say(&format!("{WARNING}warning{WARNING:#}: {message}\n"));
}

/// A bug of ours.
pub(crate) fn bug(what: &str) {
    say(&format!(
        "{ERROR}error{ERROR:#}: this is a bug of otel-inject {}: {what}\n\
         Nothing more was done. Please report it, with the input if you can: {}/issues\n",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
    ));
}

/// What clap has to say: a mistake, or the help that was asked for.
pub(crate) fn usage(error: &clap::Error) -> Outcome {
    let _ = error.print();
    if error.use_stderr() { Outcome::WrongUsage } else { Outcome::Done }
}

/// Diagnostics, with the lines they are about.
pub(crate) fn diagnostics(diagnostics: &[Diagnostic], files: &[File<'_>]) {
    let style = match AutoStream::choice(&io::stderr()) {
        ColorChoice::Never => text::Style::Plain,
        _ => text::Style::Styled,
    };
    say(&text::diagnostics(diagnostics, files, style));
}

/// Prints what the inputs hold. Nobody reading on is no mistake.
pub(crate) fn print(parts: &[&[u8]]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    let printed = match parts {
        [one] => stdout.write_all(one),
        _ => stdout.write_all(&joined(parts)),
    };
    match printed.and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One stream of documents: each text ends in a newline and the next one begins a document.
fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(parts.iter().map(|part| part.len() + 5).sum());
    let mut last = 0;
    for part in parts.iter().filter(|part| !part.trim_ascii().is_empty()) {
        if out.is_empty() {
            out.extend_from_slice(part);
            continue;
        }
        // A mark in the middle of a stream would be part of a key.
        let part = part.strip_prefix(BYTE_ORDER_MARK).unwrap_or(part);
        let newline = if part_has_crlf(part) { "\r\n" } else { "\n" };
        if !out.ends_with(b"\n") {
            end_line(&mut out, last, newline);
        }
        let marker: &[u8] = match first_line(part) {
            Some(line) if is_marker(line) => b"",
            // A directive is only one where the document before it was ended.
            Some(line) if line.starts_with(b"%") => b"...",
            _ => b"---",
        };
        if !marker.is_empty() {
            out.extend_from_slice(marker);
            out.extend_from_slice(newline.as_bytes());
        }
        last = out.len();
        out.extend_from_slice(part);
    }
    out
}

/// Ends the last line, which must not change a text of several lines that ends there.
fn end_line(out: &mut Vec<u8>, part: usize, newline: &str) {
    match std::str::from_utf8(&out[part..]) {
        Ok(text) => {
            let text = with_line_end(text, newline);
            out.truncate(part);
            out.extend_from_slice(text.as_bytes());
        }
        Err(_) => out.extend_from_slice(newline.as_bytes()),
    }
}

fn part_has_crlf(part: &[u8]) -> bool {
    part.split_inclusive(|byte| *byte == b'\n').next().is_some_and(|line| line.ends_with(b"\r\n"))
}

/// The first line that is neither blank nor a comment.
fn first_line(part: &[u8]) -> Option<&[u8]> {
    part.split(|byte| *byte == b'\n').find(|line| {
        let line = line.trim_ascii();
        !line.is_empty() && !line.starts_with(b"#")
    })
}

fn is_marker(line: &[u8]) -> bool {
    line.strip_prefix(b"---").is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(parts: &[&str]) -> String {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        String::from_utf8(joined(&parts)).unwrap()
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
