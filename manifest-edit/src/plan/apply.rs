//! Carrying out a plan on a value.

use std::collections::BTreeMap;

use crate::pointer::Step;
use crate::value::{List, Map, Value};

use super::{Edit, Op, Plan};

/// The value after all edits of the plan. Edits at places that the value doesn't have are left out.
#[must_use]
pub fn apply<'s>(plan: &Plan<'s>, value: &Value<'s>) -> Value<'s> {
    let edits: Vec<(&[Step<'s>], &Op<'s>)> = plan.edits.iter().map(|Edit { at, op }| (&at.0[..], op)).collect();
    edited(value, &edits)
}

/// Edits with what is left of their paths, below the value that is being edited.
pub type Edits<'a, 's> = [(&'a [Step<'s>], &'a Op<'s>)];

/// A value after the edits below it: [`apply`] for a part of a plan.
#[must_use]
pub fn edited<'s>(value: &Value<'s>, edits: &Edits<'_, 's>) -> Value<'s> {
    if edits.is_empty() {
        return value.clone();
    }
    if let Some((_, Op::Replace(content))) =
        edits.iter().find(|(path, op)| path.is_empty() && matches!(op, Op::Replace(_)))
    {
        return content.value.clone();
    }
    match value {
        Value::Map(map) => Value::Map(edited_map(map, edits)),
        Value::List(list) => Value::List(edited_list(list, edits)),
        other => other.clone(),
    }
}

fn edited_map<'s>(map: &Map<'s>, edits: &Edits<'_, 's>) -> Map<'s> {
    let mut result = Map::default();
    for (key, value) in map.iter() {
        let below = below(edits, |step| matches!(step, Step::Key(name) if name == key));
        if below.iter().any(|(path, op)| path.is_empty() && matches!(op, Op::Remove { .. })) {
            continue;
        }
        result.set(key.to_owned(), edited(value, &below));
    }
    for (path, op) in edits {
        if let ([Step::Key(key)], Op::Set(content)) = (path, op) {
            result.set(key.clone(), content.value.clone());
        }
    }
    result
}

fn edited_list<'s>(list: &List<'s>, edits: &Edits<'_, 's>) -> List<'s> {
    // What arrives before each index, in the order of the plan.
    let mut arriving: BTreeMap<usize, Vec<Value<'s>>> = BTreeMap::new();
    let mut gone = vec![false; list.len()];
    let element = |index: usize| {
        let below = below(edits, |step| matches!(step, Step::Index(at) if *at == index));
        list.get(index).map(|value| edited(value, &below)).unwrap_or_default()
    };
    for (path, op) in edits {
        let [Step::Index(index)] = path else { continue };
        match op {
            Op::Insert(content) => arriving.entry(*index).or_default().push(content.value.clone()),
            Op::Move { to, .. } if *index < list.len() => {
                gone[*index] = true;
                arriving.entry(*to).or_default().push(element(*index));
            }
            Op::Remove { .. } if *index < list.len() => gone[*index] = true,
            _ => {}
        }
    }
    let mut result = Vec::with_capacity(list.len());
    for (index, gone) in gone.iter().enumerate() {
        result.extend(arriving.remove(&index).unwrap_or_default());
        if !gone {
            result.push(element(index));
        }
    }
    result.extend(arriving.into_values().flatten());
    List::read(result)
}

/// The edits that lead on along a step, each with the rest of its path.
pub fn below<'a, 's>(edits: &Edits<'a, 's>, along: impl Fn(&Step<'s>) -> bool) -> Vec<(&'a [Step<'s>], &'a Op<'s>)> {
    let further = |(path, op): &(&'a [Step<'s>], &'a Op<'s>)| match path.split_first() {
        // An insert or move at an index is about the list, not about the element that stands there now.
        Some((step, [])) if along(step) && matches!(op, Op::Insert(_) | Op::Move { .. }) => None,
        Some((step, rest)) if along(step) => Some((rest, *op)),
        _ => None,
    };
    edits.iter().filter_map(further).collect()
}
