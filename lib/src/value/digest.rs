//! A short digest of what a value means, to notice later edits. It is no protection against anyone.

use std::fmt;
use std::str::FromStr;

use super::Value;

/// What a value means, in 32 bits: formatting and the order of keys never count. The same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(u32);

impl fmt::Display for Digest {
    /// Eight hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl serde::Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 8];
        for (place, digit) in text.iter_mut().enumerate() {
            *digit = DIGITS[(self.0 >> (28 - 4 * place)) as usize & 15];
        }
        // Records have hundreds of them, and formatting takes ten times as long.
        serializer.serialize_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl FromStr for Digest {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u32::from_str_radix(text, 16).map(Self)
    }
}

impl Value<'_> {
    /// A short digest of the value's meaning.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let hash = self.hash();
        Digest(u32::try_from((hash ^ (hash >> 32)) & 0xffff_ffff).unwrap_or_default())
    }

    fn hash(&self) -> u64 {
        let mut hasher = Hasher::default();
        match self {
            Value::Null => hasher.word(1),
            Value::Bool(value) => hasher.words(2, u64::from(*value)),
            Value::Int(value) => {
                hasher.word(3);
                value.to_le_bytes().as_chunks::<8>().0.iter().for_each(|part| hasher.word(u64::from_le_bytes(*part)));
            }
            Value::Float(value) => {
                hasher.words(4, if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() });
            }
            Value::String(text) => {
                hasher.word(5);
                hasher.text(text);
            }
            Value::List(list) => {
                hasher.word(6);
                list.iter().for_each(|value| hasher.word(value.hash()));
            }
            Value::Map(map) => {
                // A sum does not depend on the order of the keys.
                let entry = |(key, value): (&str, &Value<'_>)| {
                    let mut hasher = Hasher(value.hash());
                    hasher.text(key);
                    hasher.0
                };
                hasher.words(7, map.iter().map(entry).fold(0, u64::wrapping_add));
            }
        }
        hasher.0
    }
}

/// Multiplies and folds, eight bytes at a time.
struct Hasher(u64);

/// Odd numbers without a pattern: the fractions of the golden ratio and of the square root of two.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
const SEED: u64 = 0x6a09_e667_f3bc_c909;

impl Default for Hasher {
    fn default() -> Self {
        Self(SEED)
    }
}

impl Hasher {
    /// Keeps both halves of the product, so that no bit of the word is lost beyond the top.
    fn word(&mut self, word: u64) {
        let product = u128::from(self.0.rotate_left(23) ^ word) * u128::from(FACTOR);
        let (low, high) = (product & u128::from(u64::MAX), product >> 64);
        self.0 = u64::try_from(low ^ high).unwrap_or_default();
    }

    fn words(&mut self, first: u64, second: u64) {
        self.word(first);
        self.word(second);
    }

    /// Text with its length in front, so that neighbours can't run into each other.
    fn text(&mut self, text: &str) {
        self.word(text.len() as u64);
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        words.iter().for_each(|eight| self.word(u64::from_le_bytes(*eight)));
        if !rest.is_empty() {
            let mut eight = [0; 8];
            eight[..rest.len()].copy_from_slice(rest);
            self.word(u64::from_le_bytes(eight));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn what_means_something_else_has_another_digest() {
        let texts = (0..2_000).map(|number| format!("/otel-{number}"));
        let entry = |text: String| Value::map([("name", Value::from(text)), ("value", Value::from("x"))]);
        let mut values: Vec<Value<'_>> = texts.map(entry).collect();
        values.extend([Value::Null, Value::Bool(true), Value::Bool(false), Value::Int(0), Value::Float(0.0)]);
        values.extend([Value::from(""), Value::from("\0"), Value::list([]), Value::map::<String, 0>([])]);
        let digests: HashSet<String> = values.iter().map(|value| value.digest().to_string()).collect();
        assert_eq!(digests.len(), values.len());
    }

    #[test]
    fn a_digest_is_read_back() {
        let digest = Value::from("otlp").digest();
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!(serde_json::json!(digest), serde_json::json!(digest.to_string()));
        assert!("otlp".parse::<Digest>().is_err());
    }
}
