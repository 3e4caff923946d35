//! Lists and mappings that we share with the person: what is in them is recorded one by one.

use crate::pointer::{Step, element_key};
use crate::record::data::names_of;
use crate::value::{Map, Text, Value};

/// Whether the elements of a list are everyone's: ours are added one by one, by name or, if they have none, by whole
/// value.
pub(super) fn is_shared_list(key: &str) -> bool {
    element_key(key).is_some() || key == "tolerations"
}

/// Whether the keys of a mapping are everyone's: ours are added one by one.
fn is_shared_mapping(key: &str) -> bool {
    matches!(key, "metadata" | "annotations" | "nodeSelector")
}

/// A collection that is recorded by what is in it.
pub(super) enum Shared<'v, 's> {
    /// Elements with the steps to them.
    List(Vec<(Step<'s>, &'v Value<'s>)>),
    Map(&'v Map<'s>),
}

impl<'v, 's> Shared<'v, 's> {
    /// The value of a key, if it is such a collection. A list that has an element without the name that it should have
    /// is none: it is recorded as a whole.
    pub(super) fn of(key: &str, value: &'v Value<'s>) -> Option<Self> {
        match value {
            Value::List(list) if is_shared_list(key) => {
                let by = element_key(key);
                let mut elements = Vec::with_capacity(list.len());
                for (index, (name, value)) in names_of(list, by.unwrap_or_default()).zip(list.iter()).enumerate() {
                    let step = if by.is_some() { name? } else { Step::Index(index) };
                    elements.push((step, value));
                }
                Some(Shared::List(elements))
            }
            Value::Map(map) if is_shared_mapping(key) => Some(Shared::Map(map)),
            _ => None,
        }
    }
}

/// Entries in the order of their keys and not of the text, so that a tool that sorts keys changes nothing in a record.
pub(super) fn sorted<'v, 's: 'v, T>(entries: impl Iterator<Item = (&'v Text<'s>, T)>) -> Vec<(&'v Text<'s>, T)> {
    let mut entries: Vec<(&Text<'s>, T)> = entries.collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}
