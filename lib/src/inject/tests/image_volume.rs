//! Agents whose image is mounted.

use super::rule::spec;
use super::*;

/// What injecting a language comes to where the images of agents are mounted.
fn mounted(config: Json, annotations: Json, container: Json, asked: &[Asked<'_>]) -> Done {
    let mut config = config;
    config["delivery"] = json!("imageVolume");
    let pod = json!({"containers": [container, {"name": "other"}]});
    done_by_config(&spec(config), annotations, pod, asked)
}

fn plain() -> Json {
    json!({"name": "app", "command": ["gunicorn"]})
}

#[test]
fn variables_point_into_the_mounted_image_and_nothing_is_copied() {
    for (language, mount, variable, value) in [
        (
            "java",
            "/otel-auto-instrumentation-java-app",
            "JAVA_TOOL_OPTIONS",
            " -javaagent:/otel-auto-instrumentation-java-app/javaagent.jar",
        ),
        (
            "nodejs",
            "/otel-auto-instrumentation-nodejs",
            "NODE_OPTIONS",
            " --require /otel-auto-instrumentation-nodejs/autoinstrumentation/autoinstrumentation.js",
        ),
        (
            "python",
            "/otel-auto-instrumentation-python",
            "PYTHONPATH",
            "/otel-auto-instrumentation-python/autoinstrumentation/opentelemetry/instrumentation/auto_instrumentation:\
             /otel-auto-instrumentation-python/autoinstrumentation",
        ),
    ] {
        let done = mounted(json!({}), json!({}), plain(), &[(language, json!({}), &["app"])]);
        let name = format!("opentelemetry-auto-instrumentation-{language}");
        assert_eq!(done.container("app")["volumeMounts"], json!([{"name": name, "mountPath": mount}]));
        assert_eq!(done.env(variable), value);
        assert_eq!(done.spec["volumes"][0]["name"], json!(name));
        let image = Language::parse(language).and_then(|language| Release::LATEST.image(language));
        assert_eq!(done.spec["volumes"][0]["image"], json!({"reference": image.expect("an agent")}));
        assert_eq!(done.spec["initContainers"], json!(null));
    }
}

#[test]
fn the_image_is_the_one_that_would_be_copied_from() {
    let config = json!({
        "images": {"registryMap": {"ghcr.io": "mirror.example.com"}, "imagePullSecrets": [{"name": "mirror"}]},
        "rules": [{"images": {"python": "ghcr.io/otel/python:1"}}],
    });
    let settings = json!({"imagePullPolicy": "Always", "python": {"volumeLimitSize": "1Gi"}});
    let done = mounted(config, json!({}), plain(), &[("python", settings, &["app"])]);
    let image = json!({"reference": "mirror.example.com/otel/python:1", "pullPolicy": "Always"});
    assert_eq!(done.spec["volumes"], json!([{"name": "opentelemetry-auto-instrumentation-python", "image": image}]));
    assert_eq!(done.spec["imagePullSecrets"], json!([{"name": "mirror"}]));
}

#[test]
fn the_image_is_mounted_where_a_rule_says() {
    let command = json!({"wrapWith": "opentelemetry-instrument", "interpreter": "python3"});
    let config = json!({"rules": [{"mountPath": "/otel", "command": command}]});
    let musl = json!({"instrumentation.opentelemetry.io/otel-python-platform": "musl"});
    for (annotations, home) in [(json!({}), "/otel/autoinstrumentation"), (musl, "/otel/autoinstrumentation-musl")] {
        let done = mounted(config.clone(), annotations, plain(), &[("python", json!({}), &["app"])]);
        assert_eq!(done.container("app")["volumeMounts"][0]["mountPath"], "/otel");
        let path = format!("{home}/opentelemetry/instrumentation/auto_instrumentation:{home}");
        assert_eq!(*done.env("PYTHONPATH"), path);
        let program = format!("{home}/bin/opentelemetry-instrument");
        assert_eq!(done.container("app")["command"], json!(["python3", program, "gunicorn"]));
    }
}

#[test]
fn an_image_that_no_container_mounts_is_no_volume() {
    let own = json!({"name": "app", "env": [{"name": "PYTHONPATH", "valueFrom": {"fieldRef": {"fieldPath": "a"}}}]});
    let done = mounted(json!({}), json!({}), own, &[("python", json!({}), &["app"])]);
    assert_eq!((done.skips(), &done.spec["volumes"]), (vec!["app: env-value-from-conflict".to_owned()], &json!(null)));
}
