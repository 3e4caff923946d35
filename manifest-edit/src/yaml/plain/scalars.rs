//! Scalars: plain and quoted ones on one line, and block scalars.

use super::super::tree::Kind;
use super::LineReader;

/// The bytes at which a plain scalar may end.
const ENDS_PLAIN: [bool; 256] = {
    let mut ends = [false; 256];
    let bytes = b" :\t\r\n";
    let mut index = 0;
    while index < bytes.len() {
        ends[bytes[index] as usize] = true;
        index += 1;
    }
    ends
};

impl LineReader<'_> {
    /// Whether a plain scalar certainly begins at an offset.
    pub(super) fn begins_plain(&self, at: usize) -> bool {
        match self.byte(at) {
            b'-' => !self.is_blank(at + 1),
            b'&' | b'*' | b'!' | b'%' | b'@' | b'`' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'?' | b':' | b'|'
            | b'>' | b'"' | b'\'' | b' ' | b'\t' | b'\n' | b'\r' => false,
            _ => true,
        }
    }

    /// Where a plain scalar ends: before the colon that makes it a key, before a comment, or with the line.
    pub(super) fn plain_end(&self, start: usize) -> Option<usize> {
        let mut at = start;
        loop {
            let rest = self.bytes.get(at..)?;
            at += rest.iter().position(|byte| ENDS_PLAIN[usize::from(*byte)]).unwrap_or(rest.len());
            match self.byte(at) {
                b' ' => {
                    let behind = self.skip_spaces(at);
                    let ends = match self.byte(behind) {
                        b'\n' | b'\r' | b'#' => true,
                        b':' => self.is_blank(behind + 1),
                        _ => false,
                    };
                    if ends {
                        return Some(at);
                    }
                    at = behind;
                }
                b':' if !self.is_blank(at + 1) => at += 1,
                b'\t' => return None,
                _ => return Some(at),
            }
        }
    }

    /// Reads a quoted scalar on one line: its kind, its end, and its content if that differs from its text.
    pub(super) fn quoted(&self, start: usize) -> Option<(Kind, usize, Option<String>)> {
        let line_end = self.next_line(start);
        let line = &self.bytes[start + 1..line_end];
        let text = |length: usize| &self.source[start + 1..start + 1 + length];
        if self.byte(start) == b'\'' {
            let mut length = memchr::memchr(b'\'', line)?;
            let mut doubled = false;
            while line.get(length + 1) == Some(&b'\'') {
                doubled = true;
                length += 2 + memchr::memchr(b'\'', &line[length + 2..])?;
            }
            let content = doubled.then(|| text(length).replace("''", "'"));
            return Some((Kind::Single, start + length + 2, content));
        }
        let mut length = memchr::memchr2(b'"', b'\\', line)?;
        let mut escaped = false;
        while line[length] == b'\\' {
            escaped = true;
            length += 2;
            length += memchr::memchr2(b'"', b'\\', line.get(length..)?)?;
        }
        let content = if escaped { Some(unescaped(text(length))?) } else { None };
        Some((Kind::Double, start + length + 2, content))
    }

    /// Reads a block scalar with its lines.
    pub(super) fn block_scalar(&mut self, header: usize, lead: Option<usize>) -> Option<usize> {
        let parent = self.open.last()?.column;
        let folded = self.byte(header) == b'>';
        let strip = self.byte(header + 1) == b'-';
        let mut line = self.rest_of_line(header + 1 + usize::from(strip))?;
        let mut content = String::new();
        let (mut indent, mut end, mut empty_lines) = (0, 0, 0);
        while line < self.bytes.len() {
            let next = self.next_line(line);
            let start = self.skip_spaces(line);
            let column = start - line;
            if self.is_line_end(start) {
                // Blanks can count as text here, and readers disagree about blanks at the end of the text.
                if indent == 0 || column > indent || start == self.bytes.len() {
                    return None;
                }
                empty_lines += 1;
                line = next;
                continue;
            }
            if column <= parent {
                break;
            }
            if indent == 0 {
                indent = column;
                if self.byte(start) == b'\t' {
                    return None;
                }
            } else {
                if column < indent || (folded && (column > indent || self.byte(start) == b'\t')) {
                    return None;
                }
                let breaks = if folded { empty_lines } else { empty_lines + 1 };
                content.extend(std::iter::repeat_n('\n', breaks));
                if breaks == 0 {
                    content.push(' ');
                }
            }
            let text = self.source[line + indent..next].trim_end_matches(['\r', '\n']);
            content.push_str(text);
            end = line + indent + text.len();
            empty_lines = 0;
            line = next;
        }
        if indent == 0 {
            return None;
        }
        // If the text ends without a line break, the value does too.
        if !strip && end < self.bytes.len() {
            content.push('\n');
        }
        let kind = if folded { Kind::Folded } else { Kind::Literal };
        self.leaf(kind, header, end, lead, Some(content));
        Some(line)
    }
}

/// The content of text in double quotes. `None` if it has rare escapes.
fn unescaped(text: &str) -> Option<String> {
    let mut content = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        content.push_str(&rest[..at]);
        let escape = rest.as_bytes().get(at + 1)?;
        let mut length = 2;
        content.push(match escape {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'u' => {
                length = 6;
                let digits =
                    rest.get(at + 2..at + 6).filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
                // Half of a surrogate pair is not a character.
                char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
            }
            _ => return None,
        });
        rest = &rest[at + length..];
    }
    content.push_str(rest);
    Some(content)
}
