use super::*;
use crate::plan::difference;

fn patch(before: &Json, after: &Json) -> Json {
    let (before, after) = (Value::from(before), Value::from(after));
    json_patch(&difference(&before, &after), &before)
}

/// The patch between two lists of variables, each given by its name and perhaps `=value`.
fn env(before: &str, after: &str) -> Vec<String> {
    let entry = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        json!({"name": name, "value": value})
    };
    let list = |text: &str| json!({"env": text.split_whitespace().map(entry).collect::<Vec<_>>()});
    let patch = patch(&list(before), &list(after));
    let shown = |operation: &Json| {
        let part = |key: &str| operation[key].as_str().unwrap_or_default().to_owned();
        let value = operation["value"].as_str().or(operation["value"]["name"].as_str()).unwrap_or_default();
        format!("{} {}{} {value}", part("op"), part("from"), part("path")).trim_end().to_owned()
    };
    patch.as_array().expect("a list").iter().map(shown).collect()
}

#[test]
fn what_is_new_is_appended_or_put_behind_an_element_that_is_tested() {
    assert_eq!(env("A", "A N M"), ["add /env/- N", "add /env/- M"]);
    assert_eq!(env("A", "N M A"), ["add /env/0 N", "add /env/1 M"]);
    assert_eq!(env("A B", "A N M B"), ["test /env/0/name A", "add /env/1 N", "add /env/2 M"]);
    assert_eq!(
        env("A B C", "X A Y B Z C W"),
        ["add /env/0 X", "test /env/1/name A", "add /env/2 Y", "test /env/3/name B", "add /env/4 Z", "add /env/- W"]
    );
}

#[test]
fn an_element_that_changes_goes_or_moves_is_tested_by_its_name() {
    assert_eq!(env("A=1 B=2", "A=1 B=3"), ["test /env/1/name B", "test /env/1/value 2", "replace /env/1/value 3"]);
    assert_eq!(env("A B C", "B"), ["test /env/2/name C", "remove /env/2", "test /env/0/name A", "remove /env/0"]);
    assert_eq!(env("A B C", "B C A"), ["test /env/0/name A", "move /env/0/env/- "].map(str::trim_end));
    assert_eq!(env("A B C", "C A B"), ["test /env/2/name C", "move /env/2/env/0"]);
    assert_eq!(
        env("R A", "N A M R"),
        ["test /env/0/name R", "move /env/0/env/-", "add /env/0 N", "test /env/1/name A", "add /env/2 M"]
    );
}

#[test]
fn an_empty_list_is_filled_and_not_replaced() {
    assert_eq!(env("", "A B"), ["add /env/- A", "add /env/- B"]);
    assert_eq!(env("A B", ""), ["test /env/1/name B", "remove /env/1", "test /env/0/name A", "remove /env/0"]);
    let containers = |container: Json| json!({"containers": [container]});
    assert_eq!(
        patch(
            &containers(json!({"name": "a", "env": null})),
            &containers(json!({"name": "a", "env": [{"name": "A"}]}))
        ),
        json!([
            {"op": "test", "path": "/containers/0/name", "value": "a"},
            {"op": "test", "path": "/containers/0/env", "value": null},
            {"op": "replace", "path": "/containers/0/env", "value": [{"name": "A"}]},
        ])
    );
    assert_eq!(
        patch(&containers(json!({"name": "a"})), &containers(json!({"name": "a", "env": [{"name": "A"}]}))),
        json!([
            {"op": "test", "path": "/containers/0/name", "value": "a"},
            {"op": "add", "path": "/containers/0/env", "value": [{"name": "A"}]},
        ])
    );
}

#[test]
fn elements_without_a_name_are_tested_whole() {
    assert_eq!(
        patch(&json!({"tolerations": [{"key": "a"}, {"key": "b"}]}), &json!({"tolerations": [{"key": "b"}]})),
        json!([
            {"op": "test", "path": "/tolerations/0", "value": {"key": "a"}},
            {"op": "remove", "path": "/tolerations/0"},
        ])
    );
}

#[test]
fn paths_are_escaped() {
    let annotations = |annotations: Json| json!({"metadata": {"annotations": annotations}});
    assert_eq!(
        patch(&annotations(json!({"b": "1"})), &annotations(json!({"a/b~c": "x"}))),
        json!([
            {"op": "test", "path": "/metadata/annotations/b", "value": "1"},
            {"op": "remove", "path": "/metadata/annotations/b"},
            {"op": "add", "path": "/metadata/annotations/a~1b~0c", "value": "x"},
        ])
    );
}

#[test]
fn what_stays_has_no_patch() {
    assert_eq!(patch(&json!({"env": [{"name": "A"}]}), &json!({"env": [{"name": "A"}]})), json!([]));
    assert_eq!(env("A", "A"), [""; 0]);
}
