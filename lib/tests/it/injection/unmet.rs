//! What asks and isn't injected fails a gate; what doesn't ask, or was said no to, doesn't.

use otel_inject::diagnostic::Severity;
use otel_inject::engine::{Engine, Role, Settings, Task};
use otel_inject::operator::Language;

use crate::testing::texts::source;

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: main}
spec:
  exporter: {endpoint: http://collector:4318}
  go: {env: [{name: OTEL_GO_AUTO_TARGET_EXE, value: /app}]}
";

/// A Deployment with these annotations on its pod template, and this pod.
fn deployment(annotations: &[&str], spec: &str) -> String {
    let annotations: String = annotations
        .iter()
        .map(|annotation| format!("        instrumentation.opentelemetry.io/{annotation}\n"))
        .collect();
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  template:\n    metadata:\n      annotations:\n        \
         example.com/team: shop\n{annotations}    spec:\n{spec}"
    )
}

const TWO: &str = "      containers:\n      - {name: app, image: 'app:1'}\n      - {name: web, image: 'web:1'}\n";

fn engine(text: &str, instrumentation: &str, config: &str) -> Engine {
    let mut sources = vec![source("web.yaml", text, Role::Input), source("i.yaml", instrumentation, Role::Reference)];
    if !config.is_empty() {
        let head = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: shop}\nspec:\n";
        sources.push(source("otel.yaml", &[head, config].concat(), Role::Config));
    }
    Engine::load(sources, Settings { disabled_languages: vec![Language::Nginx], ..Settings::default() })
}

/// What is unmet: code and message. It warns where injection is made and is an error where it is verified.
#[track_caller]
fn unmet_by(text: &str, instrumentation: &str, config: &str) -> Vec<String> {
    let engine = engine(text, instrumentation, config);
    let said = |task| {
        let report = engine.run(task);
        assert!(!report.has_errors(), "{:?}", report.diagnostics);
        let findings = report.findings.iter().filter(|one| one.code.as_str() != "not-injected");
        findings.map(|one| (one.severity, format!("{}: {}", one.code, one.message))).collect::<Vec<_>>()
    };
    let (injected, verified) = (said(Task::Inject), said(Task::Verify));
    assert!(injected.iter().all(|(severity, _)| *severity == Severity::Warning), "{injected:?}");
    assert!(verified.iter().all(|(severity, _)| *severity == Severity::Error), "{verified:?}");
    let texts = |said: Vec<(Severity, String)>| said.into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    let injected = texts(injected);
    assert_eq!(injected, texts(verified));
    injected
}

#[track_caller]
fn unmet(text: &str) -> Vec<String> {
    unmet_by(text, INSTRUMENTATION, "")
}

const JAVA: &str = "inject-java: 'true'";
const GO: &str = "inject-go: 'true'";

#[test]
fn a_container_that_is_not_there_is_unmet_by_its_name() {
    let wrong = deployment(&[JAVA, "container-names: app,wbe"], TWO);
    let said = ["container-name-unknown: java is not injected: the pod has no container named wbe"];
    assert_eq!(unmet(&wrong), said);
    assert_eq!(unmet(&deployment(&[JAVA, "container-names: wbe"], TWO)), said);
    assert!(unmet(&deployment(&[JAVA, "container-names: 'app,web'"], TWO)).is_empty());
    assert!(unmet(&deployment(&[JAVA], TWO)).is_empty());
    // A run without the Instrumentation, as in CI over what a build made, sees the list all the same.
    let engine = engine(&wrong, INSTRUMENTATION, "");
    let injected = engine.run(Task::Inject).texts[0].to_string();
    assert_eq!(unmet_by(&injected, INSTRUMENTATION, ""), said);
    assert_eq!(unmet_by(&injected, "", ""), said);
}

#[test]
fn several_languages_that_leave_the_containers_open_are_unmet() {
    let both = deployment(&[JAVA, "inject-python: 'true'"], TWO);
    let said = unmet(&both);
    assert!(said.len() == 1 && said[0].starts_with("containers-ambiguous: "), "{said:?}");
    let twice = unmet(&deployment(&[JAVA, "container-names: 'app,app'"], TWO));
    assert!(twice.len() == 1 && twice[0].starts_with("containers-ambiguous: container app stands twice"), "{twice:?}");
}

