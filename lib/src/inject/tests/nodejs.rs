use super::*;

const REQUIRE: &str = " --require /otel-auto-instrumentation-nodejs/autoinstrumentation.js";

#[test]
fn the_agent_is_required_behind_what_is_there() {
    let of = |env: Json| done("nodejs", Some("shop"), json!({}), app(env));
    let own = of(json!([{"name": "NODE_OPTIONS", "value": "--enable-source-maps"}]));
    assert_eq!(*own.env("NODE_OPTIONS"), format!("--enable-source-maps{REQUIRE}"));
    let none = of(json!([]));
    assert_eq!(*none.env("NODE_OPTIONS"), REQUIRE);
    assert_eq!(none.names()[2..5], ["NODE_OPTIONS", "OTEL_METRICS_EXPORTER", "OTEL_SERVICE_NAME"]);
    assert_eq!(*none.env("OTEL_METRICS_EXPORTER"), "otlp");
    let exporter = of(json!([{"name": "OTEL_METRICS_EXPORTER", "value": "none"}]));
    assert_eq!(*exporter.env("OTEL_METRICS_EXPORTER"), "none");
}

#[test]
fn variables_of_the_language_come_before_those_of_all_and_the_agents_own() {
    let settings = json!({
        "nodejs": {"env": [{"name": "NODE_OPTIONS", "value": "-a"}, {"name": "A", "value": "1"}]},
        "env": [{"name": "NODE_OPTIONS", "value": "-b"}, {"name": "A", "value": "2"}, {"name": "B", "value": "2"}],
    });
    let done = done("nodejs", Some("shop"), settings, app(json!([{"name": "OWN", "value": "x"}])));
    assert_eq!(done.names()[..6], ["OTEL_NODE_IP", "OTEL_POD_IP", "OWN", "NODE_OPTIONS", "A", "B"]);
    assert_eq!(*done.env("NODE_OPTIONS"), format!("-a{REQUIRE}"));
    assert_eq!([done.env("A"), done.env("B")], ["1", "2"]);
}

#[test]
fn into_an_init_container_it_is_copied_right_before_that() {
    let pod = json!({
        "initContainers": [{"name": "first"}, {"name": "seed", "securityContext": {"runAsUser": 5}}, {"name": "last"}],
        "containers": [{"name": "app"}],
    });
    let done = done_in_turn(Some("shop"), json!({}), pod, &[("nodejs", json!({}), &["seed", "last", "app"])]);
    assert_eq!(
        Done::names_in(&done.spec["initContainers"]),
        ["first", "opentelemetry-auto-instrumentation-nodejs", "seed", "last"]
    );
    let agent = done.container("opentelemetry-auto-instrumentation-nodejs");
    assert_eq!(agent["securityContext"], json!({"runAsUser": 5}));
    assert_eq!(agent["command"], json!(["cp", "-r", "/autoinstrumentation/.", "/otel-auto-instrumentation-nodejs"]));
    for name in ["seed", "last", "app"] {
        assert_eq!(*done.variable(name, "NODE_OPTIONS"), REQUIRE);
    }
    assert_eq!(*done.variable("first", "NODE_OPTIONS"), Json::Null);
}
