//! What the settings of a rule do, whoever asks for the language.

use super::*;
use crate::config;

const ATTRIBUTES: &str = "OTEL_RESOURCE_ATTRIBUTES";

/// What a configuration says.
pub(super) fn spec(spec: Json) -> Spec {
    let config = json!({
        "apiVersion": config::API_VERSION, "kind": config::KIND, "metadata": {"name": "shop"}, "spec": spec,
    });
    let read = config::read(&Value::from(&config));
    assert_eq!(read.errors, []);
    read.config.spec
}

fn ruled(fields: Json, annotations: Json, pod: Json, asked: &[Asked<'_>]) -> Done {
    done_by_config(&spec(json!({"rules": [fields]})), annotations, pod, asked)
}

fn sdk(fields: Json, settings: Json, env: Json) -> Done {
    ruled(fields, json!({}), app(env), &[("sdk", settings, &["app"])])
}

/// The value of an attribute in the container `app`; none unless there is just one.
fn attribute(done: &Done, key: &str) -> Option<String> {
    let all = done.env(ATTRIBUTES).as_str().unwrap_or_default().to_owned();
    let mut values = all.split(',').filter_map(|pair| pair.split_once('=').filter(|(own, _)| *own == key));
    values.next().filter(|_| values.next().is_none()).map(|(_, value)| value.to_owned())
}

#[test]
fn a_rule_names_the_service() {
    let named = |name: &str, annotations: Json| {
        let done = ruled(json!({"serviceName": name}), annotations, app(json!([])), &[("sdk", json!({}), &["app"])]);
        done.env("OTEL_SERVICE_NAME").as_str().unwrap_or_default().to_owned()
    };
    for (name, wanted) in [
        ("workload", "web"),
        ("container", "app"),
        ("{workload}", "web"),
        ("{workload}-{container}-{workload}", "web-app-web"),
        ("shop", "shop"),
    ] {
        assert_eq!(named(name, json!({})), wanted, "{name}");
    }
    let annotation = json!({"resource.opentelemetry.io/service.name": "{container}"});
    for (name, wanted) in [("workload", "{container}"), ("container", "app"), ("x-{workload}", "x-{container}")] {
        assert_eq!(named(name, annotation.clone()), wanted, "{name}");
    }
}

#[test]
fn only_the_containers_own_name_of_the_service_goes_before_the_rules() {
    let by_container = json!({"serviceName": "container"});
    let own = json!([{"name": "OTEL_SERVICE_NAME", "value": "mine"}]);
    assert_eq!(sdk(by_container.clone(), json!({}), own.clone()).env("OTEL_SERVICE_NAME"), "mine");
    let source = json!({"configMapKeyRef": {"name": "a", "key": "b"}});
    for variable in [own[0].clone(), json!({"name": "OTEL_SERVICE_NAME", "valueFrom": source})] {
        let done = sdk(by_container.clone(), json!({"env": [variable]}), json!([]));
        let entry = json!({"name": "OTEL_SERVICE_NAME", "value": "app"});
        let env = done.container("app")["env"].as_array().expect("env");
        assert_eq!(env.iter().filter(|other| other["name"] == entry["name"]).collect::<Vec<_>>(), [&entry]);
        // In the operator's way the Instrumentation's variable stays.
        let done = sdk(json!({"serviceName": "workload"}), json!({"env": [variable]}), json!([]));
        assert_eq!(*done.env("OTEL_SERVICE_NAME"), variable["value"]);
    }
}

#[test]
fn a_container_in_two_languages_has_one_name() {
    let annotations = json!({"instrumentation.opentelemetry.io/otel-go-auto-target-exe": "/app"});
    let asked: [Asked<'_>; 3] =
        [("java", json!({}), &["app"]), ("nodejs", json!({}), &["app"]), ("go", json!({}), &["app"])];
    let name = json!({"serviceName": "{workload}-{container}"});
    let done = ruled(name, annotations, app(json!([])), &asked);
    assert_eq!(done.env("OTEL_SERVICE_NAME"), "web-app");
    assert_eq!(done.variable("opentelemetry-auto-instrumentation", "OTEL_SERVICE_NAME"), "web-app");
}

#[test]
fn a_web_servers_agent_has_the_name_too() {
    let asked: [Asked<'_>; 1] = [("apache-httpd", json!({}), &["app"])];
    let done = ruled(json!({"serviceName": "container"}), json!({}), app(json!([])), &asked);
    let text = done.variable("otel-agent-attach-apache", "OTEL_APACHE_AGENT_CONF");
    assert!(text.as_str().is_some_and(|text| text.contains("ApacheModuleServiceName app\n")), "{text}");
}

#[test]
fn a_rules_attributes_go_before_all_others() {
    let given = json!({
        "service.version": "7", "team": "rule", "k8s.pod.name": "p", "k8s.deployment.name": "d", "service.namespace": "n",
    });
    let settings = json!({
        "resource": {"resourceAttributes": {"team": "settings", "other": "settings"}},
        "env": [{"name": ATTRIBUTES, "value": "team=variable,third=variable"}],
    });
    let annotations =
        json!({"resource.opentelemetry.io/team": "pod", "resource.opentelemetry.io/service.version": "8"});
    let rule = json!({"resourceAttributes": given});
    let done = ruled(rule, annotations, app(json!([])), &[("sdk", settings, &["app"])]);
    for (key, value) in given.as_object().expect("attributes") {
        assert_eq!(attribute(&done, key).as_deref(), value.as_str(), "{key}");
    }
    assert_eq!(attribute(&done, "other").as_deref(), Some("settings"));
    assert_eq!(attribute(&done, "third").as_deref(), Some("variable"));
    assert_eq!(done.env("OTEL_SERVICE_NAME"), "d", "it names the service as any attribute of that key does");
}

#[test]
fn a_containers_own_attributes_go_before_a_rules() {
    let rule = json!({"resourceAttributes": {"team": "rule", "service.version": "7", "odd": "rule", "more": "rule"}});
    let own = "team=own, service.version=1,odd=a=b";
    let done = sdk(rule, json!({}), json!([{"name": ATTRIBUTES, "value": own}]));
    let all = done.env(ATTRIBUTES).as_str().unwrap_or_default();
    assert!(all.starts_with(&format!("{own},")), "{all}");
    assert_eq!(attribute(&done, "odd").as_deref(), Some("a=b"));
    assert_eq!(attribute(&done, "more").as_deref(), Some("rule"));
    assert_eq!(all.matches("rule").count(), 1, "{all}");
}

#[test]
fn a_rules_attributes_stand_once_for_two_languages_and_leave_no_comma_behind() {
    let rule = json!({"resourceAttributes": {"team": "rule"}});
    let asked: [Asked<'_>; 2] = [("java", json!({}), &["app"]), ("nodejs", json!({}), &["app"])];
    let done = ruled(rule.clone(), json!({}), app(json!([])), &asked);
    assert_eq!(attribute(&done, "team").as_deref(), Some("rule"));
    let settings = json!({"env": [{"name": ATTRIBUTES, "value": "team=variable"}]});
    let done = sdk(rule, settings, json!([]));
    assert!(done.env(ATTRIBUTES).as_str().is_some_and(|all| !all.starts_with(',')), "{}", done.env(ATTRIBUTES));
}
