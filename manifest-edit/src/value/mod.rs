//! What a document means: scalars, lists and mappings, without how they are written.
//!
//! Two values are equal if Kubernetes sees the same in both. The order of keys, quotes and number formats don't count;
//! the type of a scalar does (`"true"` is not `true`).

mod digest;
mod json;
mod list;
mod map;
mod origin;

use std::borrow::Cow;

pub use digest::Digest;
pub use list::{Element, List};
pub use map::Map;
pub use origin::Origin;

/// Text, borrowed from the document whenever possible.
pub type Text<'s> = Cow<'s, str>;

/// A value. `'s` is the lifetime of the text it was read from.
#[derive(Debug, Clone, Default)]
pub enum Value<'s> {
    /// `null`, `~`, or nothing at all.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer in any notation. Kubernetes knows those of `i64` and `u64`.
    Int(i128),
    /// A floating point number.
    Float(f64),
    /// A string.
    String(Text<'s>),
    /// A sequence.
    List(List<'s>),
    /// A mapping, in the order in which it was written.
    Map(Map<'s>),
}

impl<'s> Value<'s> {
    /// The string, if this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The list, if this is one.
    #[must_use]
    pub fn as_list(&self) -> Option<&List<'s>> {
        match self {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The list, if this is one, to change.
    pub fn as_list_mut(&mut self) -> Option<&mut List<'s>> {
        match self {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// A scalar as text: what a person meant who forgot the quotes. `None` for null, lists and mappings.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Bool(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
            Value::Int(value) => Some(Cow::Owned(value.to_string())),
            Value::Float(value) => Some(Cow::Owned(value.to_string())),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The mapping, if this is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map<'s>> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The mapping, if this is one, to change.
    pub fn as_map_mut(&mut self) -> Option<&mut Map<'s>> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The value of `key`, if this is a mapping that has it.
    #[must_use]
    #[inline] // As in `Map`.
    pub fn get(&self, key: &str) -> Option<&Value<'s>> {
        self.as_map()?.get(key)
    }

    /// The value at the end of a path of keys.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&Value<'s>> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The string at the end of a path of keys.
    #[must_use]
    pub fn str_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path)?.as_str()
    }

    /// Whether this is null, which Kubernetes takes for absent.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Whether this is null, an empty list or an empty mapping.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::List(list) => list.is_empty(),
            Value::Map(map) => map.is_empty(),
            _ => false,
        }
    }

    /// The type in words, for a message: "a mapping", "a string".
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Int(_) => "an integer",
            Value::Float(_) => "a number",
            Value::String(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// Copies what is borrowed, so that the value outlives its text.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Bool(value) => Value::Bool(value),
            Value::Int(value) => Value::Int(value),
            Value::Float(value) => Value::Float(value),
            Value::String(text) => Value::String(Cow::Owned(text.into_owned())),
            Value::List(list) => Value::List(list.into_owned()),
            Value::Map(map) => Value::Map(map.into_owned()),
        }
    }

    /// A mapping with these entries.
    #[must_use]
    pub fn map<K: Into<Text<'s>>, const N: usize>(entries: [(K, Value<'s>); N]) -> Self {
        Value::Map(entries.map(|(key, value)| (key.into(), value)).into())
    }

    /// A list with these values.
    #[must_use]
    pub fn list(values: impl IntoIterator<Item = Value<'s>>) -> Self {
        Value::List(values.into_iter().collect())
    }

    /// `==`, quick for strings, which most values are.
    #[inline]
    fn is(&self, other: &Value<'_>) -> bool {
        match (self, other) {
            (Value::String(a), Value::String(b)) => same(a, b),
            (a, b) => a == b,
        }
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Value::String(a), Value::String(b)) => same(a, b),
            (Value::List(a), Value::List(b)) => a == b,
            (Value::Map(a), Value::Map(b)) => a == b,
            _ => false,
        }
    }
}

/// Whether two texts are equal. Copied values, and values made from one constant, borrow the very same text, so the
/// addresses are compared first.
#[inline]
fn same(a: &str, b: &str) -> bool {
    std::ptr::eq(a, b) || a == b
}

impl<'s> From<&'s str> for Value<'s> {
    fn from(text: &'s str) -> Self {
        Value::String(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::String(Cow::Owned(text))
    }
}

impl<'s> From<Text<'s>> for Value<'s> {
    fn from(text: Text<'s>) -> Self {
        Value::String(text)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_never_counts() {
        let a = Value::map([("a", Value::Int(1)), ("b", Value::Null)]);
        let b = Value::map([("b", Value::Null), ("a", Value::Int(1))]);
        assert_eq!(a, b);
        assert_eq!(a.digest(), b.digest());
    }

    #[test]
    fn the_type_of_a_scalar_counts() {
        assert_ne!(Value::from("true"), Value::Bool(true));
        assert_ne!(Value::from("true").digest(), Value::Bool(true).digest());
        assert_ne!(Value::Null, Value::from(""));
    }
}
