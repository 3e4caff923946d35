//! Places by names and by indices, in a template that is being taken back.

use crate::pointer::{Pointer, Step, element_key, position};
use crate::value::{List, Value};

/// What stands at the end of these steps, to change.
pub(super) fn resolve_mut<'v, 's>(steps: &[Step<'static>], value: &'v mut Value<'s>) -> Option<&'v mut Value<'s>> {
    let mut value = value;
    let mut by = None;
    for step in steps {
        value = match (step, value) {
            (Step::Key(key), Value::Map(map)) => map.get_mut(key)?,
            (Step::Index(index), Value::List(list)) => list.get_mut(*index)?,
            (Step::Named { name, occurrence }, Value::List(list)) => {
                let index = position(list, by?, name, *occurrence)?;
                list.get_mut(index)?
            }
            _ => return None,
        };
        by = match step {
            Step::Key(key) => element_key(key),
            _ => None,
        };
    }
    Some(value)
}

/// What names the elements of the list that a place is in.
pub(super) fn list_key(at: &Pointer<'static>) -> Option<&'static str> {
    match at.0.iter().rev().nth(1) {
        Some(Step::Key(key)) => element_key(key),
        _ => None,
    }
}

/// The index behind the neighbour; the front where there was none, nothing where it is gone.
pub(super) fn behind(list: &List<'_>, by: Option<&str>, after: Option<&Step<'static>>) -> Option<usize> {
    match after {
        None => Some(0),
        Some(Step::Named { name, occurrence }) => position(list, by?, name, *occurrence).map(|index| index + 1),
        Some(_) => None,
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

/// What has become of a place of the value as it was read: elements are followed by where they came from.
pub(super) fn by_origin<'v, 's>(
    at: &Pointer<'static>,
    before: &Value<'s>,
    after: &'v Value<'s>,
) -> Option<&'v Value<'s>> {
    let mut old = before;
    let mut new = after;
    for step in &at.0 {
        match step {
            Step::Key(key) => {
                old = old.get(key)?;
                new = new.get(key)?;
            }
            Step::Index(index) => {
                let origin = old.as_list()?.elements().get(*index)?.origin;
                old = old.as_list()?.get(*index)?;
                let same = |element: &&crate::value::Element<'s>| element.origin.is_some() && element.origin == origin;
                new = &new.as_list()?.elements().iter().find(same)?.value;
            }
            Step::Named { .. } => return None,
        }
    }
    Some(new)
}
