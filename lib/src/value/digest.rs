//! A short digest of what a value means, to notice later edits. It is no protection against anyone.

use super::Value;

/// FNV-1a with 64 bits: small, the same on every machine, and good enough to tell an edited value from ours.
struct Fnv(u64);

impl Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Text with its length in front, so that neighbours can't run into each other.
    fn text(&mut self, text: &str) {
        self.write(&(text.len() as u64).to_le_bytes());
        self.write(text.as_bytes());
    }
}

impl Value<'_> {
    /// Eight hexadecimal digits of the value's meaning: formatting and the order of keys never count.
    #[must_use]
    pub fn digest(&self) -> String {
        let hash = self.hash();
        format!("{:08x}", (hash ^ (hash >> 32)) & 0xffff_ffff)
    }

    fn hash(&self) -> u64 {
        let mut fnv = Fnv(0xcbf2_9ce4_8422_2325);
        match self {
            Value::Null => fnv.write(b"n"),
            Value::Bool(value) => fnv.write(if *value { b"t" } else { b"f" }),
            Value::Int(value) => {
                fnv.write(b"i");
                fnv.write(&value.to_le_bytes());
            }
            Value::Float(value) => {
                fnv.write(b"d");
                let bits = if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() };
                fnv.write(&bits.to_le_bytes());
            }
            Value::String(text) => {
                fnv.write(b"s");
                fnv.text(text);
            }
            Value::List(list) => {
                fnv.write(b"l");
                list.iter().for_each(|value| fnv.write(&value.hash().to_le_bytes()));
            }
            Value::Map(map) => {
                // A sum does not depend on the order of the keys.
                let entry = |(key, value): (&str, &Value<'_>)| {
                    let mut fnv = Fnv(value.hash());
                    fnv.text(key);
                    fnv.0
                };
                fnv.write(b"m");
                fnv.write(&map.iter().map(entry).fold(0, u64::wrapping_add).to_le_bytes());
            }
        }
        fnv.0
    }
}
