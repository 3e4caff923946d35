//! What comes in goes out in the same shape; what is not asked for stays as it is, byte for byte.

use crate::sandbox;

const RESOURCE_LIST: &str = "\
apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: ConfigMap # kept
  metadata:
    name: a
    annotations:
      internal.config.kubernetes.io/index: '0'
  data: {mode: 0644}
results:
- message: of another function
";

#[test]
fn every_shape_comes_back() {
    let sandbox = sandbox();
    for text in [
        RESOURCE_LIST,
        &RESOURCE_LIST.replace('\n', "\r\n"),
        "{\"apiVersion\":\"config.kubernetes.io/v1\",\"kind\":\"ResourceList\",\"items\":[]}",
        "apiVersion: v1\nkind: List\nitems:\n- kind: ConfigMap\n",
        "---\n# Source: chart/templates/a.yaml\nkind: ConfigMap\n---\n# only a comment\n",
        "\u{feff}kind: ConfigMap",
    ] {
        sandbox.pipe(&[], text).expect(0, text);
    }
}

#[test]
fn nothing_in_is_nothing_out() {
    let sandbox = sandbox();
    for text in ["", "\n", "# only a comment\n", "---\n"] {
        sandbox.pipe(&[], text).expect(0, text);
    }
}

#[test]
fn an_instrumentation_is_a_configuration() {
    let sandbox = sandbox();
    let instrumentation = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata:\n  name: a\n";
    let indented = instrumentation.replace("\n", "\n  ");
    let text = format!("{RESOURCE_LIST}functionConfig:\n  {}\n", indented.trim_end());
    sandbox.pipe(&[], &text).expect(0, &text);
    sandbox.write("instrumentation.yaml", instrumentation);
    let flags = ["--config", "instrumentation.yaml", "-i", "instrumentation.yaml", "--namespace", "cxtm"];
    sandbox.pipe(&flags, RESOURCE_LIST).expect(0, RESOURCE_LIST);
}

#[test]
fn bytes_that_are_not_utf_8_pass_through_if_nothing_is_asked_of_them() {
    let sandbox = sandbox();
    let run = sandbox.pipe(&[], b"caf\xe9: 1\n");
    assert_eq!((run.code, &run.stdout[..]), (Some(0), &b"caf\xe9: 1\n"[..]));
    let run = sandbox.pipe(&[], b"caf\xe9: opentelemetry.io/\n");
    run.expect(1, "");
    assert!(run.stderr.starts_with("error: <stdin>:1:4: the byte 0xe9 is not UTF-8"), "{}", run.stderr);
}

#[test]
fn a_report_is_written_where_nobody_sees_standard_error() {
    let sandbox = sandbox();
    let run = sandbox.pipe(&["--report", "report.txt"], "kind: ConfigMap\n");
    run.expect(0, "kind: ConfigMap\n");
    assert_eq!(std::fs::read_to_string(sandbox.path().join("report.txt")).unwrap(), run.stderr);
    sandbox.pipe(&["--report", "no/such/folder.txt"], "kind: ConfigMap\n").expect(1, "");
}

#[test]
fn documents_of_one_name_are_done_one_by_one() {
    let sandbox = sandbox();
    sandbox.write("sdk.yaml", "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: sdk}\n");
    let pod = "\
apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {instrumentation.opentelemetry.io/inject-sdk: \"true\"}}
spec: {containers: [{name: app, image: 'app:1'}]}
";
    let run = sandbox.pipe(&["-i", "sdk.yaml"], format!("{pod}---\n# only a comment\n---\n{pod}"));
    let line = "Pod web: injected sdk into container app\n";
    assert_eq!((run.code, &run.stderr), (Some(0), &format!("{line}{line}2 injected\n")));
    let parts: Vec<&str> = run.text().split("---\n").collect();
    assert_eq!((parts.len(), parts[0], parts[1]), (3, parts[2], "# only a comment\n"));
    assert!(parts[0].contains("otel-inject.dev/injected"));
}
