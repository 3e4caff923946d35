//! Adds the results of a KRM function to a ResourceList.

use crate::plan::difference;
use crate::value::Value;

use super::verify::{Edited, edit_verified};
use super::{Error, read, value};

/// Appends results to those of a ResourceList and returns the new text. Everything else stays as it is.
///
/// # Errors
/// If the text isn't a single readable document, or its `results` aren't a list.
pub fn append_results(text: &str, results: &Value<'_>) -> Result<String, Error> {
    let tree = read(text)?;
    let unsupported = |message: &str| Error::Unsupported { message: message.to_owned(), offset: 0 };
    let root = tree.root().ok_or_else(|| unsupported("this is an empty document"))?;
    let before = value(&tree, root)?;
    let mut wanted = before.clone();
    let list =
        wanted.as_map_mut().ok_or_else(|| unsupported("this is no mapping"))?.entry("results", || Value::list([]));
    let Value::List(list) = list else { return Err(unsupported("its results are no list")) };
    for result in results.as_list().into_iter().flat_map(|results| results.iter()) {
        list.push(result.clone().into_owned());
    }
    let plan = difference(&before, &wanted);
    edit_verified(&tree, &[Edited { node: root, plan: &plan, wanted: &wanted }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_after_those_that_are_there() {
        let result = Value::list([Value::map([("message", Value::from("b"))])]);
        for (text, after) in [
            (
                "kind: ResourceList\nitems: [] # none\n",
                "kind: ResourceList\nitems: [] # none\nresults:\n- message: b\n",
            ),
            ("results:\n- message: a\nitems:\n- c: 1\n", "results:\n- message: a\n- message: b\nitems:\n- c: 1\n"),
            ("results: []\nkind: ResourceList\n", "results:\n- message: b\nkind: ResourceList\n"),
            (
                "{\"items\": [], \"results\": [{\"message\": \"a\"}]}",
                "{\"items\": [], \"results\": [{\"message\": \"a\"}, {\"message\": \"b\"}]}",
            ),
        ] {
            assert_eq!(append_results(text, &result).expect("editable"), after);
        }
        assert!(append_results("results: x\n", &result).is_err());
    }
}
