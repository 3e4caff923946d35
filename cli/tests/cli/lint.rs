//! `lint`: what is found, how it is written, what is repaired, and what the run comes to.

use otel_inject_testing::programs::{required, skip_missing, target};
use otel_inject_testing::sandbox::Sandbox;

use crate::sandbox;

const MISPLACED: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    instrumentation.opentelemetry.io/inject-python: \"true\"
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/web:1.4.2
";

const REPAIRED: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/web:1.4.2
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: \"true\"
";

/// A sandbox with one finding in `web.yaml`.
fn prepared() -> Sandbox {
    let sandbox = sandbox();
    sandbox.write("web.yaml", MISPLACED);
    sandbox
}

#[test]
fn a_rule_about_what_is_required_needs_no_other_argument() {
    let sandbox = sandbox();
    let asking =
        MISPLACED.replace("  annotations:\n    instrumentation.opentelemetry.io/inject-python: \"true\"\n", "");
    let metadata =
        "  template:\n    metadata: {annotations: {instrumentation.opentelemetry.io/inject-python: \"true\"}}\n";
    sandbox.write("web.yaml", asking.replace("  template:\n", metadata));
    let run = sandbox.run(&["lint", "--rule", "not-injected", "web.yaml"]);
    assert_eq!(run.code, Some(1));
    assert!(run.text().starts_with("error[not-injected]: "), "{}", run.text());
}

#[test]
fn findings_are_data_and_an_error_is_one() {
    let sandbox = prepared();
    let run = sandbox.run(&["lint", "web.yaml"]);
    assert_eq!(run.code, Some(1));
    assert!(run.text().starts_with("error[annotation-on-workload]: "), "{}", run.text());
    assert!(run.text().contains("--> web.yaml:6:5"), "{}", run.text());
    run.expect_stderr(&["1 error\n"]);
    sandbox.write("web.yaml", REPAIRED.replace("\"true\"", "\"false\""));
    let run = sandbox.run(&["lint", "."]);
    run.expect(0, "");
    run.expect_stderr(&["nothing found\n"]);
}

