//! Writes values in the document's own style.

use std::fmt::Write as _;

use crate::value::Value;

use super::quote::{double_quoted, fits_single_quotes, is_plain, single_quoted};
use super::style::Style;

/// Writes values. Lines end with `\n` here; the editor replaces that by the document's own line end.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// The style.
    pub style: Style,
    /// Whether text of several lines may become a literal block. It may not at the end of a text that lacks its last
    /// line end, because the block's value would lack it too.
    pub literals: bool,
}

impl Writer {
    /// `key: value` at a column: the first line is not indented, and the last has no line end.
    pub fn entry(&self, out: &mut String, key: &str, value: &Value<'_>, column: usize) {
        self.string(out, key, false);
        out.push(':');
        self.below_key(out, value, column);
    }

    /// What follows a key's colon, on the same line or below it.
    pub fn below_key(&self, out: &mut String, value: &Value<'_>, column: usize) {
        match value {
            Value::Map(map) if !map.is_empty() => {
                let column = column + self.style.step;
                for (key, value) in map.iter() {
                    new_line(out, column);
                    self.entry(out, key, value, column);
                }
            }
            Value::List(list) if !list.is_empty() => {
                let column = column + self.style.sequence_offset;
                for value in list.iter() {
                    new_line(out, column);
                    self.item(out, value, column);
                }
            }
            Value::String(text) if self.literals && fits_literal(text) => {
                self.literal(out, text, column + self.style.step)
            }
            value => {
                out.push(' ');
                self.inline(out, value, false);
            }
        }
    }

    /// `- value` at a column: the first line is not indented, and the last has no line end.
    pub fn item(&self, out: &mut String, value: &Value<'_>, column: usize) {
        out.push('-');
        let inner = column + 2;
        match value {
            Value::Map(map) if !map.is_empty() => {
                for (index, (key, value)) in map.iter().enumerate() {
                    if index == 0 {
                        out.push(' ');
                    } else {
                        new_line(out, inner);
                    }
                    self.entry(out, key, value, inner);
                }
            }
            Value::List(list) if !list.is_empty() => {
                for (index, value) in list.iter().enumerate() {
                    if index == 0 {
                        out.push(' ');
                    } else {
                        new_line(out, inner);
                    }
                    self.item(out, value, inner);
                }
            }
            Value::String(text) if self.literals && fits_literal(text) => self.literal(out, text, inner),
            value => {
                out.push(' ');
                self.inline(out, value, false);
            }
        }
    }

    fn literal(&self, out: &mut String, text: &str, column: usize) {
        let (header, lines) = match text.strip_suffix('\n') {
            Some(lines) => (" |", lines),
            None => (" |-", text),
        };
        out.push_str(header);
        for line in lines.split('\n') {
            if line.is_empty() {
                out.push('\n');
            } else {
                new_line(out, column);
                out.push_str(line);
            }
        }
    }

    /// On one line, with collections in flow style.
    pub fn inline(&self, out: &mut String, value: &Value<'_>, in_flow: bool) {
        match value {
            Value::Null => out.push_str("null"),
            Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Value::Int(value) => {
                let _ = write!(out, "{value}");
            }
            Value::Float(value) => self.float(out, *value),
            Value::String(text) => self.string(out, text, in_flow),
            Value::List(list) => {
                out.push('[');
                for (index, value) in list.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { ", " });
                    self.inline(out, value, true);
                }
                out.push(']');
            }
            Value::Map(map) => {
                out.push('{');
                for (index, (key, value)) in map.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { ", " });
                    self.string(out, key, true);
                    out.push_str(": ");
                    self.inline(out, value, true);
                }
                out.push('}');
            }
        }
    }

    /// As JSON over several lines, for a document that is laid out that way. The first line is not indented.
    pub fn pretty(&self, out: &mut String, value: &Value<'_>, column: usize) {
        let inner = column + self.style.step;
        match value {
            Value::List(list) if !list.is_empty() => {
                out.push('[');
                for (index, value) in list.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    new_line(out, inner);
                    self.pretty(out, value, inner);
                }
                new_line(out, column);
                out.push(']');
            }
            Value::Map(map) if !map.is_empty() => {
                out.push('{');
                for (index, (key, value)) in map.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    new_line(out, inner);
                    self.string(out, key, true);
                    out.push_str(": ");
                    self.pretty(out, value, inner);
                }
                new_line(out, column);
                out.push('}');
            }
            value => self.inline(out, value, true),
        }
    }

    /// A string, with quotes if it needs them.
    pub fn string(&self, out: &mut String, text: &str, in_flow: bool) {
        if !self.style.json && is_plain(text, in_flow) {
            out.push_str(text);
        } else if !self.style.json && fits_single_quotes(text) && self.wants_single_quotes(text) {
            single_quoted(out, text);
        } else {
            double_quoted(out, text);
        }
    }

    /// Prefers the document's own quotes unless only the other kind holds the text without escapes.
    fn wants_single_quotes(self, text: &str) -> bool {
        if self.style.single_quotes {
            !text.contains('\'') || text.contains(['"', '\\'])
        } else {
            text.contains(['"', '\\']) && !text.contains('\'')
        }
    }

    fn float(self, out: &mut String, value: f64) {
        let _ = match value {
            value if value.is_nan() => write!(out, ".nan"),
            value if value.is_infinite() => write!(out, "{}", if value > 0.0 { ".inf" } else { "-.inf" }),
            // With a point or an exponent, so that it isn't read as an integer.
            value => write!(out, "{value:?}"),
        };
    }
}

fn new_line(out: &mut String, column: usize) {
    const LINE: &str = "\n                                                               ";
    match LINE.get(..=column) {
        Some(line) => out.push_str(line),
        None => {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', column));
        }
    }
}

/// Whether a text of several lines reads better as a literal block, and comes back the same: every reader takes its
/// lines as they are, and it ends with one line break or none.
fn fits_literal(text: &str) -> bool {
    if memchr::memchr(b'\n', text.as_bytes()).is_none() {
        return false;
    }
    let lines = text.strip_suffix('\n').unwrap_or(text);
    let fits = |line: &str| !line.ends_with([' ', '\t']) && !line.contains('\t');
    lines.contains('\n')
        && !lines.starts_with([' ', '\n'])
        && !lines.ends_with('\n')
        && lines.split('\n').all(fits)
        && lines.chars().all(|character| character == '\n' || (' '..='~').contains(&character))
}
