//! Why a workload is instrumented, or not.

use otel_inject_testing::manifests::INSTRUMENTATION;
use otel_inject_testing::sandbox::Sandbox;

use crate::sandbox;

fn workload(kind: &str, name: &str, own: &str, template: &str) -> String {
    format!(
        "\
apiVersion: apps/v1
kind: {kind}
metadata:
  name: {name}
  annotations:
    {own}
spec:
  template:
    metadata:
      annotations:
        {template}
    spec:
      containers:
      - name: app
        image: app:1
"
    )
}

const ASKS: &str = "instrumentation.opentelemetry.io/inject-python: python";

fn prepared() -> Sandbox {
    let sandbox = sandbox();
    sandbox.write("python.yaml", INSTRUMENTATION);
    let [web, job] = [("Deployment", "a: b", ASKS), ("StatefulSet", ASKS, "a: b")]
        .map(|(kind, own, template)| workload(kind, "web", own, template));
    sandbox.write("web.yaml", format!("{web}---\n{job}"));
    sandbox
}

#[test]
fn an_annotation_in_the_wrong_place_is_told_with_both_places() {
    let run = prepared().run(&["explain", "-i", "python.yaml", "--workload", "statefulset/web", "web.yaml"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.text().starts_with("StatefulSet web (web.yaml:20)\n"), "{}", run.text());
    for part in [
        "inject-python: \"python\" is on the StatefulSet itself, where nothing reads it (web.yaml:22)\n",
        "it is read in the pod template, at spec.template.metadata.annotations (web.yaml:26)\n",
        "  => skipped: the annotation instrumentation.opentelemetry.io/inject-python is on the workload itself",
    ] {
        assert!(run.text().contains(part), "{part} is not in: {}", run.text());
    }
}

#[test]
fn what_is_refused_is_told_and_the_rest_too() {
    let run = prepared().run(&["explain", "web.yaml"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(3), ""));
    for part in ["=> refused: ", "=> skipped: ", "this fetches it: kubectl get instrumentation python -o yaml\n"] {
        assert!(run.text().contains(part), "{part} is not in: {}", run.text());
    }
}

#[test]
fn json_is_a_list_for_programs() {
    let run = prepared().run(&["explain", "--format", "json", "-i", "python.yaml", "web.yaml"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let all: serde_json::Value = serde_json::from_str(run.text()).unwrap();
    assert_eq!(all[0]["decision"], "injected");
    assert_eq!(all[1]["reason"]["code"], "annotation-on-workload");
    let on_workload = all[1]["steps"].as_array().unwrap().iter().find(|step| step["code"] == "on-workload").unwrap();
    assert_eq!(on_workload["place"], serde_json::json!({"file": "web.yaml", "line": 22, "column": 53}));
    let empty = prepared().run(&["explain", "--format", "json", "python.yaml"]);
    empty.expect(0, "[]\n");
    empty.expect_stderr(&["there are no workloads in what was read\n"]);
}

#[test]
fn a_workload_that_is_not_there_is_an_error() {
    let run = prepared().run(&["explain", "-i", "python.yaml", "--workload", "deployment/wbe", "web.yaml"]);
    run.expect(3, "");
    run.expect_stderr(&["error: there is no workload deployment/wbe in what was read\n"]);
    prepared().run(&["explain", "--workload", "web", "web.yaml"]).expect(2, "");
}

#[test]
fn arguments_that_ask_are_told_as_such() {
    let sandbox = prepared();
    let run = sandbox.run(&[
        "explain",
        "-i",
        "python.yaml",
        "--inject",
        "python",
        "--workload",
        "statefulset/web",
        "web.yaml",
    ]);
    for part in ["  the command line is for it\n", "    the command line says python: true\n", "=> would inject python"]
    {
        assert!(run.text().contains(part), "{part} is not in: {}", run.text());
    }
}

#[test]
fn what_can_not_be_read_is_told_beside_it() {
    let sandbox = prepared();
    sandbox.write("broken.yaml", format!("a: [\n{ASKS}\n"));
    let run = sandbox.run(&["explain", "-i", "python.yaml", "web.yaml", "broken.yaml"]);
    assert_eq!(run.code, Some(3));
    assert!(run.text().contains("=> would inject python into container app\n"), "{}", run.text());
    run.expect_stderr(&["error[", "broken.yaml"]);
}
