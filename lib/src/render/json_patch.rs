//! A plan as a JSON Patch (RFC 6902).
//!
//! Each step is exact: what is new in a list goes to its front, to its end with `/-`, or behind an element that is tested
//! first, and a list that holds something is never replaced by another. Where what a step means is no longer there, the
//! patch fails and changes nothing.

use jsonptr::PointerBuf;
use serde_json::{Value as Json, json};

use crate::plan::{Edit, Edits, Op, Plan, below, difference, edited};
use crate::pointer::{Step, element_key};
use crate::value::{List, Map, Value};

/// The steps that lead from a value to what a plan for it wants; an empty list where nothing changes.
#[must_use]
pub fn json_patch(plan: &Plan<'_>, value: &Value<'_>) -> Json {
    let edits: Vec<_> = plan.edits.iter().map(|Edit { at, op }| (&at.0[..], op)).collect();
    let mut patch = Patch::default();
    patch.value(&PointerBuf::new(), None, value, &edits);
    Json::Array(patch.operations)
}

#[derive(Default)]
struct Patch {
    operations: Vec<Json>,
}

impl Patch {
    fn push(&mut self, op: &str, path: &PointerBuf, value: Option<Json>) {
        let mut operation = json!({"op": op, "path": path.as_str()});
        if let (Some(value), Some(members)) = (value, operation.as_object_mut()) {
            members.insert("value".to_owned(), value);
        }
        self.operations.push(operation);
    }

    fn value(&mut self, at: &PointerBuf, key: Option<&str>, value: &Value<'_>, edits: &Edits<'_, '_>) {
        let replaced = edits.iter().find_map(|(path, op)| match op {
            Op::Replace(content) if path.is_empty() => Some(&content.value),
            _ => None,
        });
        match (replaced, value) {
            (Some(new), _) => self.replace(at, key, value, new),
            (None, Value::Map(map)) => self.map(at, map, edits),
            (None, Value::List(list)) if !edits.is_empty() => self.list(at, key, list, edits),
            _ => {}
        }
    }

    fn replace(&mut self, at: &PointerBuf, key: Option<&str>, old: &Value<'_>, new: &Value<'_>) {
        match (old, new) {
            // An alias that is written out means the same.
            _ if old == new => {}
            (Value::List(old), Value::List(new)) if old.is_empty() => {
                new.iter().for_each(|value| self.push("add", &at.with_trailing_token("-"), Some(value.to_json())));
            }
            (Value::List(old), Value::List(new)) if new.is_empty() => {
                (0..old.len()).rev().for_each(|index| self.remove(at, key, index, old.get(index)));
            }
            // A list that is put back as it was written; the words of a program are one value.
            (Value::List(_), Value::List(_)) if !matches!(key, Some("command" | "args")) => {
                let named =
                    |list: &Value<'_>| Value::map([(key.unwrap_or_default().to_owned(), list.clone())]).into_owned();
                let plan = difference(&named(old), &named(new));
                let edits: Vec<_> = plan.edits.iter().map(|Edit { at, op }| (&at.0[1..], op)).collect();
                self.value(at, key, old, &edits);
            }
            _ => {
                self.push("test", at, Some(old.to_json()));
                self.push("replace", at, Some(new.to_json()));
            }
        }
    }

    fn map(&mut self, at: &PointerBuf, map: &Map<'_>, edits: &Edits<'_, '_>) {
        for (key, value) in map.iter() {
            let below = below(edits, |step| matches!(step, Step::Key(name) if name == key));
            let place = at.with_trailing_token(key);
            if below.iter().any(|(path, op)| path.is_empty() && matches!(op, Op::Remove { .. })) {
                self.push("test", &place, Some(value.to_json()));
                self.push("remove", &place, None);
            } else {
                self.value(&place, Some(key), value, &below);
            }
        }
        for (path, op) in edits {
            if let ([Step::Key(key)], Op::Set(content)) = (path, op) {
                self.push("add", &at.with_trailing_token(&**key), Some(content.value.to_json()));
            }
        }
    }

