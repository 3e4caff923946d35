//! Agents whose image is mounted: each comes, goes, changes between the two ways of getting there, and is told without a
//! record.

use otel_inject::engine::Task;

use crate::testing::texts::{codes, configured, done};

const IMAGE: &str = "  delivery: imageVolume\n";

/// A configuration that has a language injected from its mounted image; `more` of its spec.
fn config(language: &str, more: &str) -> String {
    format!(
        "\
apiVersion: otel-inject.dev/v1alpha1
kind: OtelInject
metadata: {{name: shop}}
spec:
  namespace: shop
{IMAGE}{more}  instrumentations:
  - {{apiVersion: opentelemetry.io/v1alpha1, kind: Instrumentation, metadata: {{name: all}}}}
  rules:
  - inject: {{{language}: true}}
"
    )
}

/// A Pod whose container has this variable; `more` of its spec.
fn pod(variable: &str, value: &str, more: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: cart}}\nspec:\n{more}  containers:\n  - name: app # one\n    env:\n    \
         - name: {variable}\n      value: {value}\n"
    )
}

/// The text after a task, and the codes of what was said but that Python may miss its native modules.
#[track_caller]
fn run(task: Task, text: &str, config: &str) -> (String, Vec<&'static str>) {
    let (text, mut codes) = done(&configured(text, config), task);
    codes.retain(|code| *code != "native-modules");
    (text, codes)
}

/// By language a variable that is joined, a value of it, that value edited after an injection, and what is left of it.
const CASES: [[&str; 5]; 3] = [
    [
        "python",
        "PYTHONPATH",
        "/app",
        "/otel-auto-instrumentation-python/autoinstrumentation/opentelemetry/instrumentation/auto_instrumentation:/app:\
         /otel-auto-instrumentation-python/autoinstrumentation:/more",
        "/app:/more",
    ],
    [
        "java",
        "JAVA_TOOL_OPTIONS",
        "-ea",
        "-ea -javaagent:/otel-auto-instrumentation-java-app/javaagent.jar -da",
        "-ea -da",
    ],
    [
        "nodejs",
        "NODE_OPTIONS",
        "-a",
        "-a --require /otel-auto-instrumentation-nodejs/autoinstrumentation/autoinstrumentation.js -b",
        "-a -b",
    ],
];

#[test]
fn a_mounted_image_comes_and_goes() {
    let volumes = ["", "  volumes: [{name: data, emptyDir: {}}]\n", "  volumes:\n  - name: data\n    emptyDir: {}\n"];
    for ([language, variable, own, ..], more) in CASES.iter().flat_map(|case| volumes.map(|more| (case, more))) {
        for mount in ["", "    mountPath: /otel\n"] {
            let config = config(language, "") + mount;
            let text = pod(variable, own, more);
            let injected = run(Task::Inject, &text, &config).0;
            assert!(injected.contains("reference: ") && !injected.contains("initContainers:"), "{injected}");
            assert_eq!(run(Task::Inject, &injected, &config), (injected.clone(), Vec::new()));
            assert_eq!(run(Task::Remove, &injected, &config), (text, Vec::new()));
        }
    }
}

#[test]
fn an_agent_changes_between_the_two_ways() {
    for [language, variable, own, ..] in CASES {
        let (mounted, text) = (config(language, ""), pod(variable, own, ""));
        let copied = mounted.replace(IMAGE, "");
        let by_image = run(Task::Inject, &text, &mounted).0;
        let by_init_container = run(Task::Inject, &text, &copied).0;
        assert!(by_init_container.contains("initContainers:"), "{by_init_container}");
        assert_eq!(run(Task::Inject, &by_image, &copied), (by_init_container.clone(), Vec::new()));
        assert_eq!(run(Task::Inject, &by_init_container, &mounted), (by_image.clone(), Vec::new()));
        let back = run(Task::Inject, &run(Task::Inject, &by_image, &copied).0, &mounted).0;
        assert_eq!(run(Task::Remove, &back, &mounted).0, text);
    }
}

#[test]
fn our_pieces_are_cut_from_an_edited_joined_value() {
    for [language, variable, own, edited, rest] in CASES {
        let config = config(language, "");
        let injected = run(Task::Inject, &pod(variable, own, ""), &config).0;
        let (start, rest_of_text) = injected.split_once(&format!("- name: {variable}\n      value: ")).expect("it");
        let (_, end) = rest_of_text.split_once('\n').expect("a line");
        let edited = format!("{start}- name: {variable}\n      value: {edited}\n{end}");
        assert_ne!(edited, injected);
        let (removed, codes) = run(Task::Remove, &edited, &config);
        assert_eq!(codes, ["edited-pieces-cut"], "{variable}");
        assert!(removed.contains(rest) && !removed.contains("otel-auto"), "{removed}");
    }
}

#[test]
fn an_edited_volume_is_written_anew_and_left_when_all_is_removed() {
    let config = config("java", "");
    let injected = run(Task::Inject, &pod("A", "b", ""), &config).0;
    let edited = injected.replace("      reference: ", "      pullPolicy: Always\n      reference: ");
    assert_ne!(edited, injected);
    assert_eq!(run(Task::Inject, &edited, &config), (injected, vec!["edited-written-anew"]));
    let (removed, codes) = run(Task::Remove, &edited, &config);
    assert_eq!(codes, ["edited-left"]);
    assert!(removed.contains("pullPolicy: Always"), "{removed}");
}

/// Where nothing in the containers tells it, the volume does.
#[test]
fn a_mounted_image_is_seen_without_a_record() {
    let known = "    spec: {resource: {resourceAttributes: {k8s.node.name: here}}}\n";
    let config =
        config("java", "").replace("metadata: {name: all}}\n", &format!("metadata: {{name: all}},\n{known}    }}\n"));
    let injected = run(Task::Inject, &pod("A", "b", ""), &config).0;
    let record = injected.lines().find(|line| line.contains("otel-inject.dev/injected")).expect("a record");
    let without = injected.replace(&format!("{record}\n"), "");
    assert!(!without.contains("OTEL_RESOURCE_ATTRIBUTES_NODE_NAME"), "{without}");
    assert_eq!(run(Task::Inject, &without, &config).0, without);
    let other =
        without.replace("- name: opentelemetry-auto-instrumentation-java\n    image:", "- name: mine\n    image:");
    assert_ne!(other, without);
    assert_ne!(run(Task::Inject, &other, &config).0, other);
}

#[test]
fn native_modules_are_spoken_of_once_a_run_and_only_of_python() {
    let said = |language: &str, text: &str| {
        let engine = configured(text, &config(language, ""));
        codes(&engine.run(Task::Inject)).iter().filter(|code| **code == "native-modules").count()
    };
    let two = format!("{}---\n{}", pod("A", "b", ""), pod("A", "b", ""));
    assert_eq!((said("python", &two), said("java", &two), said("python", "kind: Pod\n")), (1, 0, 0));
}
