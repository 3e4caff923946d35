//! Failures are 1, never anything else, and never an empty answer with 0.

use crate::sandbox;

#[test]
fn wrong_flags_are_one() {
    let sandbox = sandbox();
    for args in [&["--nonsense"][..], &["argument"], &["--config"], &["--config", "gone.yaml"], &["-i", "gone.yaml"]] {
        let run = sandbox.pipe(args, "kind: ConfigMap\n");
        run.expect(1, "");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    }
    assert_eq!(sandbox.pipe(&["--help"], "").code, Some(0));
    assert_eq!(sandbox.pipe(&["--version"], "").code, Some(0));
}

#[test]
fn a_missing_file_stands_in_the_report_too() {
    let sandbox = sandbox();
    let run = sandbox.pipe(&["--report", "report.txt", "-i", "gone.yaml"], "kind: ConfigMap\n");
    run.expect(1, "");
    assert_eq!(std::fs::read_to_string(sandbox.path().join("report.txt")).unwrap(), run.stderr);
}

#[test]
fn a_configuration_of_another_kind_is_refused_with_the_items_as_they_came() {
    let sandbox = sandbox();
    let text = "\
apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: ConfigMap
functionConfig:
  apiVersion: v1
  kind: Secret
";
    let run = sandbox.pipe(&[], text);
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.stderr,
        "\
error[config-invalid]: this is of the kind Secret, where a configuration belongs
  <stdin>:8:9
  help: give an OtelInject (otel-inject.dev/v1alpha1), a ConfigMap of strings, or an Instrumentation
  nothing was changed

error[config-invalid]: this is of the kind Secret, where a configuration belongs
 --> <stdin>:8:9
  |
8 |   kind: Secret
  |         ^^^^^^
  |
  = note: in field kind
  = help: give an OtelInject (otel-inject.dev/v1alpha1), a ConfigMap of strings, or an Instrumentation
"
    );
    assert!(run.text().starts_with(text), "{}", run.text());
    let answer: serde_yaml::Value = serde_yaml::from_str(run.text()).unwrap();
    assert_eq!(answer["results"][0]["severity"].as_str(), Some("error"));
    let message = "this is of the kind Secret, where a configuration belongs; give an OtelInject \
                   (otel-inject.dev/v1alpha1), a ConfigMap of strings, or an Instrumentation";
    assert_eq!(answer["results"][0]["message"].as_str(), Some(message));
}

#[test]
fn a_config_file_of_another_kind_is_refused() {
    let sandbox = sandbox();
    sandbox.write("config.yaml", "apiVersion: v1\nkind: Secret\n");
    let run = sandbox.pipe(&["--config", "config.yaml"], "kind: ConfigMap\n");
    run.expect(1, "");
    assert!(run.stderr.starts_with("error[config-invalid]: this is of the kind Secret"), "{}", run.stderr);
    assert!(run.stderr.contains(" config.yaml:2:7\n"), "{}", run.stderr);
}
