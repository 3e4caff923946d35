//! Every kind of workload is injected, wherever its pod template is.

use otel_inject::k8s::{Kinds, WorkloadKind};
use otel_inject::pointer::Step;
use otel_inject_testing::manifests::config;
use serde_json::{Value as Json, json};

use crate::testing::texts::{configured, done, round_trip};

/// An object of a kind that mentions nothing of an injection.
fn object(kind: &WorkloadKind) -> Json {
    let template = json!({"spec": {"containers": [{"name": "app", "image": "app:1"}]}});
    let mut object = kind.first_place().0.iter().rev().fold(template, |below, step| match step {
        Step::Key(key) => json!({&**key: below}),
        _ => json!([below]),
    });
    let version = if kind.group.is_empty() { "v1".to_owned() } else { format!("{}/v1", kind.group) };
    object["apiVersion"] = json!(version);
    object["kind"] = json!(kind.kind);
    object["metadata"] = json!({"name": "web"});
    object
}

#[test]
fn a_rule_has_every_kind_injected_and_it_comes_back() {
    let instrumentation = "{apiVersion: opentelemetry.io/v1alpha1, kind: Instrumentation, metadata: {name: python}}";
    let knative = "features: [kubernetes.podspec-fieldref, kubernetes.podspec-init-containers]";
    let config = config(&format!(
        "  instrumentations:\n  - {instrumentation}\n  knative: {{{knative}}}\n  rules:\n  - inject: {{python: true}}\n"
    ));
    for kind in Kinds::known().iter() {
        let object = object(kind);
        for text in [serde_yaml::to_string(&object).expect("YAML"), format!("{object:#}\n")] {
            let injected = round_trip(&text, |task, text| done(&configured(text, &config), task).0);
            assert!(injected.contains("opentelemetry-auto-instrumentation-python"), "{}: {injected}", kind.kind);
            let named = kind.attribute.is_none_or(|attribute| injected.contains(&format!("{attribute}=web")));
            assert!(named, "{}: {injected}", kind.kind);
        }
    }
}
