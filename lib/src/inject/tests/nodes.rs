//! On which nodes a pod runs.

use super::rule::spec;
use super::*;

/// What a rule makes of a field of a pod, and what is said.
fn field(rule: Json, field: &str, own: Json) -> (Json, Vec<&'static str>) {
    let mut pod = app(json!([]));
    pod[field] = own;
    let done = done_by_config(&spec(json!({"rules": [rule]})), json!({}), pod, &[("sdk", json!({}), &["app"])]);
    (done.spec[field].clone(), done.codes())
}

#[test]
fn labels_of_nodes_are_added_to_the_pods_own() {
    let selected = |own: Json| field(json!({"nodeSelector": {"pool": "a", "zone": "1"}}), "nodeSelector", own);
    let both = json!({"pool": "a", "zone": "1"});
    assert_eq!(selected(json!(null)), (both.clone(), vec![]));
    assert_eq!(selected(both.clone()), (both, vec![]));
    assert_eq!(selected(json!({"disk": "ssd"})), (json!({"disk": "ssd", "pool": "a", "zone": "1"}), vec![]));
    assert_eq!(selected(json!({"zone": "2"})), (json!({"zone": "2", "pool": "a"}), vec!["node-selector-kept"]));
    assert_eq!(selected(json!(["a"])), (json!(["a"]), vec!["not-added"]));
}

#[test]
fn tolerations_are_added_unless_one_means_the_same() {
    let given = json!([{"key": "a", "value": "b"}, {"key": "c", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}]);
    let tolerated = |own: Json| field(json!({"tolerations": given}), "tolerations", own).0;
    let first = json!({"key": "a", "operator": "Equal", "value": "b"});
    let second = json!({"key": "c", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300});
    assert_eq!(tolerated(json!(null)), json!([first, second]));
    assert_eq!(tolerated(json!([{"value": "b", "key": "a"}])), json!([{"value": "b", "key": "a"}, second]));
    let other = json!({"key": "c", "operator": "Exists", "effect": "NoExecute"});
    assert_eq!(tolerated(json!([other])), json!([other, first, second]));
    assert_eq!(tolerated(json!([second])), json!([second, first]));
}
