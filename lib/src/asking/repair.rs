//! Repairs of keys that nothing reads.

use crate::pointer::{Pointer, Step};
use crate::value::{Map, Value};

/// What makes the operator read a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// It goes elsewhere, or gets another name.
    Move {
        /// Where it is.
        from: Pointer<'static>,
        /// Where it is read.
        to: Pointer<'static>,
        /// Whether a person should look at it: it was guessed what is meant.
        is_guess: bool,
    },
    /// Its value becomes this string.
    Quote {
        /// Where it is.
        at: Pointer<'static>,
        /// The value as it is written.
        text: String,
    },
}

impl Repair {
    /// Makes the repair.
    pub fn make(&self, object: &mut Value<'_>) {
        match self {
            Repair::Move { from, to, .. } => {
                // The other way round a mapping that held nothing else would go, and come back elsewhere.
                let Some(value) = from.resolve(object).cloned() else { return };
                put(object, &to.0, value.into_owned());
                take(object, &from.0);
            }
            Repair::Quote { at, text } => put(object, &at.0, Value::from(text.clone())),
        }
    }
}

/// Takes an entry out, and the mappings that held nothing else, up to and with one called `metadata`.
fn take(object: &mut Value<'_>, path: &[Step<'_>]) {
    let Some((Step::Key(key), above)) = path.split_last() else { return };
    let Some(map) = below(object, above).and_then(Value::as_map_mut) else { return };
    map.remove(key);
    if map.is_empty()
        && let Some(Step::Key(name)) = above.last()
        && (name == "metadata" || name.ends_with("nnotations") || name.ends_with("abels"))
    {
        take(object, above);
    }
}

/// Sets an entry, and the mappings that lead to it. Places that are no mappings stay as they are.
fn put<'s>(object: &mut Value<'s>, path: &[Step<'_>], value: Value<'static>) {
    let [first, rest @ ..] = path else {
        *object = value;
        return;
    };
    match first {
        Step::Key(key) => {
            let Value::Map(map) = object else { return };
            if !rest.is_empty() && map.get(key).is_none_or(Value::is_null) {
                map.set(key.to_string(), Value::Map(Map::default()));
            }
            match map.get_mut(key) {
                Some(entry) => put(entry, rest, value),
                None => map.set(key.to_string(), value),
            }
        }
        Step::Index(index) => {
            if let Some(element) = object.as_list_mut().and_then(|list| list.get_mut(*index)) {
                put(element, rest, value);
            }
        }
        Step::Named { .. } => {}
    }
}

fn below<'v, 's>(object: &'v mut Value<'s>, path: &[Step<'_>]) -> Option<&'v mut Value<'s>> {
    path.iter().try_fold(object, |value, step| match step {
        Step::Key(key) => value.as_map_mut()?.get_mut(key),
        Step::Index(index) => value.as_list_mut()?.get_mut(*index),
        Step::Named { .. } => None,
    })
}
