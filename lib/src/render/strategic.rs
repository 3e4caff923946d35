//! A change as a strategic merge patch, where that can say it.
//!
//! Such a patch names elements of lists by their merge keys and no places. What is new comes in front of what was
//! there, so the order of a list is only right where it makes no difference, and that is looked at.

mod order;

use std::collections::HashSet;

use crate::k8s::{Kinds, Object};
use crate::pointer::{Pointer, Step, element_key};
use crate::value::{List, Map, Value};

/// Why a change can't be said by a strategic merge patch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsayable {
    /// Kubernetes has no merge keys any more for the version.
    #[error("{kind} of {api_version} is no longer part of Kubernetes, so programs don't know how its lists merge")]
    Version {
        /// The version.
        api_version: String,
        /// The kind.
        kind: String,
    },
    /// Kubernetes has no merge keys for the kind.
    #[error("{kind} is a custom resource, whose lists have no merge keys")]
    Kind {
        /// The kind.
        kind: String,
    },
    /// Something goes away.
    #[error("something is taken away at {at}")]
    Removal {
        /// Where.
        at: Pointer<'static>,
    },
    /// Elements that were there change their order.
    #[error("something is moved in {at}")]
    Move {
        /// The list.
        at: Pointer<'static>,
    },
    /// Elements of a list can't be told apart.
    #[error("a name stands twice, or is missing, in {at}")]
    Names {
        /// The list.
        at: Pointer<'static>,
    },
    /// A list that has no merge key: the patch would replace what is there.
    #[error("{at} has no merge key, so a patch would replace the whole list")]
    NoMergeKey {
        /// The list.
        at: Pointer<'static>,
    },
    /// The patch puts what is new in front, where the order matters.
    #[error("a patch puts what is new in front of what is there, and {what}")]
    Order {
        /// What the order matters for.
        what: String,
    },
}

/// The patch that leads from an object to what is wanted, with what names the object.
///
/// # Errors
/// The versions of workloads that are part of Kubernetes: of older ones kustomize has no schema.
const CURRENT: [&str; 3] = ["v1", "apps/v1", "batch/v1"];

/// Where such a patch would lead elsewhere.
pub fn strategic<'s>(object: &Value<'s>, wanted: &Value<'s>) -> Result<Value<'s>, Unsayable> {
    // The kinds of Kubernetes' own groups are those that it knows merge keys of.
    if Kinds::known().of(object).is_none_or(|kind| kind.group.contains('.')) {
        return Err(Unsayable::Kind { kind: Object(object).kind().to_owned() });
    }
    let api_version = Object(object).api_version();
    if !CURRENT.contains(&api_version) {
        let (api_version, kind) = (api_version.to_owned(), Object(object).kind().to_owned());
        return Err(Unsayable::Version { api_version, kind });
    }
    let mut patch = Map::default();
    for key in ["apiVersion", "kind"] {
        object.get(key).into_iter().for_each(|value| patch.set(key, value.clone()));
    }
    let named = ["name", "namespace"].into_iter();
    let metadata = named.filter_map(|key| Some((key.into(), object.at(&["metadata", key])?.clone()))).collect();
    patch.set("metadata", Value::Map(metadata));
    let changes = maps(&Pointer::default(), object.as_map().unwrap_or(&patch), wanted.as_map().unwrap_or(&patch))?;
    for (key, value) in changes {
        match (key.as_ref(), value) {
            // A Pod is its own template, and what changes in its metadata goes beside its name.
            ("metadata", Value::Map(changes)) => {
                let Some(metadata) = patch.get_mut("metadata").and_then(Value::as_map_mut) else { continue };
                changes.into_iter().for_each(|(key, value)| metadata.set(key, value));
            }
            (_, value) => patch.set(key, value),
        }
    }
    Ok(Value::Map(patch))
}

fn along(at: &Pointer<'static>, key: &str) -> Pointer<'static> {
    at.join(Step::Key(key.to_owned().into()))
}

/// What of a mapping is new or changes.
fn maps<'s>(at: &Pointer<'static>, object: &Map<'s>, wanted: &Map<'s>) -> Result<Map<'s>, Unsayable> {
    if let Some((key, _)) = object.iter().find(|(key, value)| !value.is_null() && wanted.get(key).is_none()) {
        return Err(Unsayable::Removal { at: along(at, key) });
    }
    let mut changes = Map::default();
    for (key, wanted) in wanted.entries().filter(|(key, wanted)| object.get(key) != Some(wanted)) {
        let at = along(at, key);
        let value = match (object.get(key).unwrap_or(&Value::Null), wanted) {
            (Value::Map(object), Value::Map(wanted)) => Value::Map(maps(&at, object, wanted)?),
            (object, Value::List(wanted)) => lists(&at, key, object.as_list().unwrap_or(&List::default()), wanted)?,
            // A null takes away what is there.
            (_, Value::Null) => return Err(Unsayable::Removal { at }),
            (_, wanted) => wanted.clone(),
        };
        changes.set(key.clone(), value);
    }
    Ok(changes)
}

/// What of a list is new or changes.
fn lists<'s>(at: &Pointer<'static>, key: &str, object: &List<'s>, wanted: &List<'s>) -> Result<Value<'s>, Unsayable> {
    let Some(merge_key) = element_key(key) else {
        return match key {
            // The words of a program are one value.
            "command" | "args" => Ok(Value::List(wanted.clone())),
            _ => Err(Unsayable::NoMergeKey { at: at.clone() }),
        };
    };
    let twice = || Unsayable::Names { at: at.clone() };
    let there = names(object, merge_key).ok_or_else(twice)?;
    let then = names(wanted, merge_key).ok_or_else(twice)?;
    if let Some(gone) = there.iter().find(|name| !then.contains(name)) {
        let name = Step::Named { name: (*gone).to_owned().into(), occurrence: 0 };
        return Err(Unsayable::Removal { at: at.join(name) });
    }
    if !then.iter().filter(|name| there.contains(name)).eq(there.iter()) {
        return Err(Unsayable::Move { at: at.clone() });
    }
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    let mut changes = Vec::new();
    for (name, wanted) in then.iter().zip(wanted.iter()) {
        let before = there.iter().position(|other| other == name).and_then(|index| object.get(index));
        match (before, wanted) {
            (None, wanted) => new.push((*name, wanted.clone())),
            (Some(before), wanted) if before == wanted => {}
            (Some(Value::Map(before)), Value::Map(wanted)) => {
                let at = at.join(Step::Named { name: (*name).to_owned().into(), occurrence: 0 });
                let named = (merge_key.into(), Value::from((*name).to_owned()));
                changes.push(Value::Map([named].into_iter().chain(maps(&at, before, wanted)?).collect()));
                changed.push(*name);
            }
            _ => return Err(Unsayable::Names { at: at.clone() }),
        }
    }
    let (new, added): (Vec<&str>, Vec<Value<'s>>) = new.into_iter().unzip();
    order::check(key, &order::Names { there: &there, new: &new, changed: &changed }, wanted)?;
    Ok(Value::list(added.into_iter().chain(changes)))
}

/// The names of elements; none where one has none, or two have the same.
fn names<'v>(list: &'v List<'_>, merge_key: &str) -> Option<Vec<&'v str>> {
    let names: Vec<&str> = list.iter().map(|element| element.str_at(&[merge_key])).collect::<Option<_>>()?;
    let unique = names.iter().collect::<HashSet<_>>().len() == names.len();
    unique.then_some(names)
}

#[cfg(test)]
mod tests;
