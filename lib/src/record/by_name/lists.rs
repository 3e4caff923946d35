//! Lists of which elements go.

use crate::value::{List, Map, Value};

/// Keeps some elements.
pub(super) fn retain<'s>(list: &mut List<'s>, stays: impl Fn(&Value<'s>) -> bool) {
    list.elements_mut().retain(|element| stays(&element.value));
}

/// Takes a list in which nothing is left.
pub(super) fn remove_if_empty(map: &mut Map<'_>, key: &str) {
    if matches!(map.get(key), Some(Value::List(list)) if list.is_empty()) {
        map.remove(key);
    }
}
