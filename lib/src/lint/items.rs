//! Lists in one text, with commas between their items.

use std::ops::Range;

/// The items of such a list without the blanks around them, with their places in it; empty ones are left out.
pub fn items(list: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    list.split(',').filter_map(move |item| {
        let text = item.trim();
        let start = text.as_ptr() as usize - list.as_ptr() as usize;
        (!text.is_empty()).then_some((start..start + text.len(), text))
    })
}
