//! A short digest of what a value means, to notice edits by hand. It doesn't protect against anyone.

use std::fmt;
use std::str::FromStr;

use super::Value;

/// What a value means, in 32 bits: formatting and the order of keys don't count. It is the same on every machine.
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
        // A record holds hundreds of digests, and formatting machinery takes ten times as long.
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
    /// The digest of what the value means.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let hash = self.hash();
        Digest((hash ^ (hash >> 32)) as u32)
    }

    fn hash(&self) -> u64 {
        match self {
            Value::Null => Hasher::of(1).0,
            Value::Bool(value) => Hasher::of(2).pair(u64::from(*value), 0).0,
            Value::Int(value) => {
                let (low, high) = halves(value.cast_unsigned());
                Hasher::of(3).pair(low, high).0
            }
            Value::Float(value) => {
                Hasher::of(4).pair(if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() }, 0).0
            }
            Value::String(text) => Hasher::of(5).text(text).0,
            Value::List(list) => list.iter().fold(Hasher::of(6), |hasher, value| hasher.pair(value.hash(), 0)).0,
            // A sum doesn't depend on the order of the keys.
            Value::Map(map) => {
                let entry = |(key, value): (&str, &Value<'_>)| Hasher(value.hash()).text(key).0;
                Hasher::of(7).pair(map.iter().map(entry).fold(0, u64::wrapping_add), 0).0
            }
        }
    }
}

/// A multiply-and-fold hash, sixteen bytes at a time.
struct Hasher(u64);

/// Odd numbers without a pattern: the fractional parts of the golden ratio and of the square roots of two and three.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
const SEED: u64 = 0x6a09_e667_f3bc_c909;
const OTHER: u64 = 0xbb67_ae85_84ca_a73b;

impl Hasher {
    /// Begins a value of this type.
    fn of(kind: u64) -> Self {
        Self(kind.wrapping_mul(FACTOR) ^ SEED)
    }

    /// Multiplies, and keeps both halves of the product: no bit is lost at the top.
    fn pair(self, first: u64, second: u64) -> Self {
        let product = u128::from(self.0.rotate_left(23) ^ first ^ FACTOR) * u128::from(second ^ OTHER ^ self.0);
        let (low, high) = halves(product);
        Self(low ^ high)
    }

    /// Hashes text together with its length, so that neighbouring texts can't run into each other.
    fn text(self, text: &str) -> Self {
        let (pairs, rest) = text.as_bytes().as_chunks::<16>();
        let pair = |hasher: Self, bytes: &[u8; 16]| {
            let (low, high) = halves(u128::from_le_bytes(*bytes));
            hasher.pair(low, high)
        };
        let hasher = pairs.iter().fold(self, pair);
        let mut last = [0; 16];
        last[..rest.len()].copy_from_slice(rest);
        // The rest is shorter than 16 bytes, so the last one is free.
        last[15] = text.len() as u8;
        pair(hasher, &last)
    }
}

fn halves(number: u128) -> (u64, u64) {
    (number as u64, (number >> 64) as u64)
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
