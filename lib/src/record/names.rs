//! What elements of lists are called in a record.

use std::collections::HashMap;

use crate::pointer::{Pointer, Step, element_key};
use crate::value::{List, Text, Value};

/// The same place with names in the place of indices, wherever elements have names.
#[must_use]
pub fn by_names<'s>(value: &Value<'s>, at: &Pointer<'s>) -> Pointer<'s> {
    let mut steps = Vec::with_capacity(at.0.len());
    let mut here = Some(value);
    let mut key = None;
    for step in &at.0 {
        let named = match (step, here.and_then(Value::as_list), key) {
            (Step::Index(index), Some(list), Some(key)) => name_of(list, key, *index),
            _ => None,
        };
        here = here.and_then(|value| match step {
            Step::Key(key) => value.get(key),
            Step::Index(index) => value.as_list()?.get(*index),
            Step::Named { .. } => None,
        });
        key = match step {
            Step::Key(key) => element_key(key),
            _ => None,
        };
        steps.push(named.unwrap_or_else(|| step.clone()));
    }
    Pointer(steps)
}

/// The name of an element and which of that name it is.
pub(super) fn name_of<'s>(list: &List<'s>, key: &str, index: usize) -> Option<Step<'s>> {
    let Value::String(name) = list.get(index)?.get(key)? else { return None };
    let same = |value: &&Value<'_>| value.get(key).and_then(Value::as_str) == Some(name);
    let occurrence = list.iter().take(index).filter(same).count();
    Some(Step::Named { name: name.clone(), occurrence })
}

/// The names of all elements.
pub(super) fn names_of<'s>(list: &List<'s>, key: &str) -> Vec<Option<Step<'s>>> {
    /// Up to here looking through all before is quicker than a map.
    const FEW: usize = 64;
    let name = |value: &'_ Value<'s>| match value.get(key) {
        Some(Value::String(name)) => Some(name.clone()),
        _ => None,
    };
    let names: Vec<Option<Text<'s>>> = list.iter().map(name).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut occurrence = |index: usize, name| {
        if names.len() <= FEW {
            return names[..index].iter().flatten().filter(|other| *other == name).count();
        }
        let count = seen.entry(name).or_default();
        *count += 1;
        *count - 1
    };
    let occurrences: Vec<usize> =
        names.iter().enumerate().map(|(index, name)| name.as_ref().map_or(0, |name| occurrence(index, name))).collect();
    let step = |(name, occurrence): (Option<Text<'s>>, usize)| name.map(|name| Step::Named { name, occurrence });
    names.into_iter().zip(occurrences).map(step).collect()
}