#[test]
fn what_fails_a_run_can_be_chosen() {
    let sandbox = prepared();
    assert_eq!(sandbox.run(&["lint", "--fail-on", "never", "web.yaml"]).code, Some(0));
    sandbox.write("config.yaml", "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: a}\nspec:\n  lint:\n    severity: {annotation-on-workload: warning}\n");
    let config = ["lint", "--config", "config.yaml"];
    let lint = |more: &[&str]| sandbox.run(&[&config[..], more, &["web.yaml"]].concat());
    let run = lint(&[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.text().starts_with("warning[annotation-on-workload]: "), "{}", run.text());
    assert_eq!(lint(&["--fail-on", "warning"]).code, Some(1));
    lint(&["--min-severity", "error", "--fail-on", "warning"]).expect(0, "");
}

#[test]
fn a_rule_that_there_is_not_is_an_error_with_the_nearest() {
    let sandbox = prepared();
    let run = sandbox.run(&["lint", "--rule", "anotation-on-workload", "web.yaml"]);
    run.expect(2, "");
    run.expect_stderr(&["did you mean annotation-on-workload?"]);
    sandbox.write("config.yaml", "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: a}\nspec:\n  lint:\n    ignore: [unknown-fields]\n");
    let run = sandbox.run(&["lint", "--config", "config.yaml", "web.yaml"]);
    assert_eq!(run.code, Some(3));
    run.expect_stderr(&["config.yaml:6:14", "the linter has no rule unknown-fields", "did you mean unknown-field?"]);
}

#[test]
fn rules_can_be_chosen_and_left_out() {
    let sandbox = prepared();
    sandbox.run(&["lint", "--rule", "unknown-field", "web.yaml"]).expect(0, "");
    sandbox.write("config.yaml", "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: a}\nspec:\n  lint:\n    ignore: [annotation-on-workload]\n");
    sandbox.run(&["lint", "--config", "config.yaml", "web.yaml"]).expect(0, "");
}

#[test]
fn repairs_are_shown_and_made() {
    let sandbox = prepared();
    let run = sandbox.run(&["lint", "--diff", "web.yaml"]);
    assert_eq!(run.code, Some(0));
    assert!(run.text().starts_with("--- a/web.yaml\n+++ b/web.yaml\n"), "{}", run.text());
    assert_eq!(sandbox.read("web.yaml"), MISPLACED);
    let run = sandbox.run(&["lint", "--fix", "--rule", "annotation-on-workload", "web.yaml"]);
    run.expect(0, "");
    run.expect_stderr(&["repair made\n", "nothing found\n"]);
    assert_eq!(sandbox.read("web.yaml"), REPAIRED);
    let run = sandbox.pipe(&["lint", "--diff", "-"], MISPLACED.as_bytes());
    assert!(run.text().starts_with("--- a/<stdin>\n"), "{}", run.text());
    sandbox.pipe(&["lint", "--fix", "-"], MISPLACED.as_bytes()).expect(2, "");
    sandbox.run(&["lint", "--unsafe-fixes", "web.yaml"]).expect(2, "");
}

#[test]
fn an_instrumentation_beside_the_input_is_told_of_and_never_written() {
    let sandbox = sandbox();
    sandbox.write("web.yaml", REPAIRED);
    let instrumentation = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: python}\nspec: {exporter: {endpoint: 'http://c:4317'}}\n";
    sandbox.write("python.yaml", instrumentation);
    let run = sandbox.run(&["lint", "-i", "python.yaml", "web.yaml"]);
    assert_eq!(run.code, Some(1));
    assert!(run.text().contains("--> python.yaml:4:") && run.text().contains("::: web.yaml:13:"), "{}", run.text());
    let run = sandbox.run(&["lint", "--fix", "--unsafe-fixes", "-i", "python.yaml", "web.yaml"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(sandbox.read("python.yaml"), instrumentation);
    assert_eq!(sandbox.read("web.yaml"), REPAIRED);
    // Among the input it is repaired on request: workloads outside of the run may use it.
    assert_eq!(sandbox.run(&["lint", "--fix", "python.yaml", "web.yaml"]).code, Some(1));
    assert_eq!(sandbox.read("python.yaml"), instrumentation);
    sandbox.run(&["lint", "--fix", "--unsafe-fixes", "python.yaml", "web.yaml"]).expect(0, "");
    assert_eq!(sandbox.read("python.yaml"), instrumentation.replace("4317", "4318"));
}

#[test]
fn what_can_t_be_read_is_bad_input() {
    let sandbox = sandbox();
    sandbox.write("web.yaml", "a: [instrumentation.opentelemetry.io/\n");
    let run = sandbox.run(&["lint", "web.yaml"]);
    assert_eq!(run.code, Some(3));
    run.expect_stderr(&["web.yaml:", "this document can't be read", "nothing else was found\n"]);
    sandbox.write("web.yaml", "{{ template }}\na: [\n");
    sandbox.run(&["lint", "web.yaml"]).expect(0, "");
}

#[test]
fn every_format_has_the_rule_and_the_place() {
    let sandbox = prepared();
    let lint = |format| sandbox.run(&["lint", "-q", "--format", format, "web.yaml"]);
    let json = |format| -> serde_json::Value { serde_json::from_str(lint(format).text()).unwrap() };
    let found = &json("json")["findings"][0];
    assert_eq!((&found["rule"], &found["place"]["line"]), (&"annotation-on-workload".into(), &6.into()));
    let run = &json("sarif")["runs"][0];
    assert_eq!(run["results"][0]["ruleId"], "annotation-on-workload");
    let rule = run["results"][0]["ruleIndex"].as_u64().unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][usize::try_from(rule).unwrap()]["id"], "annotation-on-workload");
    let place = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!((&place["artifactLocation"]["uri"], &place["region"]["startLine"]), (&"web.yaml".into(), &6.into()));
    let issue = &json("gitlab")[0];
    assert_eq!(
        (&issue["check_name"], &issue["location"]["lines"]["begin"]),
        (&"annotation-on-workload".into(), &6.into())
    );
    let line = lint("github");
    assert!(line.text().starts_with("::error file=web.yaml,line=6,"), "{}", line.text());
    assert_eq!(lint("json").stderr, "");
    sandbox.write("web.yaml", "a: 1\n");
    assert_eq!(json("json")["findings"], serde_json::json!([]));
    assert_eq!(json("gitlab"), serde_json::json!([]));
}

#[test]
fn a_rule_explains_itself() {
    let run = sandbox().run(&["lint", "--explain", "annotation-on-workload"]);
    assert_eq!(run.code, Some(0));
    assert!(run.text().starts_with("# annotation-on-workload (error)\n\n## What it does\n"), "{}", run.text());
}

#[test]
fn sarif_is_what_its_schema_says() {
    let Some(program) = required("check-jsonschema", &["--version"], "check-jsonschema") else { return };
    let schema = target().join("tools/schemas/sarif-2.1.0.json");
    if !schema.is_file() {
        return skip_missing("the schema of SARIF (.ci/programs has it)");
    }
    let sandbox = sandbox();
    let check = |file: &std::path::Path| {
        let mut command = std::process::Command::new(&program);
        // A pattern in the schema is none where the engine is strict.
        command.args(["--regex-variant", "nonunicode", "--schemafile"]).arg(&schema).arg(file);
        sandbox.feed(&mut command, b"")
    };
    for (command, name) in [("lint", "lint"), ("lint", "zipservice"), ("verify", "lint"), ("verify", "zipservice")] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name);
        let log = sandbox.run(&[command, "--format", "sarif", folder.to_str().unwrap()]);
        let run = check(&sandbox.write(&format!("{command}-{name}"), log.text()));
        assert_eq!(run.code, Some(0), "{command} {name}: {}{}", run.text(), run.stderr);
    }
    let wrong =
        sandbox.write("wrong", sandbox.read("lint-lint").replace("\"level\": \"error\"", "\"level\": \"fatal\""));
    assert_eq!(check(&wrong).code, Some(1), "what is no SARIF is taken for it");
}
