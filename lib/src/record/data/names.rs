//! What elements of lists are called in a record.

use std::collections::HashMap;

use crate::k8s::Seen;
use crate::pointer::{Pointer, Step, element_key};
use crate::value::{List, Value};

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
pub(crate) fn name_of<'s>(list: &List<'s>, key: &str, index: usize) -> Option<Step<'s>> {
    let Value::String(name) = list.get(index)?.get(key)? else { return None };
    Some(Step::Named { name: name.clone(), occurrence: named_before(list, key, name, index) })
}

/// How many elements before this one have a name.
fn named_before(list: &List<'_>, key: &str, name: &str, index: usize) -> usize {
    let same = |value: &&Value<'_>| value.get(key).and_then(Value::as_str) == Some(name);
    list.iter().take(index).filter(same).count()
}

/// The names of all elements.
pub(crate) fn names_of<'v, 's>(
    list: &'v List<'s>,
    key: &'v str,
) -> impl Iterator<Item = Option<Step<'s>>> + use<'v, 's> {
    /// Up to here looking through all before is quicker than a map.
    const FEW: usize = 64;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut seen = Seen::default();
    list.iter().enumerate().map(move |(index, value)| {
        // Most lists have this one, and a constant is found more quickly.
        let name = if key == "name" { value.get("name") } else { value.get(key) };
        let Some(Value::String(name)) = name else { return None };
        let is_new = !seen.may_have(name);
        seen.add(name);
        let occurrence = if list.len() > FEW {
            let next = counts.entry(name).or_default();
            std::mem::replace(next, *next + 1)
        } else if is_new {
            0
        } else {
            named_before(list, key, name, index)
        };
        Some(Step::Named { name: name.clone(), occurrence })
    })
}
