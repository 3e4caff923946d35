use super::servers::{Pod, inject_into};
use super::*;

const AGENT: &str = "otel-agent-attach-nginx";
const CLONE: &str = "otel-agent-source-container-clone";
const PATH: &str = "LD_LIBRARY_PATH";
const LIBRARIES: &str = "/opt/opentelemetry-webserver/agent/sdk_lib/lib";

fn nginx(settings: Json, pod: Json) -> Pod {
    inject_into(&[("nginx", &["app"])], Some("shop"), settings, pod)
}

#[test]
fn the_configuration_is_the_operators_line_by_line() {
    let attrs = json!([{"name": "NginxModuleA", "value": "x y"}, {"name": "NginxModuleB"}]);
    let settings = json!({"exporter": {"endpoint": "http://c:4317"}, "nginx": {"attrs": attrs}});
    let done = nginx(settings, app(json!([{"name": "OTEL_EXPORTER_OTLP_ENDPOINT", "value": "http://own"}])));
    let wanted = "\
NginxModuleA x y;
NginxModuleB ;
NginxModuleEnabled ON;
NginxModuleOtelExporterEndpoint http://c:4317;
NginxModuleOtelSpanExporter otlp;
NginxModuleResolveBackends ON;
NginxModuleServiceInstanceId <<SID-PLACEHOLDER>>;
NginxModuleServiceName web;
NginxModuleServiceNamespace shop;
NginxModuleTraceAsError ON;
";
    assert_eq!(done.env(AGENT, "OTEL_NGINX_AGENT_CONF"), wanted);
}

#[test]
fn an_own_search_path_is_extended_in_the_clone_too() {
    let extended = |own: &str| format!("{own}:{LIBRARIES}");
    for own in ["/own", ""] {
        let done = nginx(json!({}), app(json!([{"name": PATH, "value": own}, {"name": "B", "value": "1"}])));
        assert_eq!(done.env("app", PATH), extended(own));
        assert_eq!(done.env(CLONE, PATH), extended(own));
    }
    let done = nginx(json!({"nginx": {"env": [{"name": PATH, "value": "/c"}]}}), app(json!([])));
    assert_eq!([done.env("app", PATH), done.env(CLONE, PATH)], [extended("/c"), extended("/c")]);
    assert_eq!(done.env(AGENT, PATH), "/c");
    // What all languages get comes later, and finds one there.
    let done = nginx(json!({"env": [{"name": PATH, "value": "/c"}]}), app(json!([])));
    assert_eq!(done.env("app", PATH), LIBRARIES);
    assert_eq!(done.names(CLONE, "env"), [""; 0]);
}

#[test]
fn a_search_path_from_elsewhere_keeps_the_container_out_and_the_next_one_gets_the_agent() {
    let elsewhere = json!({"name": PATH, "valueFrom": {"configMapKeyRef": {"name": "a", "key": "b"}}});
    let skipped = Some(ContainerSkip::ValueFrom { variable: PATH.to_owned() });
    let first = json!({"name": "app", "env": [elsewhere], "securityContext": {"runAsUser": 1}});
    let pod = json!({"containers": [first, {"name": "web", "securityContext": {"runAsUser": 2}}]});
    let done = inject_into(&[("nginx", &["app", "web"])], Some("shop"), json!({}), pod.clone());
    assert_eq!(done.injected.outcomes[0].skipped, skipped);
    assert_eq!(done.container("app"), &pod["containers"][0]);
    assert_eq!(done.mounts("web").len(), 2);
    assert_eq!(done.container(CLONE)["securityContext"], json!({"runAsUser": 2}));
    // In a second container it is not touched.
    let done = inject_into(&[("nginx", &["web", "app"])], Some("shop"), json!({}), pod);
    assert_eq!(done.injected.outcomes[1].skipped, None);
    assert!(done.names("app", "env").contains(&"OTEL_SERVICE_NAME"));
    let done = nginx(json!({"nginx": {"env": [elsewhere]}}), app(json!([])));
    assert_eq!(done.injected.outcomes[0].skipped, skipped);
    assert_eq!(done.spec, app(json!([])), "nothing is added for a container that is passed over");
    // The container's own comes before that of the settings, and settings for all don't matter.
    let own = app(json!([{"name": PATH, "value": "/own"}]));
    assert_eq!(nginx(json!({"nginx": {"env": [elsewhere]}}), own).env(CLONE, PATH), format!("/own:{LIBRARIES}"));
    assert_eq!(nginx(json!({"env": [elsewhere]}), app(json!([]))).env("app", PATH), LIBRARIES);
}

#[test]
fn behind_apache_the_clone_is_missing_and_a_warning_says_so() {
    let pod = json!({"containers": [{"name": "app"}, {"name": "web", "env": [{"name": PATH, "value": "/own"}]}]});
    let asked: [(&'static str, &[&str]); 2] = [("apache-httpd", &["app"]), ("nginx", &["web"])];
    let done = inject_into(&asked, Some("shop"), json!({}), pod);
    let names = |list: &str| -> Vec<&str> {
        let list = done.spec[list].as_array().expect("a list");
        list.iter().filter_map(|element| element["name"].as_str()).collect()
    };
    assert_eq!(names("volumes"), ["otel-apache-conf-dir", "otel-apache-agent", "otel-nginx-agent"]);
    assert_eq!(names("initContainers"), [CLONE, "otel-agent-attach-apache", AGENT]);
    assert_eq!(done.mounts("web"), [""; 0]);
    assert_eq!(done.mounts(AGENT)[1], "otel-nginx-conf-dir at /opt/opentelemetry-webserver/source-conf");
    assert_eq!(done.env("web", PATH), format!("/own:{LIBRARIES}"));
    assert_eq!(done.codes(), ["volume-missing"]);
    assert!(done.injected.notes[0].warning);
}

#[test]
fn an_agent_that_is_there_already_is_the_only_one() {
    let mut pod = app(json!([{"name": PATH, "value": "/own"}]));
    pod["initContainers"] = json!([{"name": AGENT, "image": "own:1"}]);
    let done = nginx(json!({}), pod.clone());
    assert_eq!(done.env("app", PATH), "/own");
    assert_eq!(done.spec["volumes"], json!([{"name": "otel-nginx-conf-dir", "emptyDir": {}}]));
    assert_eq!(done.codes(), ["volume-missing"]);
    pod["volumes"] = json!([{"name": "otel-nginx-agent", "emptyDir": {}}]);
    assert!(nginx(json!({}), pod).codes().is_empty());
}
