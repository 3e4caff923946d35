//! Agents that a rule mounts elsewhere: each goes there, again, and back, and later edits lose our pieces.

use otel_inject::engine::Task;

use crate::testing::texts::{configured, done};

/// A configuration that mounts the agent of a language at `/otel`.
fn mounted(language: &str) -> String {
    format!(
        "\
apiVersion: otel-inject.dev/v1alpha1
kind: OtelInject
metadata: {{name: shop}}
spec:
  namespace: shop
  instrumentations:
  - {{apiVersion: opentelemetry.io/v1alpha1, kind: Instrumentation, metadata: {{name: all}}}}
  rules:
  - inject: {{{language}: true}}
    mountPath: /otel
"
    )
}

/// A Pod whose container has this variable.
fn pod(variable: &str, value: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: cart}}\nspec:\n  containers:\n  - name: app\n    env:\n    \
         - name: {variable}\n      value: {value}\n"
    )
}

/// The text after a task, and the codes of what was said.
#[track_caller]
fn run(task: Task, text: &str, config: &str) -> (String, Vec<&'static str>) {
    done(&configured(text, config), task)
}

/// By language a variable that is joined, a value of it, what it is joined to, that edited by hand, and the rest.
const CASES: [[&str; 6]; 5] = [
    [
        "python",
        "PYTHONPATH",
        "/app",
        "/otel/opentelemetry/instrumentation/auto_instrumentation:/app:/otel",
        "/otel/opentelemetry/instrumentation/auto_instrumentation:/app:/otel:/otelier",
        "/app:/otelier",
    ],
    [
        "java",
        "JAVA_TOOL_OPTIONS",
        "-ea",
        "-ea -javaagent:/otel/javaagent.jar",
        "-javaagent:/otel/javaagent.jar -da",
        "\"-da\"",
    ],
    [
        "nodejs",
        "NODE_OPTIONS",
        "-a",
        "-a --require /otel/autoinstrumentation.js",
        "-b --require /otel/autoinstrumentation.js",
        "\"-b\"",
    ],
    ["dotnet", "DOTNET_ADDITIONAL_DEPS", "/a", "/a:/otel/AdditionalDeps", "/otel/AdditionalDeps:/b", "/b"],
    ["dotnet", "DOTNET_SHARED_STORE", "/a", "/a:/otel/store", "/b:/otel/store", "/b"],
];

#[test]
fn an_agent_that_is_mounted_elsewhere_goes_and_comes() {
    for [language, variable, own, joined, ..] in CASES {
        let (text, config) = (pod(variable, own), mounted(language));
        let injected = run(Task::Inject, &text, &config).0;
        assert!(injected.contains(&format!("value: {joined}\n")), "{injected}");
        assert_eq!(run(Task::Inject, &injected, &config), (injected.clone(), Vec::new()));
        assert_eq!(run(Task::Remove, &injected, &config), (text, Vec::new()));
    }
}

#[test]
fn an_agent_moves_with_the_rule() {
    for [language, variable, own, ..] in CASES {
        let (text, config) = (pod(variable, own), mounted(language));
        let elsewhere = config.replace("/otel\n", "/agent\n");
        let injected = run(Task::Inject, &text, &config).0;
        let moved = run(Task::Inject, &injected, &elsewhere);
        assert_eq!(moved, run(Task::Inject, &text, &elsewhere));
        assert_eq!(run(Task::Remove, &moved.0, &config).0, text);
    }
}

#[test]
fn our_pieces_are_cut_from_an_edited_joined_value() {
    for [language, variable, own, joined, edited, rest] in CASES {
        let config = mounted(language);
        let injected = run(Task::Inject, &pod(variable, own), &config).0;
        let edited = injected.replace(&format!("value: {joined}\n"), &format!("value: {edited}\n"));
        assert_ne!(edited, injected);
        let expected = (pod(variable, rest), vec!["edited-pieces-cut"]);
        assert_eq!(run(Task::Remove, &edited, &config), expected, "{variable}");
    }
}
