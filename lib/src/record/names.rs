//! What elements of lists are called in a record.

use std::collections::HashMap;

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
    let mut steps: Vec<Option<Step<'s>>> = Vec::with_capacity(list.len());
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut marks = 0;
    for value in list.iter() {
        let step = match value.get(key) {
            Some(Value::String(name)) => {
                let occurrence = if list.len() <= FEW {
                    let is_new = marks & mark(name) == 0;
                    marks |= mark(name);
                    if is_new { 0 } else { steps.iter().flatten().filter(|step| is_named(step, name)).count() }
                } else {
                    let next = seen.entry(name).or_default();
                    std::mem::replace(next, *next + 1)
                };
                Some(Step::Named { name: name.clone(), occurrence })
            }
            _ => None,
        };
        steps.push(step);
    }
    steps
}

/// One bit of 64, by length and end, so that a name with a new one needs no looking for others like it.
fn mark(name: &str) -> u64 {
    let last = name.bytes().last().unwrap_or_default();
    1 << ((name.len() + usize::from(last)) % 64)
}

fn is_named(step: &Step<'_>, wanted: &str) -> bool {
    matches!(step, Step::Named { name, .. } if name == wanted)
}
