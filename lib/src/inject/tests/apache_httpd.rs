use super::servers::{Pod, inject_into};
use super::*;

const AGENT: &str = "otel-agent-attach-apache";
const CLONE: &str = "otel-agent-source-container-clone";

fn apache(settings: Json, pod: Json) -> Pod {
    inject_into(&[("apache-httpd", &["app"])], Some("shop"), settings, pod)
}

#[test]
fn the_configuration_is_the_operators_line_by_line() {
    let attrs = json!([
        {"name": "ApacheModuleZ", "value": "1"}, {"name": "ApacheModuleZ", "value": "2"},
        {"name": "ApacheModuleTraceAsError", "value": "OFF"}, {"name": "ApacheModuleEmpty", "value": ""},
        {"name": "ApacheModuleOtelExporterEndpoint", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}},
    ]);
    let done = apache(json!({"apacheHttpd": {"attrs": attrs, "version": "2.2"}}), app(json!([])));
    let text = done.env(AGENT, "OTEL_APACHE_AGENT_CONF");
    let library =
        |name: &str| format!("LoadFile /opt/opentelemetry-webserver/agent/sdk_lib/lib/libopentelemetry_{name}.so");
    let libraries = [
        "common",
        "resources",
        "trace",
        "otlp_recordable",
        "exporter_ostream_span",
        "exporter_otlp_grpc",
        "webserver_sdk",
    ];
    let mut wanted: Vec<String> = libraries.map(library).to_vec();
    let module = "/opt/opentelemetry-webserver/agent/WebServerModule/Apache/libmod_apache_otel22.so";
    wanted.push(format!("LoadModule otel_apache_module {module}"));
    wanted.extend(
        [
            "ApacheModuleEmpty",
            "ApacheModuleEnabled ON",
            "ApacheModuleOtelExporterEndpoint",
            "ApacheModuleOtelSpanExporter otlp",
            "ApacheModuleResolveBackends  ON",
            "ApacheModuleServiceInstanceId <<SID-PLACEHOLDER>>",
            "ApacheModuleServiceName web",
            "ApacheModuleServiceNamespace shop",
            "ApacheModuleTraceAsError OFF",
            "ApacheModuleZ 2",
        ]
        .map(str::to_owned),
    );
    assert_eq!(text.lines().collect::<Vec<_>>(), wanted);
    let default = apache(json!({"exporter": {"endpoint": ""}}), app(json!([])));
    let text = default.env(AGENT, "OTEL_APACHE_AGENT_CONF");
    assert!(text.contains("ApacheModuleOtelExporterEndpoint http://localhost:4317/\n"), "{text}");
    assert!(text.contains("/libmod_apache_otel.so\n"), "{text}");
}

#[test]
fn the_directory_loses_one_slash_at_its_end() {
    for (given, directory) in [
        (json!(null), "/usr/local/apache2/conf"),
        (json!(""), "/usr/local/apache2/conf"),
        (json!("/opt/conf"), "/opt/conf"),
        (json!("/opt/conf/"), "/opt/conf"),
        (json!("/opt/conf//"), "/opt/conf/"),
        (json!("/"), ""),
    ] {
        let done = apache(json!({"apacheHttpd": {"configPath": given}}), app(json!([])));
        assert_eq!(done.container(CLONE)["command"][2], format!("{directory}/."));
        let args = &done.container(AGENT)["args"];
        assert_eq!([&args[1], &args[2]], ["--", directory]);
        assert_eq!(done.mounts("app")[1], format!("otel-apache-conf-dir at {directory}"));
    }
}

#[test]
fn the_agents_variables_are_those_of_the_settings_then_of_all() {
    let twice =
        json!([{"name": "A", "value": "1"}, {"name": "A", "value": "2"}, {"name": "OTEL_POD_IP", "value": "3"}]);
    let common = json!([{"name": "A", "value": "4"}, {"name": "B", "value": "5"}]);
    let settings = json!({"env": common, "apacheHttpd": {"env": twice}});
    let done = apache(settings, app(json!([{"name": "A", "value": "own"}])));
    let wanted = ["A", "A", "OTEL_POD_IP", "B", "OTEL_NODE_IP", "OTEL_APACHE_AGENT_CONF", "APACHE_SERVICE_INSTANCE_ID"];
    assert_eq!(done.names(AGENT, "env"), wanted);
    assert_eq!(done.names(CLONE, "env"), ["A", "OTEL_POD_IP"], "the clone's are the server's before the common ones");
    assert_eq!(done.env(CLONE, "A"), "own");
}

#[test]
fn a_claim_is_for_the_agent_and_a_size_for_both() {
    let claim = json!({"spec": {"accessModes": ["ReadWriteOnce"]}});
    let done = apache(json!({"apacheHttpd": {"volumeClaimTemplate": claim}}), app(json!([])));
    let wanted = json!([
        {"name": "otel-apache-conf-dir", "emptyDir": {"sizeLimit": "200Mi"}},
        {"name": "otel-apache-agent", "ephemeral": {"volumeClaimTemplate": claim}},
    ]);
    assert_eq!(done.spec["volumes"], wanted);
    let done = apache(json!({"apacheHttpd": {"volumeLimitSize": "1Gi"}}), app(json!([])));
    let sizes = [0, 1].map(|index| &done.spec["volumes"][index]["emptyDir"]["sizeLimit"]);
    assert_eq!(sizes, ["1Gi", "1Gi"]);
}

#[test]
fn the_last_containers_security_context_is_that_of_both() {
    let two = |last: Json| {
        json!({"containers": [{"name": "app", "securityContext": {"runAsUser": 1}},
                              {"name": "web", "securityContext": last}]})
    };
    let of = |settings: Json, last: Json| {
        let done = inject_into(&[("apache-httpd", &["app", "web"])], Some("shop"), settings, two(last));
        [CLONE, AGENT].map(|name| done.container(name)["securityContext"].clone())
    };
    assert_eq!(of(json!({}), json!({"runAsUser": 2})), [json!({"runAsUser": 2}), json!({"runAsUser": 2})]);
    assert_eq!(of(json!({}), json!(null)), [Json::Null, Json::Null]);
    let given = json!({"initContainerSecurityContext": {"runAsUser": 3}});
    assert_eq!(of(given, json!(null)), [json!({"runAsUser": 3}), json!({"runAsUser": 3})]);
}

#[test]
fn the_name_in_the_configuration_is_not_the_variables() {
    let own = json!([{"name": "OTEL_SERVICE_NAME", "value": "mine"}]);
    let attributes = json!([{"name": "OTEL_RESOURCE_ATTRIBUTES", "value": "k8s.deployment.name=x"}]);
    let done = apache(json!({"apacheHttpd": {"env": attributes}}), app(own));
    let text = done.env(AGENT, "OTEL_APACHE_AGENT_CONF");
    assert!(text.contains("ApacheModuleServiceName web\n"), "{text}");
    assert_eq!(done.env("app", "OTEL_SERVICE_NAME"), "mine");
}
