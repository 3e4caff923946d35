use super::*;

const AGENT: &str = "opentelemetry-auto-instrumentation";
const TARGET: &str = "OTEL_GO_AUTO_TARGET_EXE";

fn with_target(settings: Json, pod: Json) -> Done {
    let annotations = json!({"instrumentation.opentelemetry.io/otel-go-auto-target-exe": "/app"});
    done_in_turn(Some("shop"), annotations, pod, &[("go", settings, &["app"])])
}

#[test]
fn the_agent_is_a_container_that_sees_the_others() {
    let pod = json!({"containers": [{"name": "app", "image": "app:1"}, {"name": "b"}], "shareProcessNamespace": null});
    let settings = json!({
        "imagePullPolicy": "Always",
        "initContainerSecurityContext": {"runAsUser": 1},
        "go": {"resourceRequirements": {"limits": {}}, "volumeLimitSize": "1Gi"},
    });
    let done = with_target(settings, pod.clone());
    assert_eq!(done.spec["shareProcessNamespace"], true);
    let mistaken = json!({"containers": [{"name": "app"}], "shareProcessNamespace": {"a": 1}});
    assert_eq!(with_target(json!({}), mistaken).spec["shareProcessNamespace"], json!({"a": 1}), "left to Kubernetes");
    assert_eq!(done.spec["containers"][0], pod["containers"][0], "the program's own container stays as it is");
    let agent = &done.spec["containers"][2];
    let keys: Vec<&str> = agent.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["name", "image", "imagePullPolicy", "env", "resources", "securityContext", "volumeMounts"]);
    assert_eq!(agent["name"], AGENT);
    assert_eq!(agent["resources"], json!({"requests": {"cpu": "50m", "memory": "64Mi"}}));
    assert_eq!(agent["securityContext"], json!({"runAsUser": 0, "privileged": true}));
    assert_eq!(agent["volumeMounts"], json!([{"name": "kernel-debug", "mountPath": "/sys/kernel/debug"}]));
    let volume = json!({"name": "kernel-debug", "hostPath": {"path": "/sys/kernel/debug"}});
    assert_eq!(done.spec["volumes"], json!([volume]));
    assert_eq!(done.spec["initContainers"], Json::Null);
    assert_eq!(with_target(json!({"go": {"securityContext": {}}}), pod).container(AGENT)["securityContext"], json!({}));
}

#[test]
fn the_agent_speaks_for_the_program() {
    let env = json!([{"name": "OTEL_RESOURCE_ATTRIBUTES", "value": "k8s.container.name=x,service.version=7"}]);
    let settings = json!({"go": {"env": [{"name": TARGET, "value": "/other"}, {"name": "A", "value": "1"}]}});
    let done = with_target(settings, app(env.clone()));
    assert_eq!(
        Done::names_in(&done.container(AGENT)["env"])[..5],
        ["OTEL_NODE_IP", "OTEL_POD_IP", TARGET, "A", "OTEL_SERVICE_NAME"]
    );
    assert_eq!(*done.variable(AGENT, TARGET), "/app", "the annotation comes first");
    let attributes = done.variable(AGENT, "OTEL_RESOURCE_ATTRIBUTES").as_str().unwrap_or_default();
    assert!(!attributes.contains("k8s.container.name"), "the program has that key: {attributes}");
    assert!(attributes.contains("service.instance.id=shop.$(OTEL_RESOURCE_ATTRIBUTES_POD_NAME).app,"));
    // Whether a version is there already is asked of the agent's own value, and the image is the program's.
    assert!(attributes.ends_with(",service.version=1"), "{attributes}");
    assert_eq!(done.container("app")["env"], env);
}