#[test]
fn a_language_that_is_left_out_beside_another_is_unmet() {
    let lists = ["java-container-names: app", "go-container-names: web"];
    let apart = format!("      shareProcessNamespace: false\n{TWO}");
    assert!(unmet(&deployment(&[JAVA, GO, lists[0], lists[1]], TWO)).is_empty());
    assert_eq!(
        unmet(&deployment(&[JAVA, GO, lists[0], lists[1]], &apart)),
        ["go-shared-pid-off: go is not injected: the pod says shareProcessNamespace: false"]
    );
    // Of a common list Go gets the first container.
    assert_eq!(
        unmet(&deployment(&[JAVA, GO, "container-names: 'app,web'"], TWO)),
        [
            "go-several-containers: go is not injected into container web: instrumentation.opentelemetry.io/go-container-names \
             names several containers, and the agent can look into only one"
        ]
    );
    let several = unmet(&deployment(&[GO, "go-container-names: 'app,web'"], TWO));
    assert!(several.len() == 1 && several[0].starts_with("go-several-containers: go is not injected: "), "{several:?}");
    let elsewhere = unmet(&deployment(&[GO, "container-names: wbe"], TWO));
    assert_eq!(elsewhere, ["container-name-unknown: go is not injected: the pod has no container named wbe"]);
}

/// A pod with a container that the operator, or somebody's hand, gave this.
fn pod(container: &str, rest: &str) -> String {
    format!("      containers:\n      - name: app\n        image: app:1\n{container}{rest}")
}

const NODE_NAME: &str = "        env: [{name: OTEL_RESOURCE_ATTRIBUTES_NODE_NAME, value: a}]\n";
const JAVAS: &str = "        env: [{name: OTEL_RESOURCE_ATTRIBUTES_NODE_NAME, value: a}]\n        volumeMounts: [{name: \
                     opentelemetry-auto-instrumentation-java, mountPath: /otel-auto-instrumentation-java}]\n";
const INIT: &str = "      initContainers: [{name: opentelemetry-auto-instrumentation-java, image: 'java:2'}]\n";

#[test]
fn a_mark_by_hand_is_unmet_and_what_the_operator_injected_is_not() {
    let by_hand = unmet(&deployment(&[JAVA], &pod(NODE_NAME, "")));
    assert_eq!(
        by_hand,
        ["taken-for-injected: java is not injected into container app: the pod counts as instrumented \
             (OTEL_RESOURCE_ATTRIBUTES_NODE_NAME in container app), and this language's agent is not in it"]
    );
    assert!(unmet(&deployment(&[JAVA], &pod(JAVAS, INIT))).is_empty());
    // The agent of another language, and the right one in another container.
    assert_eq!(unmet(&deployment(&["inject-python: 'true'"], &pod(JAVAS, INIT))).len(), 1);
    let other = pod(JAVAS, &format!("      - {{name: web, image: 'web:1'}}\n{INIT}"));
    assert_eq!(unmet(&deployment(&[JAVA, "container-names: web"], &other)).len(), 1);
    assert_eq!(unmet(&deployment(&[JAVA, "container-names: 'app,web'"], &other)).len(), 1);
    let some = deployment(&[JAVA, "inject-python: 'true'"], &pod(JAVAS, INIT));
    let some = unmet(&some);
    assert!(some.len() == 1 && some[0].starts_with("taken-for-injected: python is not injected: "), "{some:?}");
}

#[test]
fn what_does_not_ask_is_not_unmet() {
    for annotations in [&["inject-java: 'false'"][..], &["inject-nginx: 'true'"], &["container-names: wbe"], &[]] {
        assert!(unmet(&deployment(annotations, TWO)).is_empty(), "{annotations:?}");
        let off = deployment(&["inject-nginx: 'true'"], &pod(NODE_NAME, ""));
        assert!(unmet(&off).is_empty());
    }
    let local = deployment(&[JAVA, "container-names: wbe"], TWO).replace(
        "metadata: {name: web}",
        "metadata: {name: web, annotations: {config.kubernetes.io/local-config: 'true'}}",
    );
    assert!(unmet(&local).is_empty());
}

#[test]
fn a_rule_asks_only_where_it_selects_a_container() {
    let rule = "  rules:\n  - inject: {java: main}\n    containers: {include: [other]}\n";
    assert!(unmet_by(&deployment(&[], TWO), INSTRUMENTATION, rule).is_empty());
    let annotated = unmet_by(&deployment(&[JAVA], TWO), INSTRUMENTATION, rule);
    assert_eq!(
        annotated,
        [
            "none-selected: java is not injected: rules[0] of the configuration shop selects none of the pod's containers"
        ]
    );
    let containers_only = "  rules:\n  - containers: {include: [other]}\n";
    assert_eq!(unmet_by(&deployment(&[JAVA], TWO), INSTRUMENTATION, containers_only), annotated);
}
