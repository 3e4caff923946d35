//! Values that are lists, with commas between the items.

use std::ops::Range;

use super::EnvEntry;

impl EnvEntry<'_> {
    /// The items in its value, with their ranges, if it has this name.
    pub fn list_items(&self, name: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
        items(self.value.as_deref().filter(|_| self.name == name).unwrap_or_default())
    }
}

/// The items of a list without the blanks around them, with their ranges. Empty items are left out.
fn items(list: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    list.split(',').filter_map(move |item| {
        let text = item.trim();
        let start = text.as_ptr() as usize - list.as_ptr() as usize;
        (!text.is_empty()).then_some((start..start + text.len(), text))
    })
}
