//! What is asked for: injected, followed, taken back.

use crate::sandbox;

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata:
  name: python
  namespace: cxtm
spec:
  exporter:
    endpoint: http://collector:4317
";

/// A Deployment with a comment, a mode and a blank that a serializer would lose.
fn deployment(name: &str, annotation: &str) -> String {
    format!(
        "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: cxtm
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/{annotation}
    spec:
      containers:
      - name: app # the one
        image: 'registry/app:1.10'
        env:
        - {{name: MODE, value: \"0644\"}}
"
    )
}

fn asked(name: &str) -> String {
    deployment(name, "inject-python: python")
}

#[test]
fn a_workload_that_asks_is_injected() {
    let sandbox = sandbox();
    sandbox.write("instrumentation.yaml", INSTRUMENTATION);
    let run = sandbox.pipe(&["inject", "-i", "instrumentation.yaml"], asked("web").as_bytes());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for part in
        ["# the one", "'registry/app:1.10'", "opentelemetry-auto-instrumentation-python", "otel-inject.dev/injected"]
    {
        assert!(run.text().contains(part), "{part} is not in: {}", run.text());
    }
    run.expect_stderr(&["Deployment cxtm/web: injected python into container app\n"]);
}

#[test]
fn removing_gives_the_bytes_back() {
    let sandbox = sandbox();
    sandbox.write("instrumentation.yaml", INSTRUMENTATION);
    let text = asked("web");
    for text in [&text, &text.replace('\n', "\r\n"), &format!("\u{feff}{text}"), text.trim_end()] {
        let injected = sandbox.pipe(&["inject", "-i", "instrumentation.yaml"], text.as_bytes());
        assert_ne!(injected.text(), text);
        let again = sandbox.pipe(&["inject", "-i", "instrumentation.yaml"], &injected.stdout);
        again.expect(0, injected.text());
        again.expect_stderr(&["Deployment cxtm/web: unchanged, already as wanted\n"]);
        let removed = sandbox.pipe(&["remove"], &injected.stdout);
        removed.expect(0, text);
        removed.expect_stderr(&["Deployment cxtm/web: removed, the original bytes are back\n"]);
    }
}

#[test]
fn an_instrumentation_among_the_inputs_serves_files_before_it() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", asked("web"));
    sandbox.write("z.yaml", INSTRUMENTATION);
    let run = sandbox.run(&["inject", "a.yaml", "z.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.text().ends_with(&format!("---\n{INSTRUMENTATION}")), "{}", run.text());
}

#[test]
fn check_lists_what_would_change_and_changes_nothing() {
    let sandbox = sandbox();
    let text = asked("web");
    sandbox.write("k8s/web.yaml", &text);
    sandbox.write("k8s/idle.yaml", "kind: ConfigMap\n");
    sandbox.write("k8s/instrumentation.yaml", INSTRUMENTATION);
    let run = sandbox.run(&["inject", "--check", "k8s"]);
    run.expect(1, "");
    assert_eq!(run.stderr, "would change: k8s/web.yaml\nDeployment cxtm/web: would inject python into container app\n");
    assert_eq!(sandbox.read("k8s/web.yaml"), text);
    let run = sandbox.run(&["inject", "--check", "--quiet", "k8s"]);
    run.expect(1, "");
    assert_eq!(run.stderr, "");
    sandbox.run(&["inject", "--in-place", "k8s"]).expect(0, "");
    sandbox.run(&["inject", "--check", "k8s"]).expect(0, "");
    sandbox.run(&["remove", "--check", "k8s"]).expect(1, "");
}

#[test]
fn in_place_changes_the_files_that_ask_and_no_others() {
    let sandbox = sandbox();
    let text = asked("web");
    sandbox.write("k8s/web.yaml", &text);
    let idle = sandbox.write("k8s/idle.yaml", "kind: ConfigMap\n");
    sandbox.write("k8s/instrumentation.yaml", INSTRUMENTATION);
    let before = std::fs::metadata(&idle).unwrap().modified().unwrap();
    sandbox.run(&["inject", "--in-place", "k8s"]).expect(0, "");
    assert!(sandbox.read("k8s/web.yaml").contains("otel-inject.dev/injected"));
    assert_eq!(std::fs::metadata(&idle).unwrap().modified().unwrap(), before);
    assert_eq!(std::fs::read_dir(sandbox.path().join("k8s")).unwrap().count(), 3);
    sandbox.run(&["remove", "--in-place", "k8s"]).expect(0, "");
    assert_eq!(sandbox.read("k8s/web.yaml"), text);
}

#[cfg(unix)]
#[test]
fn in_place_keeps_modes_and_links() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let sandbox = sandbox();
    let real = sandbox.write("real/web.yaml", asked("web"));
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    sandbox.write("instrumentation.yaml", INSTRUMENTATION);
    let link = sandbox.path().join("web.yaml");
    symlink("real/web.yaml", &link).unwrap();
    sandbox.run(&["inject", "--in-place", "-i", "instrumentation.yaml", "web.yaml", "real/web.yaml"]).expect(0, "");
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(sandbox.read("real/web.yaml").contains("otel-inject.dev/injected"));
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn one_refusal_means_that_nothing_is_printed_or_written() {
    let sandbox = sandbox();
    let (web, api, ui) = (asked("web"), deployment("api", "inject-java: gone"), deployment("ui", "inject-java: lost"));
    sandbox.write("k8s/web.yaml", &web);
    sandbox.write("k8s/api.yaml", &api);
    sandbox.write("k8s/ui.yaml", &ui);
    sandbox.write("k8s/instrumentation.yaml", INSTRUMENTATION);
    for args in [
        &["inject", "--in-place", "k8s"][..],
        &["inject", "--check", "k8s"],
        &["inject", "--quiet", "k8s/web.yaml", "k8s/api.yaml", "k8s/ui.yaml", "-i", "k8s/instrumentation.yaml"],
    ] {
        let run = sandbox.run(args);
        run.expect(3, "");
        assert_eq!(run.stderr.matches("error[instrumentation-not-found]").count(), 2, "{}", run.stderr);
        run.expect_stderr(&[
            " --> k8s/api.yaml:10:",
            " --> k8s/ui.yaml:10:",
            "kubectl get instrumentation gone -n cxtm -o yaml\n",
            "kubectl get instrumentation lost -n cxtm -o yaml\n",
        ]);
        assert!(!run.stderr.contains("injected python"), "{}", run.stderr);
    }
    assert_eq!((sandbox.read("k8s/web.yaml"), sandbox.read("k8s/api.yaml")), (web, api));
}

#[test]
fn a_language_that_is_off_is_skipped() {
    let sandbox = sandbox();
    sandbox.write("instrumentation.yaml", INSTRUMENTATION);
    let args = ["inject", "-i", "instrumentation.yaml", "--disable-language", "python"];
    let run = sandbox.pipe(&args, asked("web").as_bytes());
    run.expect(0, &asked("web"));
    run.expect_stderr(&["Deployment cxtm/web: skipped: switched off: python [language-off]\n"]);
}

#[test]
fn workloads_that_ask_for_nothing_are_counted() {
    let sandbox = sandbox();
    let idle = deployment("idle", "inject-java: \"false\"");
    let run = sandbox.pipe(&["inject"], format!("{idle}---\n{idle}").as_bytes());
    assert_eq!(run.code, Some(0));
    assert!(run.stderr == "2 workloads ask for nothing\n" || run.stderr.is_empty(), "{}", run.stderr);
}

#[test]
fn what_can_t_be_read_and_may_ask_is_an_error_with_its_place() {
    let sandbox = sandbox();
    sandbox.write("bad.yaml", "kind: Deployment\nmetadata: [unclosed, instrumentation.opentelemetry.io/inject-java\n");
    let run = sandbox.run(&["inject", "bad.yaml"]);
    run.expect(3, "");
    run.expect_stderr(&[" --> bad.yaml:"]);
}

#[test]
fn json_stays_json() {
    let sandbox = sandbox();
    sandbox.write("instrumentation.yaml", INSTRUMENTATION);
    let text = r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "cxtm", "annotations": {"instrumentation.opentelemetry.io/inject-python": "true"}}, "spec": {"containers": [{"name": "app", "image": "app"}]}}"#;
    let run = sandbox.pipe(&["inject", "-i", "instrumentation.yaml"], text.as_bytes());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let value: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(value["spec"]["initContainers"][0]["name"], "opentelemetry-auto-instrumentation-python");
    sandbox.pipe(&["remove"], &run.stdout).expect(0, text);
}

/// So many documents are done on several threads.
#[test]
fn many_documents_come_out_in_their_order_as_each_of_them_alone() {
    let sandbox = sandbox();
    sandbox.write("instrumentation.yaml", INSTRUMENTATION);
    let inject = |text: &str| sandbox.pipe(&["inject", "-i", "instrumentation.yaml"], text.as_bytes());
    let documents: Vec<String> = (0..300).map(|number| asked(&format!("web-{number}"))).collect();
    let run = inject(&documents.join("---\n"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let done: Vec<&str> = run.text().split("---\n").collect();
    assert_eq!(done.len(), documents.len());
    for (number, document) in documents.iter().enumerate().step_by(23) {
        assert_eq!(inject(document).text(), done[number]);
    }
    let said =
        "Deployment cxtm/web-0, Deployment cxtm/web-1 and 298 more: injected python into container app\n300 injected\n";
    assert_eq!(run.stderr, said);
}

#[test]
fn a_configuration_is_read_and_not_printed() {
    let sandbox = sandbox();
    let indented: String = INSTRUMENTATION.lines().map(|line| format!("    {line}\n")).collect();
    let head = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata:\n  name: cxtm\nspec:\n  disabledLanguages: [go]\n";
    sandbox.write("k8s/otel.yaml", format!("{head}  instrumentations:\n  - {}", indented.trim_start()));
    sandbox.write("web.yaml", asked("web"));
    let run = sandbox.run(&["inject", "--config", "k8s/otel.yaml", "web.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.text().contains("opentelemetry-auto-instrumentation-python") && !run.text().contains("OtelInject"));
    // It may lie among the manifests.
    sandbox.write("k8s/web.yaml", asked("web"));
    let run = sandbox.run(&["inject", "--config", "k8s/otel.yaml", "--in-place", "k8s"]);
    run.expect(0, "");
    assert_eq!(run.stderr, "Deployment cxtm/web: injected python into container app\n");
}

#[test]
fn a_mistake_in_the_configuration_is_shown_with_its_line() {
    let sandbox = sandbox();
    sandbox.write("otel.yaml", "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata:\n  name: a\nspec:\n  rules:\n  - select: {labels: tier in backend}\n");
    let run = sandbox.pipe(&["inject", "--config", "otel.yaml"], asked("web").as_bytes());
    run.expect(3, "");
    run.expect_stderr(&["otel.yaml:7:30", "write the values in parentheses, as in app in (web, api)"]);
    sandbox.run(&["inject", "--config", "gone.yaml", "otel.yaml"]).expect(3, "");
    sandbox.run(&["inject", "--config", "-"]).expect(2, "");
}
