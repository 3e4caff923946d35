//! `mode: lint`: nothing is changed, and what the rules find are results.

use otel_inject_testing::snapshots::settings;
use serde_yaml::Value;

use crate::sandbox;

const KUSTOMIZE: &str = include_str!("recorded/kustomize.yaml");
const KPT: &str = include_str!("recorded/kpt.yaml");

/// A recorded list whose function lints, with more in its spec.
fn linting(text: &str, more: &str) -> String {
    let items = text.split("functionConfig:\n").next().unwrap();
    format!(
        "{items}functionConfig:\n  apiVersion: otel-inject.dev/v1alpha1\n  kind: OtelInject\n  metadata: {{name: lint}}\n  \
         spec: {{mode: lint{more}}}\n"
    )
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// What a run answers beside the items, which have to be as they came.
#[track_caller]
fn results(before: &str, answer: &str) -> String {
    let (before, answer) = (read(before), read(answer));
    assert_eq!((&answer["items"], &answer["functionConfig"]), (&before["items"], &before["functionConfig"]));
    serde_yaml::to_string(&answer["results"]).unwrap()
}

#[test]
fn errors_fail_it_with_the_items_as_they_came() {
    for (name, text) in [("kustomize", KUSTOMIZE), ("kpt", KPT)] {
        let text = linting(text, "");
        let run = sandbox().pipe(&[], &text);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        let results = results(&text, run.text());
        settings()
            .bind(|| insta::assert_snapshot!(format!("function.lint.{name}"), format!("{results}\n{}", run.stderr)));
    }
}

#[test]
fn what_is_no_error_is_told_and_fails_nothing() {
    let text = linting(KPT, ", lint: {severity: {otlp-port-protocol-mismatch: warning}}");
    let run = sandbox().pipe(&[], &text);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let results = results(&text, run.text());
    assert!(results.contains("severity: warning\n  tags:\n    code: otlp-port-protocol-mismatch\n"), "{results}");
    assert!(run.stderr.starts_with("warning[otlp-port-protocol-mismatch]: "), "{}", run.stderr);
    assert!(run.stderr.ends_with("\n1 warning\n"), "{}", run.stderr);
}

#[test]
fn where_nothing_is_found_everybody_gets_back_what_they_need() {
    let text = linting(&KPT.replace(":4317", ":4318"), "");
    let run = sandbox().pipe(&[], &text);
    run.expect(0, &text);
    assert_eq!(run.stderr, "nothing found\n");
    let run = sandbox().pipe(&[], linting(&KUSTOMIZE.replace(":4317", ":4318"), ""));
    run.expect(0, "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n");
    assert!(run.stderr.starts_with("nothing found\n"), "{}", run.stderr);
}

#[test]
fn a_rule_of_a_name_that_there_is_not_fails_it() {
    let text = linting(KPT, ", lint: {ignore: [otlp-port]}");
    let run = sandbox().pipe(&[], &text);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.starts_with("error[config-invalid]: the linter has no rule otlp-port\n"), "{}", run.stderr);
    assert_eq!(read(run.text())["results"][0]["tags"]["code"], "config-invalid");
}

#[test]
fn a_config_map_and_a_file_say_it_too() {
    let sandbox = sandbox();
    let items = KPT.split("functionConfig:\n").next().unwrap();
    let data =
        "functionConfig: {apiVersion: v1, kind: ConfigMap, metadata: {name: function-input}, data: {mode: lint}}\n";
    assert_eq!(sandbox.pipe(&[], format!("{items}{data}")).code, Some(1));
    sandbox.write(
        "lint.yaml",
        "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: lint}\nspec: {mode: lint}\n",
    );
    let web = "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec: {containers: [{name: a}]}\n";
    sandbox.pipe(&["--config", "lint.yaml"], web).expect(0, web);
    let misspelt =
        web.replace("{name: a}\n", "{name: a, annotations: {instrumentation.opentelemetry.io/inject-pyton: x}}\n");
    let run = sandbox.pipe(&["--config", "lint.yaml"], misspelt);
    run.expect(1, "");
    assert!(run.stderr.starts_with("error[unknown-annotation]: "), "{}", run.stderr);
}
