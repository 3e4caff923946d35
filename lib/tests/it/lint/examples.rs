//! The examples of the rules' pages: a rule finds what stands under "Example", and not what stands under "Use instead".
//!
//! A page shows what matters, and CONTRIBUTING.md ("Adding a lint rule") says what may be left out:
//!
//! - A document with `apiVersion` and `kind` is taken as it stands, with its comments.
//! - One with `kind` alone gets what it lacks: `apiVersion`, a name, the namespace `shop`, and containers.
//! - One with neither is a pod template, if it has `metadata` or `spec`; annotations of one, if its keys are; fields of a
//!   container, if they are; and a list is one of `env`. The template is that of a Deployment.
//! - Without an Instrumentation, there is one with an endpoint. Without a workload, there are four, which ask for Java,
//!   Node.js, Python and .NET.

use otel_inject::engine::{Engine, Role, Settings, Source};
use otel_inject::lint::{Finding, RuleInfo};
use serde_json::{Map, Value, json};

const LANGUAGES: [&str; 4] = ["java", "nodejs", "python", "dotnet"];
const WORKLOADS: [&str; 5] = ["CronJob", "DaemonSet", "Deployment", "Job", "StatefulSet"];
/// What a container may have that a page shows alone.
const FIELDS: [&str; 5] = ["args", "command", "env", "image", "volumeMounts"];

pub(super) fn of(rule: &RuleInfo) {
    let page = rule.page();
    let (examples, better) = (blocks(page.markdown(), "Example"), blocks(page.markdown(), "Use instead"));
    assert!(!examples.is_empty(), "{}: no yaml under Example", rule.id);
    for example in examples {
        let text = completed(&example);
        assert!(!found(rule, &text).is_empty(), "{}: the example is not found:\n{text}", rule.id);
    }
    for example in better {
        let text = completed(&example);
        let found = found(rule, &text);
        assert!(found.is_empty(), "{}: what is to be used instead is found:\n{text}\n{found:#?}", rule.id);
    }
}

/// The YAML of a section of a page.
fn blocks(page: &str, section: &str) -> Vec<String> {
    let heading = format!("## {section}\n");
    let text = page.split_once(&heading).map_or("", |(_, rest)| rest);
    let text = text.split("\n## ").next().unwrap_or_default();
    text.split("```yaml\n").skip(1).map(|block| block.split("```").next().unwrap_or_default().to_owned()).collect()
}

fn found(rule: &RuleInfo, text: &str) -> Vec<Finding> {
    let source = Source { name: "example.yaml".to_owned(), text: text.to_owned(), role: Role::Input };
    let engine = Engine::load(vec![source], Settings::default());
    let linted = engine.lint(&super::only(rule, false));
    assert_eq!(linted.diagnostics, [], "{}:\n{text}", rule.id);
    linted.findings.into_iter().filter(|finding| finding.rule == rule.id).collect()
}

/// An example with what a page may leave out.
fn completed(example: &str) -> String {
    let mut documents: Vec<(Value, String)> = example.split("---\n").map(document).collect();
    let has = |kinds: &[&str], documents: &[(Value, String)]| {
        documents.iter().any(|(value, _)| kinds.iter().any(|kind| value["kind"] == *kind))
    };
    if !has(&["Instrumentation"], &documents) {
        documents.push(written(object(json!({
            "kind": "Instrumentation",
            "spec": {"exporter": {"endpoint": "http://collector:4318"}},
        }))));
    }
    if !has(&WORKLOADS, &documents) {
        documents.extend(LANGUAGES.map(|language| written(asking(language))));
    }
    documents.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n---\n")
}

fn document(text: &str) -> (Value, String) {
    let value: Value = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    if value.get("apiVersion").is_some() && value.get("kind").is_some() {
        return (value, text.to_owned());
    }
    let is_like = |is: fn(&str) -> bool| value.as_object().is_some_and(|map| map.keys().all(|key| is(key)));
    let template = if value.get("kind").is_some() {
        return written(object(value));
    } else if value.is_array() {
        json!({"spec": {"containers": [{"env": value}]}})
    } else if is_like(|key| matches!(key, "metadata" | "spec")) {
        value
    } else if is_like(|key| key.contains('/')) {
        json!({"metadata": {"annotations": value}})
    } else if is_like(|key| FIELDS.contains(&key)) {
        json!({"spec": {"containers": [value]}})
    } else {
        panic!("this example can't be completed; see \"Adding a lint rule\" in CONTRIBUTING.md:\n{text}")
    };
    written(object(json!({"kind": "Deployment", "spec": {"template": template}})))
}

fn written(value: Value) -> (Value, String) {
    let text = serde_yaml::to_string(&value).expect("YAML");
    (value, text)
}

/// An object with what it lacks.
fn object(mut value: Value) -> Value {
    let kind = value["kind"].as_str().expect("a kind").to_owned();
    let (api_version, name) = match kind.as_str() {
        "Instrumentation" => ("opentelemetry.io/v1alpha1", "telemetry"),
        "Job" | "CronJob" => ("batch/v1", "cart"),
        "Namespace" => ("v1", "shop"),
        "Secret" | "Service" => ("v1", "cart"),
        _ => ("apps/v1", "cart"),
    };
    default(&mut value, "apiVersion", json!(api_version));
    default(&mut value, "metadata", json!({}));
    default(&mut value["metadata"], "name", json!(name));
    if kind != "Namespace" {
        default(&mut value["metadata"], "namespace", json!("shop"));
    }
    if WORKLOADS.contains(&kind.as_str()) {
        let mut at = &mut value;
        for key in
            if kind == "CronJob" { &["spec", "jobTemplate", "spec", "template"][..] } else { &["spec", "template"] }
        {
            default(at, key, json!({}));
            at = &mut at[*key];
        }
        default(at, "spec", json!({}));
        default(&mut at["spec"], "containers", json!([{}]));
        for container in at["spec"]["containers"].as_array_mut().expect("a list") {
            default(container, "name", json!("app"));
            default(container, "image", json!("registry.example.com/shop/cart:1.4.0"));
        }
    }
    value
}

fn default(value: &mut Value, key: &str, default: Value) {
    let map: &mut Map<String, Value> = value.as_object_mut().unwrap_or_else(|| panic!("no mapping with {key}"));
    map.entry(key).or_insert(default);
}

/// A workload that asks for a language.
fn asking(language: &str) -> Value {
    let annotation = format!("instrumentation.opentelemetry.io/inject-{language}");
    object(json!({
        "kind": "Deployment",
        "metadata": {"name": language},
        "spec": {"template": {"metadata": {"annotations": {annotation: "true"}}}},
    }))
}
