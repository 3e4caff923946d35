//! Where the images of agents come from.

use super::rule::spec;
use super::*;

fn mirror(secrets: Json) -> Json {
    let map = json!({
        "ghcr.io": "mirror.example.com/ghcr",
        "ghcr.io/open-telemetry/opentelemetry-operator": "mirror.example.com:5000/otel",
        "registry.example.com": "mirror.example.com",
        "app": "mirror.example.com/app",
    });
    json!({"registryMap": map, "imagePullSecrets": secrets})
}

fn image(config: Json, language: &'static str, settings: Json, container: &str) -> String {
    let annotations = json!({"instrumentation.opentelemetry.io/otel-go-auto-target-exe": "/app"});
    let done = done_by_config(&spec(config), annotations, app(json!([])), &[(language, settings, &["app"])]);
    assert_eq!(done.container("app")["image"], "app:1", "the workload's own stays");
    done.container(container)["image"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_rules_image_goes_before_the_instrumentations() {
    let config = json!({"rules": [{"images": {"python": "by-rule:1", "go": "by-rule:2", "nginx": "by-rule:3"}}]});
    let agent = |language: &str| format!("opentelemetry-auto-instrumentation-{language}");
    let settings = json!({"python": {"image": "by-settings:1"}, "nodejs": {"image": "by-settings:2"}});
    for (language, container, wanted) in [
        ("python", agent("python"), "by-rule:1"),
        ("nodejs", agent("nodejs"), "by-settings:2"),
        ("go", "opentelemetry-auto-instrumentation".to_owned(), "by-rule:2"),
        ("nginx", "otel-agent-attach-nginx".to_owned(), "by-rule:3"),
        ("nginx", "otel-agent-source-container-clone".to_owned(), "app:1"),
    ] {
        assert_eq!(image(config.clone(), language, settings.clone(), &container), wanted, "{language}");
    }
}

#[test]
fn the_longest_beginning_of_an_image_counts_whoever_names_it() {
    let config =
        json!({"images": mirror(json!([])), "rules": [{"images": {"dotnet": "registry.example.com/dotnet:1"}}]});
    let settings = json!({
        "python": {"image": "ghcr.io/other/python@sha256:0"},
        "java": {"image": "quay.example.com/java:1", "extensions": [{"image": "registry.example.com/ext:2", "dir": "/e"}]},
    });
    let agent = |language: &str| format!("opentelemetry-auto-instrumentation-{language}");
    let default = Release::LATEST.image(Language::Nodejs).expect("an agent");
    let default = default.replace("ghcr.io/open-telemetry/opentelemetry-operator/", "mirror.example.com:5000/otel/");
    for (language, container, wanted) in [
        ("nodejs", agent("nodejs"), default.as_str()),
        ("python", agent("python"), "mirror.example.com/ghcr/other/python@sha256:0"),
        ("java", agent("java"), "quay.example.com/java:1"),
        ("java", agent("extension-0"), "mirror.example.com/ext:2"),
        ("dotnet", agent("dotnet"), "mirror.example.com/dotnet:1"),
        ("apache-httpd", "otel-agent-source-container-clone".to_owned(), "app:1"),
    ] {
        assert_eq!(image(config.clone(), language, settings.clone(), &container), wanted, "{language} {container}");
    }
}

#[test]
fn pull_secrets_come_with_an_agent_behind_those_that_are_there() {
    let config = spec(json!({"images": mirror(json!([{"name": "mirror"}, {"name": "own"}]))}));
    let secrets = |language: &'static str, own: Json| {
        let mut pod = app(json!([]));
        pod["imagePullSecrets"] = own;
        let done = done_by_config(&config, json!({}), pod, &[(language, json!({}), &["app"])]);
        (done.spec["imagePullSecrets"].clone(), done.codes())
    };
    assert_eq!(secrets("python", json!(null)).0, json!([{"name": "mirror"}, {"name": "own"}]));
    assert_eq!(secrets("python", json!([{"name": "own"}])).0, json!([{"name": "own"}, {"name": "mirror"}]));
    assert_eq!(secrets("sdk", json!([{"name": "own"}])).0, json!([{"name": "own"}]));
    assert_eq!(secrets("python", json!({"own": 1})), (json!({"own": 1}), vec!["not-added"]));
}