#[test]
fn certificates_are_mounted_into_the_agent_behind_what_it_has() {
    let settings = json!({"exporter": {"endpoint": "https://c", "tls": {"secretName": "known", "ca_file": "ca"}}});
    let done = with_target(settings, app(json!([])));
    assert_eq!(Done::names_in(&done.container(AGENT)["volumeMounts"]), ["kernel-debug", "otel-auto-secret-known"]);
    assert_eq!(Done::names_in(&done.spec["volumes"]), ["kernel-debug", "otel-auto-secret-known"]);
    assert_eq!(done.container("app")["volumeMounts"], Json::Null);
}

#[test]
fn a_second_volume_of_its_name_is_added_with_a_warning() {
    let pod = json!({"containers": [{"name": "app"}], "volumes": [{"name": "kernel-debug", "emptyDir": {}}]});
    let done = with_target(json!({}), pod);
    assert_eq!(Done::names_in(&done.spec["volumes"]), ["kernel-debug", "kernel-debug"]);
    assert_eq!(done.codes(), ["volume-twice"]);
    assert_eq!(done.injected.notes[0].at.to_string(), "/spec/template/spec/volumes/kernel-debug");
}

#[test]
fn without_a_namespace_the_agent_asks_the_downward_api() {
    let annotations = json!({"instrumentation.opentelemetry.io/otel-go-auto-target-exe": "/app"});
    let done = done_in_turn(None, annotations, app(json!([])), &[("go", json!({}), &["app"])]);
    let names = Done::names_in(&done.container(AGENT)["env"]);
    let place = names.iter().position(|name| *name == "OTEL_RESOURCE_ATTRIBUTES_NAMESPACE_NAME").expect("a variable");
    assert_eq!(names[place + 1], "OTEL_RESOURCE_ATTRIBUTES_POD_NAME");
}

#[test]
fn resource_attributes_from_elsewhere_stay_as_they_are() {
    let attributes =
        json!({"name": "OTEL_RESOURCE_ATTRIBUTES", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "b"}}});
    let done = with_target(json!({"go": {"env": [attributes]}}), app(json!([])));
    assert_eq!(done.container(AGENT)["env"][3], attributes);
    assert_eq!(done.codes(), ["resource-attributes-value-from"]);
}

#[test]
fn any_of_three_may_name_the_target() {
    let target = |value: &str| json!([{"name": TARGET, "value": value}]);
    let of = |annotation: Json, settings: Json| {
        let done = done_in_turn(Some("shop"), annotation, app(json!([])), &[("go", settings, &["app"])]);
        done.variable(AGENT, TARGET).clone()
    };
    let annotation = json!({"instrumentation.opentelemetry.io/otel-go-auto-target-exe": ""});
    assert_eq!(of(annotation, json!({"go": {"env": target("/go")}})), "", "an empty one is one");
    assert_eq!(of(json!({}), json!({"go": {"env": target("/go")}, "env": target("/all")})), "/go");
    assert_eq!(of(json!({}), json!({"env": target("/all")})), "/all");
}

#[test]
fn where_it_is_left_out_nothing_of_it_is_added() {
    let prefix = "instrumentation.opentelemetry.io";
    let target = (format!("{prefix}/otel-go-auto-target-exe"), "/app");
    let two = (format!("{prefix}/go-container-names"), ",app");
    let tls = json!({"exporter": {"tls": {"secretName": "unknown", "ca_file": "ca"}}});
    let apart = json!({"containers": [{"name": "app"}], "shareProcessNamespace": false});
    for (annotations, pod, wanted) in [
        (json!({}), app(json!([{"name": TARGET, "value": "the program's own does not count"}])), "go-target-missing"),
        (json!({&target.0: target.1, &two.0: two.1}), app(json!([])), "go-several-containers"),
        (json!({&target.0: target.1}), apart, "go-shared-pid-off"),
    ] {
        let done = done_in_turn(Some("shop"), annotations, pod.clone(), &[("go", tls.clone(), &["app"])]);
        assert_eq!(done.spec, pod);
        assert_eq!(done.skips(), [wanted]);
        assert!(done.injected.outcomes[0].leaves_out(Language::Go));
        assert!(done.injected.notes.is_empty(), "nothing is said of a Secret that is not used");
    }
}
