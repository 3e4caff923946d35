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
        steps.push(Step::Index(origin.index()));
        value = Some(&element.value);
    }
    (Pointer(steps), value.is_some())
}

#[cfg(test)]
mod tests {
    use crate::yaml;

    use super::*;

    fn value(text: &str) -> Value<'_> {
        let tree = yaml::read(text).expect("YAML");
        yaml::value(&tree, tree.root().expect("a value")).expect("a value")
    }

    /// A path of keys and indices: `spec/env/0`.
    fn pointer(path: &str) -> Pointer<'static> {
        let step = |name: &str| name.parse().map_or_else(|_| Step::Key(name.to_owned().into()), Step::Index);
        Pointer(path.split('/').map(step).collect())
    }

    fn followed(version: &Value<'_>, path: &str) -> (String, bool) {
        let (at, is_there) = in_document(version, &pointer(path));
        (at.to_string(), is_there)
    }

    #[test]
    fn elements_are_where_they_came_from() {
        let mut version = value("env: [{name: A}, {name: B}]");
        let list = version.as_map_mut().and_then(|map| map.get_mut("env")?.as_list_mut()).expect("a list");
        list.elements_mut().remove(0);
        assert_eq!(followed(&version, "env/0/name"), ("/env/1/name".to_owned(), true));
        assert_eq!(followed(&version, "env/1/name"), ("/env".to_owned(), false), "this version has no second one");
        assert_eq!(followed(&version, "env/0/value"), ("/env/1/value".to_owned(), false));
    }

    #[test]
    fn what_injection_added_is_as_deep_as_the_document_has_it() {
        let mut version = value("env: [{name: A}]");
        let list = version.as_map_mut().and_then(|map| map.get_mut("env")?.as_list_mut()).expect("a list");
        list.push(value("name: NEW"));
        assert_eq!(followed(&version, "env/1/name"), ("/env".to_owned(), false));
    }
}
