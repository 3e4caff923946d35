//! From a place in another version of an object to the document's.

use crate::pointer::{Pointer, Step};
use crate::value::Value;

/// Follows a pointer into another version of an object, before or after injection, to where the document has the same:
/// elements of lists by where they came from. The pointer ends where the document does; the flag says whether it has all
/// of it.
pub(in crate::lint) fn in_document<'p>(version: &Value<'_>, at: &Pointer<'p>) -> (Pointer<'p>, bool) {
    let mut steps: Vec<Step<'p>> = Vec::with_capacity(at.0.len());
    let mut value = Some(version);
    for step in &at.0 {
        let index = match step {
            Step::Index(index) => Some(*index),
            Step::Key(_) | Step::Named { .. } => None,
        };
        let Some(index) = index else {
            value = match step {
                Step::Key(key) => value.and_then(|value| value.get(key)),
                _ => None,
            };
            steps.push(step.clone());
            continue;
        };
        let element = value.and_then(Value::as_list).and_then(|list| list.elements().get(index));
        let Some((element, origin)) = element.and_then(|element| Some((element, element.origin?))) else {
            return (Pointer(steps), false);
        };
        steps.push(Step::Index(origin as usize));
        value = Some(&element.value);
    }
    (Pointer(steps), value.is_some())
}
