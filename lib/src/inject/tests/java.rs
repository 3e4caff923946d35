use super::*;

const OPTIONS: &str = "JAVA_TOOL_OPTIONS";

#[test]
fn each_container_has_a_path_of_its_own_and_the_init_container_the_plain_one() {
    let pod = json!({"containers": [{"name": "a"}, {"name": "b"}]});
    let done = done_in_turn(Some("shop"), json!({}), pod, &[("java", json!({}), &["b", "a"])]);
    for name in ["a", "b"] {
        let path = format!("/otel-auto-instrumentation-java-{name}");
        assert_eq!(done.container(name)["volumeMounts"][0]["mountPath"], path);
        assert_eq!(*done.variable(name, OPTIONS), format!(" -javaagent:{path}/javaagent.jar"));
        let keys: Vec<&str> = done.container(name).as_object().into_iter().flatten().map(|(key, _)| &**key).collect();
        assert_eq!(keys, ["name", "env", "volumeMounts"], "as people write them");
    }
    let agent = done.container("opentelemetry-auto-instrumentation-java");
    assert_eq!(agent["volumeMounts"][0]["mountPath"], "/otel-auto-instrumentation-java");
    assert_eq!(done.spec["initContainers"].as_array().map(Vec::len), Some(1), "one a pod");
}

#[test]
fn options_are_added_behind_what_is_there() {
    let agent = " -javaagent:/otel-auto-instrumentation-java-app/javaagent.jar";
    let of = |env: Json| done("java", Some("shop"), json!({}), app(env)).env(OPTIONS).clone();
    assert_eq!(of(json!([{"name": OPTIONS, "value": "-Xmx1g"}])), format!("-Xmx1g{agent}"));
    assert_eq!(of(json!([{"name": OPTIONS, "value": ""}])), agent);
    assert_eq!(of(json!([{"name": OPTIONS}])), agent, "without a value");
    assert_eq!(of(json!([{"name": OPTIONS, "value": "a", "valueFrom": null}])), format!("a{agent}"));
    // The first of a name is meant.
    assert_eq!(of(json!([{"name": OPTIONS, "value": "1"}, {"name": OPTIONS, "value": "2"}])), format!("1{agent}"));
}

#[test]
fn options_from_elsewhere_keep_the_container_out_and_the_pods_parts_in() {
    let own = json!([{"name": OPTIONS, "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]);
    let done = done("java", Some("shop"), json!({"java": {"extensions": [{"image": "e", "dir": "/e"}]}}), app(own));
    assert_eq!(done.skips(), ["app: env-value-from-conflict"]);
    assert_eq!(done.names(), [OPTIONS]);
    assert_eq!(
        Done::names_in(&done.spec["initContainers"]),
        ["opentelemetry-auto-instrumentation-java", "opentelemetry-auto-instrumentation-extension-0"]
    );
    assert_eq!(Done::names_in(&done.spec["volumes"]), ["opentelemetry-auto-instrumentation-java"]);
}

#[test]
fn options_from_elsewhere_in_the_instrumentation_stay_with_a_warning() {
    let variable = json!([{"name": OPTIONS, "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]);
    for settings in [json!({"java": {"env": variable}}), json!({"env": variable})] {
        let done = done("java", Some("shop"), settings, app(json!([])));
        assert_eq!(done.skips(), [""; 0]);
        assert_eq!(*done.env(OPTIONS), Json::Null);
        assert!(done.names().contains(&"OTEL_SERVICE_NAME"), "all else is as ever");
        assert_eq!(done.codes(), ["agent-not-loaded"]);
        assert_eq!(done.injected.notes[0].at.to_string(), "/spec/template/spec/containers/app/env");
    }
}

#[test]
fn extensions_are_like_the_agent_but_for_what_they_copy() {
    let settings = json!({
        "imagePullPolicy": "Always",
        "java": {
            "resources": {"limits": {}, "requests": {"cpu": "1"}},
            "extensions": [{"image": "one:1", "dir": "/one"}, {"image": "two:1", "dir": "/two/"}],
        },
    });
    let pod = json!({"containers": [{"name": "app", "securityContext": {"runAsUser": 7}}]});
    let done = done("java", Some("shop"), settings, pod);
    let extension = json!({
        "name": "opentelemetry-auto-instrumentation-extension-1",
        "image": "two:1",
        "command": ["cp", "-r", "/two//.", "/otel-auto-instrumentation-java/extensions"],
        "resources": {"requests": {"cpu": "1"}},
        "securityContext": {"runAsUser": 7},
        "volumeMounts":
            [{"name": "opentelemetry-auto-instrumentation-java", "mountPath": "/otel-auto-instrumentation-java"}],
    });
    assert_eq!(done.spec["initContainers"][2], extension);
    assert_eq!(done.spec["initContainers"][0]["imagePullPolicy"], "Always");
    let options = done.env(OPTIONS).as_str().unwrap_or_default();
    assert!(options.ends_with(" -Dotel.javaagent.extensions=/otel-auto-instrumentation-java-app/extensions"));
}

#[test]
fn the_security_context_is_that_of_the_first_container_though_it_was_passed_over() {
    let own = json!([{"name": OPTIONS, "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]);
    let pod = json!({"containers": [
        {"name": "app", "env": own, "securityContext": {"runAsUser": 1}},
        {"name": "other", "securityContext": {"runAsUser": 2}},
    ]});
    let of = |settings: Json| {
        let done = done_in_turn(Some("shop"), json!({}), pod.clone(), &[("java", settings, &["app", "other"])]);
        assert_eq!(done.skips(), ["app: env-value-from-conflict"]);
        done.container("opentelemetry-auto-instrumentation-java")["securityContext"].clone()
    };
    assert_eq!(of(json!({})), json!({"runAsUser": 1}));
    assert_eq!(of(json!({"initContainerSecurityContext": {}})), json!({}), "nothing counts as given");
}

#[test]
fn the_volume_is_what_the_settings_say() {
    let of = |settings: Json| {
        let done = done("java", Some("shop"), json!({"java": settings}), app(json!([])));
        done.spec["volumes"][0].clone()
    };
    let name = "opentelemetry-auto-instrumentation-java";
    let template = json!({"spec": {"accessModes": ["ReadWriteOnce"]}});
    let claim = json!({"name": name, "ephemeral": {"volumeClaimTemplate": template}});
    assert_eq!(of(json!({"volumeClaimTemplate": template})), claim);
    let empty = |size: &str| json!({"name": name, "emptyDir": {"sizeLimit": size}});
    assert_eq!(of(json!({"volumeClaimTemplate": {"metadata": {}}})), empty("200Mi"), "it holds nothing");
    assert_eq!(of(json!({"volumeLimitSize": "1Gi"})), empty("1Gi"));
}
