//! Mappings with string keys, the only ones that Kubernetes has.

use std::borrow::Cow;

use super::{Text, Value, same};

/// A mapping in the order in which it was written. A lookup goes through the entries: mappings in manifests are small.
#[derive(Debug, Clone, Default)]
pub struct Map<'s>(Vec<(Text<'s>, Value<'s>)>);

impl<'s> Map<'s> {
    /// An empty mapping with room for this many entries.
    #[must_use]
    pub fn with_capacity(entries: usize) -> Self {
        Self(Vec::with_capacity(entries))
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the mapping is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a key.
    #[must_use]
    #[inline] // Most keys are constants, and a short constant is compared as one number.
    pub fn get(&self, key: &str) -> Option<&Value<'s>> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The index and the value of a key that probably stands at index `guess`. Two versions of a mapping mostly have
    /// their keys in the same order, so walking both in step finds each key at once.
    #[must_use]
    pub fn find(&self, key: &str, guess: usize) -> Option<(usize, &Value<'s>)> {
        let at = |place: usize| self.0.get(place).filter(|(name, _)| same(name, key)).map(|(_, value)| (place, value));
        at(guess).or_else(|| (0..self.len()).find_map(at))
    }

    /// The value of a key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value<'s>> {
        self.0.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Sets the value of a key. A new key goes to the end.
    pub fn set(&mut self, key: impl Into<Text<'s>>, value: Value<'s>) {
        let key = key.into();
        match self.get_mut(&key) {
            Some(place) => *place = value,
            None => self.0.push((key, value)),
        }
    }

    /// Removes a key and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<Value<'s>> {
        let index = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(index).1)
    }

    /// The value of a key, to change. If the key is missing or null, `make` makes its value.
    #[inline] // As `get`.
    pub fn entry(&mut self, key: &'static str, make: impl FnOnce() -> Value<'s>) -> &mut Value<'s> {
        match self.0.iter().position(|(name, _)| name == key) {
            Some(index) if !self.0[index].1.is_null() => &mut self.0[index].1,
            place => self.fill(place, key, make()),
        }
    }

    /// Sets the value of the key at `place`, or appends the key if there is no place.
    fn fill(&mut self, place: Option<usize>, key: &'static str, value: Value<'s>) -> &mut Value<'s> {
        let index = place.unwrap_or(self.0.len());
        match place {
            Some(index) => self.0[index].1 = value,
            None => self.0.push((Cow::Borrowed(key), value)),
        }
        &mut self.0[index].1
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value<'s>)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// Keys and values in order; the keys keep the lifetime of the text they were read from.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (&Text<'s>, &Value<'s>)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// Keys and values in order, the values to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value<'s>)> {
        self.0.iter_mut().map(|(key, value)| (&**key, value))
    }

    pub(super) fn into_owned(self) -> Map<'static> {
        let owned = |(key, value): (Text<'s>, Value<'s>)| (Cow::Owned(key.into_owned()), value.into_owned());
        Map(self.0.into_iter().map(owned).collect())
    }
}

impl PartialEq for Map<'_> {
    fn eq(&self, other: &Self) -> bool {
        // The keys nearly always stand in the same order; only otherwise is each of them looked up.
        self.len() == other.len()
            && self.0.iter().zip(&other.0).all(|((key, value), (other_key, other_value))| {
                if same(key, other_key) { value.is(other_value) } else { other.get(key) == Some(value) }
            })
    }
}

impl<'s> FromIterator<(Text<'s>, Value<'s>)> for Map<'s> {
    fn from_iter<T: IntoIterator<Item = (Text<'s>, Value<'s>)>>(entries: T) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<'s, const N: usize> From<[(Text<'s>, Value<'s>); N]> for Map<'s> {
    fn from(entries: [(Text<'s>, Value<'s>); N]) -> Self {
        Self(entries.into())
    }
}

impl<'s> IntoIterator for Map<'s> {
    type Item = (Text<'s>, Value<'s>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
