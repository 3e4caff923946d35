//! Which strings need quotes, and how to quote them.

use std::fmt::Write as _;

/// The longest string that is considered for writing without quotes.
const LONGEST_PLAIN: usize = 4096;

/// Whether every reader of YAML 1.1 and 1.2 takes this text, without quotes, for this very string. The text may only
/// have characters of an allow-list, and must not look like a number, a date, a boolean or null to any reader.
#[must_use]
pub fn is_plain(text: &str, in_flow: bool) -> bool {
    let bytes = text.as_bytes();
    let Some(&first) = bytes.first() else { return false };
    let begins = first.is_ascii_alphanumeric() || matches!(first, b'/' | b'_' | b'$' | b'.' | b'-');
    if !begins || bytes.len() > LONGEST_PLAIN {
        return false;
    }
    let mut rest = bytes;
    while let Some(odd) = rest.iter().position(|byte| !HARMLESS[usize::from(*byte)]) {
        // A colon ends a key only before a blank, but in flow collections some readers don't wait for one.
        let fits = rest[odd] == b' ' || (matches!(rest[odd], b',' | b':') && !in_flow);
        if !fits || rest.get(odd + 1).is_none_or(|next| *next == b' ') {
            return false;
        }
        rest = &rest[odd + 1..];
    }
    match first {
        b'.' | b'-' => {
            let marker = text == "-" || text.starts_with("- ") || text.starts_with("---") || text.starts_with("...");
            !marker && !looks_like_number(text) && !is_word(text)
        }
        b'0'..=b'9' => !looks_like_number(text),
        _ => !is_word(text),
    }
}

/// The characters that mean nothing to any reader, wherever they stand.
const HARMLESS: [bool; 256] = {
    let mut harmless = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        harmless[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'+' | b'@' | b'=' | b'$' | b'(' | b')' | b'~' | b';');
        byte += 1;
    }
    harmless
};

/// Whether text that begins like a number, a date or a time has no letter that rules it out.
fn looks_like_number(text: &str) -> bool {
    let number_like = |byte: u8| {
        byte.is_ascii_hexdigit()
            || matches!(
                byte,
                b'x' | b'X' | b'o' | b'O' | b'_' | b'.' | b'-' | b'+' | b':' | b' ' | b't' | b'T' | b'z' | b'Z' | b','
            )
    };
    text.bytes().all(number_like)
}

/// Whether YAML 1.1 or 1.2 takes this word, in any case, for a boolean, null or a special number.
fn is_word(text: &str) -> bool {
    const LONGEST: usize = "-infinity".len();
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..text.len()) else { return false };
    lower.copy_from_slice(text.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"null" | b"~" | b"true" | b"false" | b"yes" | b"no" | b"on" | b"off" | b"y" | b"n" | b"=" | b"<<" => true,
        [b'+' | b'-' | b'.', ..] => matches!(
            &*lower,
            b".inf"
                | b"-.inf"
                | b"+.inf"
                | b".nan"
                | b"-infinity"
                | b"+infinity"
                | b"-inf"
                | b"+inf"
                | b"-nan"
                | b"+nan"
        ),
        b"inf" | b"nan" | b"infinity" => true,
        _ => false,
    }
}

/// Writes text in double quotes, with escapes that YAML 1.1, YAML 1.2 and JSON read alike.
pub fn double_quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            other if needs_escape(other) => {
                let mut units = [0; 2];
                for unit in other.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Characters that readers refuse, drop or take for line breaks. Those beyond the basic plane are fine.
fn needs_escape(character: char) -> bool {
    matches!(character, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Writes text in single quotes. It must not need escapes.
pub fn single_quoted(out: &mut String, text: &str) {
    out.push('\'');
    out.push_str(&text.replace('\'', "''"));
    out.push('\'');
}

/// Whether single quotes can hold this text on one line.
#[must_use]
pub fn fits_single_quotes(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rustfmt::skip]
    const MISREAD: &[&str] = &[
        "", "yes", "Yes", "ON", "off", "y", "N", "true", "null", "~", "=", "<<", "0777", "0o17", "1_000", "12:30",
        "1e3", "1.10", ".inf", "-.Inf", ".NaN", "2001-01-01", "2001-12-14t21:59:43.10-05:00", "0x1f", "0b1", "+1",
        "-", "- a", "---", "...", "a: b", "a:", "a #b", "#a", "&a", "*a", "!a", "%a", "@a", "`a", "{a}", "[a]",
        "a\tb", "a ", " a", "a\nb", "é", "'a'", "\"a\"", "?", "? a", "|", ">", "a  b", ".5", "1,000", "deadbeef: x",
        "123e4", "0.",
    ];

    #[rustfmt::skip]
    const PLAIN: &[&str] = &[
        "a", "otlp", "http/protobuf", "http://collector:4318", "/app:/lib", "status.hostIP", "200Mi", "50m", "-r",
        "--flag=1", "$(OTEL_POD_IP)", "cxtm-web", "a.b.c", "1.2.3-alpine", "k8s.pod.name=$(X),a=b", "100m", "a:b",
        "a,b", "two words",
    ];

    #[test]
    fn what_some_reader_could_misread_is_quoted() {
        for text in MISREAD {
            assert_eq!([false, true].map(|in_flow| is_plain(text, in_flow)), [false, false], "{text:?}");
        }
    }

    #[test]
    fn what_nobody_misreads_is_plain_but_for_commas_and_colons_in_flow_collections() {
        for text in PLAIN {
            assert!(is_plain(text, false), "{text:?}");
            assert_eq!(is_plain(text, true), !text.contains([',', ':']), "{text:?}");
        }
    }
}
