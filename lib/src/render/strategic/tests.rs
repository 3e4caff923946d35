use serde_json::{Value as Json, json};

use super::*;

/// A Deployment with this pod spec.
fn deployment(spec: &Json) -> Json {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop", "labels": {}},
        "spec": {"replicas": 2, "template": {"metadata": {"labels": {"app": "web"}}, "spec": spec}},
    })
}

fn patch(before: &Json, after: &Json) -> Result<Json, String> {
    let (before, after) = (Value::from(before), Value::from(after));
    strategic(&before, &after).map(|patch| patch.to_json()).map_err(|error| error.to_string())
}

/// The patch between two pod specs.
fn between(before: Json, after: Json) -> Result<Json, String> {
    let patch = patch(&deployment(&before), &deployment(&after))?;
    assert_eq!(patch["metadata"], json!({"name": "web", "namespace": "shop"}));
    Ok(patch["spec"]["template"]["spec"].clone())
}

/// The patch between two lists of variables of a container.
fn env(before: Json, after: Json) -> Result<Json, String> {
    let spec = |env: Json| json!({"containers": [{"name": "other"}, {"name": "app", "image": "app", "env": env}]});
    Ok(between(spec(before), spec(after))?["containers"].clone())
}

#[test]
fn it_names_what_is_new_and_what_changes() {
    let (there, changed) = (json!({"name": "A", "value": "1"}), json!({"name": "A", "value": "2"}));
    let new = json!({"name": "N", "value": "$(M)"});
    assert_eq!(
        env(json!([there]), json!([changed, new])),
        Ok(json!([{"name": "app", "env": [new, {"name": "A", "value": "2"}]}]))
    );
    assert_eq!(env(json!(null), json!([new])), Ok(json!([{"name": "app", "env": [new]}])));
    assert_eq!(env(json!([there]), json!([there])), Ok(Json::Null));
    let spec = |spec: Json| between(json!({"containers": []}), spec);
    let selector = json!({"containers": [], "nodeSelector": {"a": "b"}, "volumes": [{"name": "v", "emptyDir": {}}]});
    assert_eq!(spec(selector), Ok(json!({"nodeSelector": {"a": "b"}, "volumes": [{"name": "v", "emptyDir": {}}]})));
    let command = |words: Json| json!({"containers": [{"name": "app", "command": words}]});
    assert_eq!(between(command(json!(["a"])), command(json!(["b", "a"]))), Ok(command(json!(["b", "a"]))));
}

#[test]
fn a_pod_s_own_metadata_goes_beside_its_name() {
    let pod = |annotations: Json| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "annotations": annotations}});
    assert_eq!(patch(&pod(json!({"a": "1"})), &pod(json!({"a": "1", "b": "2"}))), Ok(pod(json!({"b": "2"}))));
}

#[test]
fn what_it_can_t_say_is_refused() {
    let [a, b, c] = ["A", "B", "A"].map(|name| json!({"name": name, "value": "1"}));
    let refused = |before: Json, after: Json| env(before, after).expect_err("refused");
    assert_eq!(
        refused(json!([a, b]), json!([b])),
        "something is taken away at /spec/template/spec/containers/app/env/A"
    );
    assert_eq!(refused(json!([a, b]), json!([b, a])), "something is moved in /spec/template/spec/containers/app/env");
    assert_eq!(
        refused(json!([a, c]), json!([a, c, b])),
        "a name stands twice, or is missing, in /spec/template/spec/containers/app/env"
    );
    assert!(refused(json!([a]), json!([{"name": "A", "valueFrom": {}}])).ends_with("/env/A/value"));
    let tolerations = json!({"containers": [], "tolerations": [{"key": "a"}]});
    assert_eq!(
        between(json!({"containers": []}), tolerations).expect_err("refused"),
        "/spec/template/spec/tolerations has no merge key, so a patch would replace the whole list"
    );
    let rollout = json!({"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"});
    assert_eq!(
        patch(&rollout, &rollout).expect_err("refused"),
        "Rollout is a custom resource, whose lists have no merge keys"
    );
}

#[test]
fn a_variable_must_stay_behind_what_it_refers_to() {
    let variable = |name: &str, value: &str| json!({"name": name, "value": value});
    let (host, url) = (variable("HOST", "a"), variable("URL", "http://$(HOST)"));
    assert!(env(json!([host]), json!([host, url])).expect_err("refused").contains("URL refers to HOST"));
    assert!(env(json!([url]), json!([url, host])).expect_err("refused").contains("URL refers to HOST"));
    assert!(env(json!([url]), json!([host, url])).is_ok());
    assert!(env(json!([host]), json!([host, variable("URL", "http://$$(HOST)")])).is_ok());
    // Kustomize puts a variable that changes in front of those that stay.
    let path = |value: &str| variable("P", value);
    let (before, after) = (json!([host, path("$(HOST)")]), json!([host, path("$(HOST):b")]));
    assert!(env(before, after).expect_err("refused").contains("P refers to HOST"));
}

#[test]
fn init_containers_run_in_their_order() {
    let container =
        |name: &str, volume: &str| json!({"name": name, "volumeMounts": [{"name": volume, "mountPath": "/m"}]});
    let spec = |containers: Json| json!({"initContainers": containers});
    let (fetch, copy) = (container("fetch", "data"), container("copy", "agent"));
    assert!(between(spec(json!([fetch])), spec(json!([fetch, copy]))).is_ok());
    let clone = container("clone", "data");
    assert_eq!(
        between(spec(json!([fetch])), spec(json!([fetch, clone]))).expect_err("refused"),
        "a patch puts what is new in front of what is there, and init container fetch has to run before clone"
    );
    assert!(between(spec(json!([fetch])), spec(json!([clone, fetch]))).is_ok());
}
