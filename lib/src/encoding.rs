//! From the bytes of a file to text, and what to do where they are none.

use std::fmt;

use memchr::memmem;

/// What marks a document that something may be asked of.
const MARKS: [&[u8]; 2] = [b"opentelemetry.io/", b"otel-inject.dev/"];

/// The bytes as text.
///
/// # Errors
///
/// Bytes that are not UTF-8 come back with the place of the first that isn't.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotUtf8> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        NotUtf8 { bytes: error.into_bytes(), at }
    })
}

/// Bytes that are not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUtf8 {
    /// All of them.
    pub bytes: Vec<u8>,
    /// The index of the first that can't be read.
    pub at: usize,
}

impl NotUtf8 {
    /// Whether something may be asked of a document in there. If not, the bytes can be passed through.
    #[must_use]
    pub fn may_ask(&self) -> bool {
        let holds = |bytes: &[u8]| MARKS.iter().any(|mark| memmem::find(bytes, mark).is_some());
        if self.is_utf16() {
            let ascii: Vec<u8> = self.bytes.iter().copied().filter(|byte| *byte != 0).collect();
            return holds(&ascii);
        }
        holds(&self.bytes)
    }

    /// Line and column of the first byte that can't be read, both counted from 1, the column in characters.
    #[must_use]
    pub fn line_and_column(&self) -> (usize, usize) {
        let before = String::from_utf8_lossy(&self.bytes[..self.at]);
        crate::diagnostic::line_and_column(&before, before.len())
    }

    fn is_utf16(&self) -> bool {
        self.bytes.starts_with(&[0xff, 0xfe]) || self.bytes.starts_with(&[0xfe, 0xff])
    }
}

impl fmt::Display for NotUtf8 {
    /// What it is instead, as far as can be told.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_utf16() {
            return f.write_str("the text is UTF-16; save it as UTF-8");
        }
        let byte = self.bytes.get(self.at).copied().unwrap_or_default();
        write!(f, "the byte 0x{byte:02x} is not UTF-8; save the text as UTF-8")
    }
}

impl std::error::Error for NotUtf8 {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bad_byte_has_a_line_and_a_column() {
        let error = decode(b"a: \xc3\xa9\nb: \xc3\xa9\xe9\n".to_vec()).unwrap_err();
        assert_eq!(error.line_and_column(), (2, 5));
        assert_eq!(error.to_string(), "the byte 0xe9 is not UTF-8; save the text as UTF-8");
        assert!(!error.may_ask());
    }

    #[test]
    fn utf_16_is_told_apart_and_searched() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("instrumentation.opentelemetry.io/inject-java: x".encode_utf16().flat_map(u16::to_le_bytes));
        let error = decode(bytes).unwrap_err();
        assert!(error.may_ask());
        assert_eq!(error.to_string(), "the text is UTF-16; save it as UTF-8");
    }
}
