//! What is asked for, in every shape.

use crate::sandbox;

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata:
  name: python
spec:
  exporter:
    endpoint: http://collector:4317
";

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: cxtm
  annotations:
    config.kubernetes.io/index: '0'
    internal.config.kubernetes.io/path: 'web.yaml'
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: \"true\"
    spec:
      containers:
      - name: app
        image: app # kept
";

fn indented(text: &str, by: &str) -> String {
    text.lines().map(|line| format!("{by}{line}\n")).collect()
}

fn item(text: &str) -> String {
    format!("- {}", indented(text, "  ").trim_start())
}

fn resource_list(config: &str, rest: &str) -> String {
    let config = if config.is_empty() { String::new() } else { format!("functionConfig:\n{}", indented(config, "  ")) };
    format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n{config}items:\n{}{rest}", item(DEPLOYMENT))
}

#[test]
fn the_items_of_a_resource_list_are_injected_and_the_rest_stays() {
    let sandbox = sandbox();
    let text = resource_list(INSTRUMENTATION, "");
    let run = sandbox.pipe(&[], &text);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let answer: serde_yaml::Value = serde_yaml::from_str(run.text()).unwrap();
    let item = &answer["items"][0];
    let init = &item["spec"]["template"]["spec"]["initContainers"][0]["name"];
    assert_eq!(init.as_str(), Some("opentelemetry-auto-instrumentation-python"));
    assert_eq!(item["metadata"]["annotations"]["config.kubernetes.io/index"].as_str(), Some("0"));
    assert!(run.text().contains("image: app # kept\n"));
    assert!(run.stderr.contains("Deployment cxtm/web: injected python into container app\n"), "{}", run.stderr);
    sandbox.pipe(&[], run.text()).expect(0, run.text());
}

#[test]
fn a_refused_resource_list_comes_back_with_the_reasons() {
    let sandbox = sandbox();
    let text = resource_list("", "results:\n- message: of another function\n  severity: info\n");
    let run = sandbox.pipe(&[], &text);
    assert_eq!(run.code, Some(1));
    let before: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
    let answer: serde_yaml::Value = serde_yaml::from_str(run.text()).unwrap();
    assert_eq!(answer["items"], before["items"]);
    let results = answer["results"].as_sequence().unwrap();
    assert_eq!(results[0]["message"].as_str(), Some("of another function"));
    let ours = &results[1];
    assert_eq!(ours["severity"].as_str(), Some("error"));
    assert_eq!(ours["tags"]["code"].as_str(), Some("instrumentation-not-found"));
    assert_eq!(ours["resourceRef"]["name"].as_str(), Some("web"));
    assert_eq!(ours["resourceRef"]["namespace"].as_str(), Some("cxtm"));
    assert!(run.stderr.starts_with("error[instrumentation-not-found]: "), "{}", run.stderr);
    let head: String = run.stderr.lines().take(4).collect();
    assert!(head.contains("Deployment cxtm/web") && head.contains("kubectl get instrumentation"), "{head}");
}

#[test]
fn a_refused_list_or_stream_comes_back_empty() {
    let sandbox = sandbox();
    let list = format!("apiVersion: v1\nkind: List\nitems:\n{}", item(DEPLOYMENT));
    for text in [DEPLOYMENT, &list] {
        let run = sandbox.pipe(&["--report", "report.txt"], text);
        run.expect(1, "");
        let report = std::fs::read_to_string(sandbox.path().join("report.txt")).unwrap();
        assert!(report.starts_with("error[instrumentation-not-found]: "), "{report}");
    }
}

#[test]
fn a_stream_is_injected_with_what_the_flags_name() {
    let sandbox = sandbox();
    sandbox.write("instrumentation.yaml", INSTRUMENTATION);
    for flag in ["--config", "-i"] {
        let run = sandbox.pipe(&[flag, "instrumentation.yaml"], format!("---\n# Source: a.yaml\n{DEPLOYMENT}"));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.text().starts_with("---\n# Source: a.yaml\napiVersion: apps/v1\n"));
        assert!(run.text().contains("opentelemetry-auto-instrumentation-python"));
    }
}

const OTEL_INJECT: &str = "\
apiVersion: otel-inject.dev/v1alpha1
kind: OtelInject
metadata:
  name: shop
spec:
  instrumentations:
";

#[test]
fn an_otel_inject_and_a_config_map_configure_it() {
    let sandbox = sandbox();
    let otel_inject = format!("{OTEL_INJECT}{}", indented(&item(INSTRUMENTATION), "  "));
    let data = indented(INSTRUMENTATION, "    ");
    let config_map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: function-input\ndata:\n  instrumentations: |\n{data}"
    );
    for config in [&otel_inject, &config_map] {
        let run = sandbox.pipe(&[], resource_list(config, ""));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.text().contains("opentelemetry-auto-instrumentation-python"));
        sandbox.write("config.yaml", config);
        let run = sandbox.pipe(&["--config", "config.yaml"], DEPLOYMENT);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.text().contains("opentelemetry-auto-instrumentation-python"));
    }
}

#[test]
fn mistakes_in_a_configuration_are_all_told_and_the_items_come_back() {
    let sandbox = sandbox();
    let config = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata:\n  name: a\nspec:\n  namespce: a\n  record: 1\n";
    let run = sandbox.pipe(&[], resource_list(config, ""));
    assert_eq!(run.code, Some(1));
    let answer: serde_yaml::Value = serde_yaml::from_str(run.text()).unwrap();
    let fields: Vec<&str> = (0..2).filter_map(|index| answer["results"][index]["field"]["path"].as_str()).collect();
    assert_eq!(fields, ["spec.namespce", "spec.record"]);
    assert_eq!(answer["items"][0]["metadata"]["name"].as_str(), Some("web"));
}
