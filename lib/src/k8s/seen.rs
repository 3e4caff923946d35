//! An approximate set of names.

/// A set of names that may claim to have a name it hasn't, but never the other way round: 64 bits, one of them for each
/// name. It saves a search through the list for most new names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen(u64);

impl Seen {
    /// Whether this name may have been added. If not, it certainly wasn't.
    pub(crate) fn may_have(self, name: &str) -> bool {
        self.0 & bit(name) != 0
    }

    /// Adds a name.
    pub(crate) fn add(&mut self, name: &str) {
        self.0 |= bit(name);
    }
}

impl<'n> Extend<&'n str> for Seen {
    fn extend<T: IntoIterator<Item = &'n str>>(&mut self, names: T) {
        names.into_iter().for_each(|name| self.add(name));
    }
}

impl<'n> FromIterator<&'n str> for Seen {
    fn from_iter<T: IntoIterator<Item = &'n str>>(names: T) -> Self {
        let mut seen = Self::default();
        seen.extend(names);
        seen
    }
}

/// The bit of a name, from its length and its last byte, in which the names in one list mostly differ.
fn bit(name: &str) -> u64 {
    let last = name.bytes().last().unwrap_or_default();
    1 << ((5 * name.len() + usize::from(last)) % 64)
}