    /// First what changes within elements, which are all where they were; then removals, from the end; then moves, and
    /// then what is new, from the front.
    fn list(&mut self, at: &PointerBuf, key: Option<&str>, list: &List<'_>, edits: &Edits<'_, '_>) {
        let mut elements = Vec::with_capacity(list.len());
        for (index, element) in list.iter().enumerate() {
            let below = below(edits, |step| matches!(step, Step::Index(at) if *at == index));
            let before = self.operations.len();
            self.test(at, key, index, Some(element));
            let tested = self.operations.len();
            self.value(&at.with_trailing_token(index), None, element, &below);
            if self.operations.len() == tested {
                self.operations.truncate(before);
            }
            elements.push(edited(element, &below));
        }
        let Order { removed, wanted } = Order::of(list.len(), edits);
        for index in (0..list.len()).rev().filter(|index| removed[*index]) {
            self.remove(at, key, index, elements.get(index));
        }
        let mut now: Vec<usize> = (0..list.len()).filter(|index| !removed[*index]).collect();
        let mut before = None;
        for slot in &wanted {
            let Slot::Element { index, moved } = *slot else { continue };
            if moved && let Some(from) = now.iter().position(|other| *other == index) {
                self.test(at, key, from, elements.get(index));
                now.remove(from);
                let to = before.and_then(|before| now.iter().position(|other| *other == before)).map_or(0, |at| at + 1);
                let from = at.with_trailing_token(from);
                let path = place(at, to, now.len());
                self.operations.push(json!({"op": "move", "from": from.as_str(), "path": path.as_str()}));
                now.insert(to, index);
            }
            before = Some(index);
        }
        let mut before = None;
        for (to, slot) in wanted.iter().enumerate() {
            let Slot::New(value) = slot else {
                before = Some(slot);
                continue;
            };
            let length = to + wanted[to..].iter().filter(|slot| matches!(slot, Slot::Element { .. })).count();
            // The end and the front are what they are, and behind what was just added nothing can be in between.
            if let Some(Slot::Element { index, .. }) = before.take().filter(|_| to < length) {
                self.test(at, key, to - 1, elements.get(*index));
            }
            self.push("add", &place(at, to, length), Some(value.to_json()));
        }
    }

    fn remove(&mut self, at: &PointerBuf, key: Option<&str>, index: usize, element: Option<&Value<'_>>) {
        self.test(at, key, index, element);
        self.push("remove", &at.with_trailing_token(index), None);
    }

    /// Fails the patch unless the element that is meant is there: by what names it, or the whole of it.
    fn test(&mut self, at: &PointerBuf, list: Option<&str>, index: usize, element: Option<&Value<'_>>) {
        let Some(element) = element else { return };
        let place = at.with_trailing_token(index);
        let name = list.and_then(element_key).and_then(|key| Some((key, element.get(key)?)));
        match name {
            Some((key, name @ Value::String(_))) => {
                self.push("test", &place.with_trailing_token(key), Some(name.to_json()));
            }
            _ => self.push("test", &place, Some(element.to_json())),
        }
    }
}

/// An index in a list of this length; `-` behind its end.
fn place(list: &PointerBuf, index: usize, length: usize) -> PointerBuf {
    if index == length { list.with_trailing_token("-") } else { list.with_trailing_token(index) }
}

/// What is to stand in a list.
enum Slot<'a, 's> {
    /// An element that was there.
    Element { index: usize, moved: bool },
    /// A new one.
    New(&'a Value<'s>),
}

/// The order of a list after edits.
struct Order<'a, 's> {
    /// For each element that was there, whether it goes.
    removed: Vec<bool>,
    /// What stands in the list then.
    wanted: Vec<Slot<'a, 's>>,
}

impl<'a, 's> Order<'a, 's> {
    fn of(length: usize, edits: &Edits<'a, 's>) -> Self {
        let mut removed = vec![false; length];
        let mut leaves = vec![false; length];
        // What comes before each element, and at last what comes behind all.
        let mut arriving: Vec<Vec<Slot<'a, 's>>> = (0..=length).map(|_| Vec::new()).collect();
        for (path, op) in edits {
            let [Step::Index(index)] = *path else { continue };
            match op {
                Op::Insert(content) => arriving[(*index).min(length)].push(Slot::New(&content.value)),
                Op::Move { to, .. } if *index < length => {
                    leaves[*index] = true;
                    arriving[(*to).min(length)].push(Slot::Element { index: *index, moved: true });
                }
                Op::Remove { .. } if *index < length => removed[*index] = true,
                _ => {}
            }
        }
        let mut wanted = Vec::new();
        for (index, arriving) in arriving.into_iter().enumerate() {
            wanted.extend(arriving);
            if index < length && !removed[index] && !leaves[index] {
                wanted.push(Slot::Element { index, moved: false });
            }
        }
        Self { removed, wanted }
    }
}

#[cfg(test)]
mod tests;
