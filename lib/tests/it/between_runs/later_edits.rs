//! What becomes of an injection of one language or several when a person edits what it added.

use otel_inject::engine::Task;
use otel_inject_testing::manifests::replaced;

use crate::testing::texts;

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: all}
";

/// A Deployment whose template has these annotations of the operator's and its container these variables.
fn deployment(annotations: &str, env: &str) -> String {
    let annotation = |line: &str| format!("        instrumentation.opentelemetry.io/{line}\n");
    let annotations: String = annotations.lines().map(annotation).collect();
    format!(
        "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  template:
    metadata:
      annotations:
{annotations}    spec:
      containers:
      - name: app
        image: app:1
        env:
        - name: OWN
          value: x
{env}"
    )
}

fn run(task: Task, text: &str) -> (String, Vec<&'static str>) {
    texts::run(task, text, INSTRUMENTATION)
}

fn inject(text: &str) -> String {
    run(Task::Inject, text).0
}

const GO: &str = "inject-go: \"true\"\notel-go-auto-target-exe: /app";
const JAVA_AND_GO: &str =
    "inject-java: \"true\"\ninject-go: \"true\"\ncontainer-names: app\notel-go-auto-target-exe: /app";

#[test]
fn our_pieces_are_cut_from_an_edited_joined_value() {
    let java = "-javaagent:/otel-auto-instrumentation-java-app/javaagent.jar";
    let node = "--require /otel-auto-instrumentation-nodejs/autoinstrumentation.js";
    let hook = "/otel-auto-instrumentation-dotnet/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll";
    let (deps, store) = ("/otel-auto-instrumentation-dotnet/AdditionalDeps", "/otel-auto-instrumentation-dotnet/store");
    for (language, variable, own, ours, edited, rest) in [
        ("java", "JAVA_TOOL_OPTIONS", "-Xmx1g", format!("-Xmx1g {java}"), format!("-Xmx2g {java} -ea"), "-Xmx2g -ea"),
        ("nodejs", "NODE_OPTIONS", "--a", format!("--a {node}"), format!("--a {node} --b"), "\"--a --b\""),
        ("nodejs", "NODE_OPTIONS", "--a", format!("--a {node}"), format!("{node} --b"), "\"--b\""),
        ("dotnet", "DOTNET_STARTUP_HOOKS", "/a", format!("/a:{hook}"), format!("/a:{hook}:/b"), "/a:/b"),
        ("dotnet", "DOTNET_ADDITIONAL_DEPS", "/a", format!("/a:{deps}"), format!("{deps}:/b"), "/b"),
        ("dotnet", "DOTNET_SHARED_STORE", "/a", format!("/a:{store}"), format!("/b:{store}"), "/b"),
    ] {
        let with = |value: &str| {
            deployment(
                &format!("inject-{language}: \"true\""),
                &format!("        - name: {variable}\n          value: {value}\n"),
            )
        };
        let injected = inject(&with(own));
        let (removed, codes) = run(Task::Remove, &replaced(&injected, &ours, &edited));
        assert_eq!(codes, ["edited-pieces-cut"], "{variable}");
        assert_eq!(removed, with(rest), "{variable}");
    }
}

#[test]
fn what_was_added_and_edited_leaves_only_the_persons_part() {
    let text = deployment("inject-java: \"true\"", "");
    let edited = replaced(&inject(&text), "javaagent.jar\"\n", "javaagent.jar -Xmx1g\"\n");
    let (again, codes) = run(Task::Inject, &edited);
    assert_eq!(codes, ["edited-pieces-cut"]);
    assert!(again.contains("-Xmx1g -javaagent:/otel-auto-instrumentation-java-app/javaagent.jar"));
    assert_eq!(inject(&again), again);
    let theirs = "        - name: JAVA_TOOL_OPTIONS\n          value: \"-Xmx1g\"\n";
    assert_eq!(run(Task::Remove, &again).0, deployment("inject-java: \"true\"", theirs));
}

#[test]
fn an_edited_agent_is_written_anew() {
    let text = deployment(GO, "");
    let injected = inject(&text);
    let (again, codes) = run(Task::Inject, &replaced(&injected, "privileged: true", "privileged: false"));
    assert_eq!((again, codes), (injected, vec!["edited-written-anew"]));
}

#[test]
fn a_second_address_is_the_persons() {
    let own = |text: &str, variable: &str| {
        replaced(text, "        - name: OWN\n", &format!("{variable}        - name: OWN\n"))
    };
    for name in ["OTEL_POD_IP", "OTEL_NODE_IP"] {
        let variable = format!("        - name: {name}\n          value: \"10.0.0.1\"\n");
        let text = deployment("inject-java: \"true\"", "");
        let (again, codes) = run(Task::Inject, &own(&inject(&text), &variable));
        assert_eq!(codes, ["edited-becomes-yours"], "{name}");
        // It stands alone from now on.
        assert_eq!(again.matches(&format!("- name: {name}\n")).count(), 1, "{again}");
        assert_eq!(inject(&again), again);
        assert_eq!(run(Task::Remove, &again), (own(&text, &variable), vec![]), "{name}");
    }
}

#[test]
fn a_person_who_keeps_processes_apart_has_no_go_agent() {
    let text = deployment(GO, "");
    let apart = |text: &str| replaced(text, "shareProcessNamespace: true", "shareProcessNamespace: false");
    let (again, codes) = run(Task::Inject, &apart(&inject(&text)));
    assert_eq!(codes, ["edited-becomes-yours"]);
    assert_eq!(again, text + "      shareProcessNamespace: false\n");
}

#[test]
fn a_language_that_is_not_asked_for_any_more_goes_and_the_other_stays() {
    let (both, java) = (
        deployment(JAVA_AND_GO, ""),
        deployment(JAVA_AND_GO, "").replace("inject-go: \"true\"", "inject-go: \"false\""),
    );
    let injected = inject(&both);
    assert!(injected.contains("shareProcessNamespace: true") && injected.contains("JAVA_TOOL_OPTIONS"));
    let without = inject(&injected.replace("inject-go: \"true\"", "inject-go: \"false\""));
    assert_eq!(without, inject(&java));
    assert_eq!(run(Task::Remove, &without).0, java);
    assert_eq!(inject(&without.replace("inject-go: \"false\"", "inject-go: \"true\"")), injected, "and back");
}

#[test]
fn the_record_lists_what_was_injected_and_not_what_was_left_out() {
    let languages = |text: &str| {
        let line = text.lines().find(|line| line.contains("otel-inject.dev/injected")).expect("a record").to_owned();
        ["java", "go"].map(|language| line.contains(&format!("\"{language}\":\"all\"")))
    };
    assert_eq!(languages(&inject(&deployment(JAVA_AND_GO, ""))), [true, true]);
    let without_target = JAVA_AND_GO.replace("\notel-go-auto-target-exe: /app", "");
    assert_eq!(languages(&inject(&deployment(&without_target, ""))), [true, false]);
    let alone = deployment("inject-go: \"true\"", "");
    assert_eq!(inject(&alone), alone, "nothing is added, and no record");
}
