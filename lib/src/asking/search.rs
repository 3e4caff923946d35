//! Whether a text has keys of the operator's at all: most texts have none, and need not be read.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::domain::{PIECES, may_be_domain};

static FINDERS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| PIECES.map(Finder::new));

/// Whether a text may have a key under a domain of the operator's, spelt right or nearly so. A key with escapes may hide
/// any name, and is not found.
#[must_use]
pub fn may_have_keys(text: &str) -> bool {
    let bytes = text.as_bytes();
    FINDERS.iter().any(|finder| finder.find_iter(bytes).any(|at| is_in_domain(text, at)))
}

/// Whether the word around a place is a domain before a slash.
fn is_in_domain(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    // Another letter may be a slip, too, but not one of those that a key can't have.
    let is_slip = |byte: &u8| is_part(byte) || *byte == b'_' || !byte.is_ascii();
    let Some(length) = bytes[at..].iter().position(|byte| !is_slip(byte)) else { return false };
    let end = at + length;
    if bytes[end] != b'/' {
        return false;
    }
    let start = bytes[..at].iter().rposition(|byte| !is_slip(byte)).map_or(0, |before| before + 1);
    may_be_domain(&text[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_up_to_two_wrong_letters_are_found() {
        const RIGHT: &str = "opentelemetry.io";
        let around = |domain: &str| ["a: 1\nb: {instrumentation.", domain, "/inject-java: \"true\"}\n"].concat();
        assert!(may_have_keys(&around(RIGHT)));
        let once = mistakes(RIGHT);
        assert!(once.len() > 60);
        for one in &once {
            assert!(may_have_keys(&around(one)), "{one}");
            for two in mistakes(one) {
                assert!(may_have_keys(&around(&two)), "{one}, {two}");
            }
        }
    }

    /// A word with one letter left out, added, replaced, or swapped with the next.
    fn mistakes(word: &str) -> Vec<String> {
        let mut all = Vec::new();
        for at in 0..word.len() {
            all.push([&word[..at], &word[at + 1..]].concat());
            all.push([&word[..at], "x", &word[at..]].concat());
            all.push([&word[..at], "x", &word[at + 1..]].concat());
            if at + 1 < word.len() {
                all.push([&word[..at], &word[at + 1..at + 2], &word[at..at + 1], &word[at + 2..]].concat());
            }
        }
        all
    }

    #[test]
    fn words_that_only_look_like_it_are_passed_over() {
        for text in [
            "a: implement, element, supplement/x\n",
            "image: registry.io/opentofu:1\n",
            "a: https://github.com/open-telemetry/opentelemetry-operator\n",
            "apiVersion: opentelemetry.io\n",
            "a: sidecar.istio.io/inject\n",
        ] {
            assert!(!may_have_keys(text), "{text}");
        }
        assert!(may_have_keys("opentelemetry.io/a: b"));
        assert!(may_have_keys("apiVersion: opentelemetry.io/v1alpha1\n"), "an object of the operator's");
        assert!(may_have_keys("a: \"auto.opentelemetry.io/b\"\n"));
    }
}
