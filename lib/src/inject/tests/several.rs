use super::*;

const ATTRIBUTES: &str = "OTEL_RESOURCE_ATTRIBUTES";

#[test]
fn a_second_language_in_a_container_sees_what_the_first_added() {
    let (java, nodejs) = (json!({}), json!({"resource": {"resourceAttributes": {"team": "b"}}}));
    let asked: [Asked<'_>; 2] = [("java", java, &["app"]), ("nodejs", nodejs, &["app"])];
    let done = done_in_turn(Some("shop"), json!({}), app(json!([{"name": "OWN", "value": "x"}])), &asked);
    assert_eq!(
        done.names(),
        [
            "OTEL_NODE_IP",
            "OTEL_POD_IP",
            "OWN",
            "JAVA_TOOL_OPTIONS",
            "OTEL_SERVICE_NAME",
            "OTEL_RESOURCE_ATTRIBUTES_POD_NAME",
            "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME",
            "NODE_OPTIONS",
            "OTEL_METRICS_EXPORTER",
            "OTEL_RESOURCE_ATTRIBUTES_POD_NAME",
            "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME",
            ATTRIBUTES,
        ]
    );
    let attributes = done.env(ATTRIBUTES).as_str().unwrap_or_default();
    let node = "k8s.node.name=$(OTEL_RESOURCE_ATTRIBUTES_NODE_NAME)";
    assert!(
        attributes
            .ends_with(&format!(",service.version=1,{node},k8s.pod.name=$(OTEL_RESOURCE_ATTRIBUTES_POD_NAME),team=b")),
        "{attributes}"
    );
}

#[test]
fn a_variable_that_an_earlier_language_brought_is_the_containers() {
    let hooks = json!([{"name": "DOTNET_STARTUP_HOOKS", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]);
    let home = json!([{"name": "OTEL_DOTNET_AUTO_HOME", "value": "/x"}]);
    for (env, wanted) in [(hooks, "app: env-value-from-conflict"), (home, "app: taken-for-injected")] {
        let asked: [Asked<'_>; 2] = [("python", json!({"env": env}), &["app"]), ("dotnet", json!({}), &["app"])];
        assert_eq!(done_in_turn(Some("shop"), json!({}), app(json!([])), &asked).skips(), [wanted]);
    }
}

#[test]
fn volumes_and_init_containers_come_language_by_language() {
    let tls = json!({"exporter": {"tls": {"secretName": "known", "configMapName": "ca"}}});
    let pod = json!({
        "initContainers": [{"name": "seed", "securityContext": {"runAsUser": 5}}],
        "containers": [{"name": "app"}, {"name": "web"}],
    });
    let annotations = json!({"instrumentation.opentelemetry.io/otel-go-auto-target-exe": "/app"});
    let asked: [Asked<'_>; 4] = [
        ("java", json!({}), &["seed"]),
        ("nodejs", json!({}), &["web"]),
        ("dotnet", json!({}), &["seed"]),
        ("go", tls, &["app"]),
    ];
    let done = done_in_turn(Some("shop"), annotations, pod, &asked);
    let agent = |language: &str| format!("opentelemetry-auto-instrumentation-{language}");
    let [java, nodejs, dotnet] = ["java", "nodejs", "dotnet"].map(agent);
    assert_eq!(Done::names_in(&done.spec["initContainers"]), [&java, &dotnet, "seed", &nodejs]);
    assert_eq!(
        Done::names_in(&done.spec["volumes"]),
        [&java, &nodejs, &dotnet, "kernel-debug", "otel-auto-secret-known", "otel-auto-configmap-ca"]
    );
    // The operator may lose the second one's; here both have it.
    for name in [&java, &dotnet] {
        assert_eq!(done.container(name)["securityContext"], json!({"runAsUser": 5}));
    }
}

#[test]
fn a_language_after_tls_stands_behind_its_volumes() {
    let tls = json!({"exporter": {"tls": {"secretName": "known", "ca_file": "/etc/ca"}}});
    let done = done("java", Some("shop"), tls, app(json!([])));
    assert_eq!(
        Done::names_in(&done.spec["volumes"]),
        ["otel-auto-secret-known", "opentelemetry-auto-instrumentation-java"]
    );
    assert_eq!(*done.env("OTEL_EXPORTER_OTLP_CERTIFICATE"), "/etc/ca");
}

#[test]
fn go_left_out_does_not_hold_up_the_others() {
    let asked: [Asked<'_>; 2] = [("java", json!({}), &["app"]), ("go", json!({}), &["app"])];
    let done = done_in_turn(Some("shop"), json!({}), app(json!([])), &asked);
    assert_eq!(done.skips(), ["go-target-missing"]);
    assert_eq!(Done::names_in(&done.spec["containers"]), ["app"]);
    assert_eq!(done.spec["shareProcessNamespace"], Json::Null);
    assert_eq!(*done.env("JAVA_TOOL_OPTIONS"), " -javaagent:/otel-auto-instrumentation-java-app/javaagent.jar");
    assert_eq!(Done::names_in(&done.spec["initContainers"]), ["opentelemetry-auto-instrumentation-java"]);
    assert_eq!(Done::names_in(&done.spec["volumes"]), ["opentelemetry-auto-instrumentation-java"]);
}

#[test]
fn what_holds_for_the_whole_pod_is_told_once() {
    let tls = json!({"exporter": {"tls": {"secretName": "missing", "ca_file": "ca.crt"}}});
    let pod = json!({"containers": [{"name": "app", "image": "app:1"}, {"name": "web", "image": "web:1"}]});
    let done = done_in_turn(Some("shop"), json!({}), pod, &[("java", tls, &["app", "web"])]);
    assert_eq!(done.codes(), ["tls-source-unknown"]);
}

#[test]
fn a_security_context_that_is_null_is_none() {
    for (of_app, wanted) in [(json!(null), Json::Null), (json!({"runAsUser": 5}), json!({"runAsUser": 5}))] {
        let pod = json!({"containers": [{"name": "app", "image": "app:1", "securityContext": of_app}]});
        let done = done("java", Some("shop"), json!({}), pod);
        let agent = done.container("opentelemetry-auto-instrumentation-java").as_object().expect("an init container");
        assert_eq!(agent.get("securityContext"), Some(&wanted).filter(|wanted| !wanted.is_null()));
    }
}
