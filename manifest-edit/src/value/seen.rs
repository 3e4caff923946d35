//! Which names there are, roughly.

/// Names that were seen, each as one bit of 64: one without a bit is new, and nobody has to look for it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen(u64);

impl Seen {
    /// Whether this name may have been seen; if not, it has not.
    pub fn may_have(self, name: &str) -> bool {
        self.0 & bit(name) != 0
    }

    /// Adds a name.
    pub fn add(&mut self, name: &str) {
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

/// By length and end, in which names in a list mostly differ.
fn bit(name: &str) -> u64 {
    let last = name.bytes().last().unwrap_or_default();
    1 << ((5 * name.len() + usize::from(last)) % 64)
}
