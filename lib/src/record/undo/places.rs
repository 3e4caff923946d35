//! Places by names and by indices, in a template that is being taken back.
//!
//! The record names elements as they stood after the injection. Once anything is moved or taken, a name that stands
//! twice would mean another element; so places are found in the template as it was read, and followed from there by
//! where elements came from.

use crate::pointer::{Pointer, Step, element_key, position};
use crate::value::{List, Value};

/// What names the elements of the list that a place is in.
pub(super) fn list_key(at: &Pointer<'static>) -> Option<&'static str> {
    match at.0.iter().rev().nth(1) {
        Some(Step::Key(key)) => element_key(key),
        _ => None,
    }
}

/// The list or mapping that a place is in.
pub(super) fn parent(at: &Pointer<'static>) -> Pointer<'static> {
    Pointer(at.0[..at.0.len().saturating_sub(1)].to_vec())
}

/// The index behind the neighbour; the front where there was none, nothing where it is gone.
pub(super) fn behind(list: &List<'_>, by: Option<&str>, after: Option<&Step<'static>>) -> Option<usize> {
    match after {
        None => Some(0),
        Some(Step::Named { name, occurrence }) => position(list, by?, name, *occurrence).map(|index| index + 1),
        Some(Step::Index(index)) => (*index < list.len()).then_some(index + 1),
        Some(Step::Key(_)) => None,
    }
}

/// A place by names as one by indices, if the value has it.
pub(super) fn by_index(value: &Value<'_>, at: &Pointer<'static>) -> Option<Pointer<'static>> {
    let mut steps = Vec::with_capacity(at.0.len());
    let mut here = value;
    let mut by = None;
    for step in &at.0 {
        let step_now = match step {
            Step::Named { name, occurrence } => Step::Index(position(here.as_list()?, by?, name, *occurrence)?),
            step => step.clone(),
        };
        here = match &step_now {
            Step::Key(key) => here.get(key)?,
            Step::Index(index) => here.as_list()?.get(*index)?,
            Step::Named { .. } => return None,
        };
        by = match step {
            Step::Key(key) => element_key(key),
            _ => None,
        };
        steps.push(step_now);
    }
    Some(Pointer(steps))
}

/// Where the element is now that came from an index of the list as it was read.
pub(super) fn came_from(list: &List<'_>, index: usize) -> Option<usize> {
    list.elements().iter().position(|element| element.origin.is_some_and(|origin| origin.index() == index))
}

/// What has become of a place by indices of the value as it was read.
pub(super) fn followed<'v, 's>(at: &Pointer<'static>, now: &'v Value<'s>) -> Option<&'v Value<'s>> {
    at.0.iter().try_fold(now, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => {
            let list = value.as_list()?;
            list.get(came_from(list, *index)?)
        }
        Step::Named { .. } => None,
    })
}

/// The same, to change.
pub(super) fn followed_mut<'v, 's>(at: &Pointer<'static>, now: &'v mut Value<'s>) -> Option<&'v mut Value<'s>> {
    at.0.iter().try_fold(now, |value, step| match (step, value) {
        (Step::Key(key), Value::Map(map)) => map.get_mut(key),
        (Step::Index(index), Value::List(list)) => {
            let index = came_from(list, *index)?;
            list.get_mut(index)
        }
        _ => None,
    })
}
