//! Bad input: one clear error each, with its place, and nothing changed.

use otel_inject::decision::Decision;
use otel_inject::diagnostic::{Severity, line_and_column};
use otel_inject::engine::{Engine, Report, Task};
use otel_inject::lint::LintSettings;
use otel_inject::render::text::{Style, diagnostics};
use otel_inject_testing::manifests::INSTRUMENTATION;
use otel_inject_testing::snapshots::settings;

use crate::testing::texts::{engine, run};

const ASKS: &str = "instrumentation.opentelemetry.io/inject-python: \"true\"";

fn deployment(spec: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    metadata:\n      annotations:\n        {ASKS}\n    spec:\n{spec}"
    )
}

/// The errors as `file:line:column code`.
fn errors(engine: &Engine, report: &Report<'_>) -> Vec<String> {
    let errors = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let place = |diagnostic: &otel_inject::diagnostic::Diagnostic| {
        let location = diagnostic.location.as_ref().expect("a place");
        let source = &engine.sources()[location.source];
        let (line, column) = line_and_column(&source.text, location.span.start);
        format!("{}:{line}:{column} {}", source.name, diagnostic.code)
    };
    errors.map(place).collect()
}

fn check(input: &str, reference: &str, expected: &[&str]) {
    let engine = engine(input, reference);
    let report = engine.run(Task::Inject);
    assert_eq!(errors(&engine, &report), expected, "{input}");
    assert_eq!(report.texts[0], *input, "nothing changes");
}

const APP: &str = "      containers:\n      - name: app\n        image: app:1\n";

#[test]
fn a_patch_is_no_mistake() {
    let severity = |pod: &str| {
        let engine = engine(&deployment(pod), INSTRUMENTATION);
        let linted = engine.lint(&LintSettings::default());
        linted.refusals.iter().map(|one| (one.code.as_str(), one.severity)).collect::<Vec<_>>()
    };
    assert_eq!(severity("      nodeSelector: {disk: ssd}\n"), [("malformed-workload", Severity::Info)]);
    assert_eq!(severity("      containers: []\n"), [("malformed-workload", Severity::Error)]);
    assert_eq!(severity(APP), []);
}

#[test]
fn every_mistake_has_its_place() {
    check(&deployment("      containers: [\n"), INSTRUMENTATION, &["web.yaml:11:19 syntax"]);
    check(&deployment("      containers: []\n"), INSTRUMENTATION, &["web.yaml:11:19 malformed-workload"]);
    check(&deployment("      volumes: []\n"), INSTRUMENTATION, &["web.yaml:10:5 malformed-workload"]);
    check(&deployment("      containers:\n      - app\n"), INSTRUMENTATION, &["web.yaml:12:9 malformed-workload"]);
    check(&deployment(APP), "", &["web.yaml:9:57 instrumentation-not-found"]);
    let named = deployment(APP).replace("\"true\"", "nowhere/nothing");
    check(&named, INSTRUMENTATION, &["web.yaml:9:57 instrumentation-not-found"]);
    let twice = deployment("      containers:\n      - name: app\n        name: app\n");
    check(&twice, INSTRUMENTATION, &["web.yaml:13:9 unreadable"]);
}

#[test]
fn a_template_is_told_from_a_mistake() {
    let template = deployment(APP).replace("app:1", "{{ .Values.image }}");
    let conditional = format!("{{{{- if .Values.web }}}}\n{}{{{{- end }}}}\n", deployment(APP));
    for text in [template, conditional] {
        let engine = engine(&text, INSTRUMENTATION);
        let (report, linted) = (engine.run(Task::Inject), engine.lint(&LintSettings::default()));
        for diagnostics in [&report.diagnostics, &linted.diagnostics] {
            let [unreadable] = &diagnostics[..] else { panic!("{diagnostics:?}") };
            assert!(unreadable.help.starts_with("templates have to be rendered first"), "{unreadable:?}");
        }
    }
    let report = engine(&deployment("      containers: [\n"), INSTRUMENTATION).run(Task::Inject).diagnostics;
    assert_eq!(report[0].help, "");
}

#[test]
fn a_mistake_in_the_instrumentation_is_shown_where_it_is() {
    let reference =
        INSTRUMENTATION.replace("  exporter:\n    endpoint: http://collector:4318\n", "  exporter:\n  - endpoint: x\n");
    check(&deployment(APP), &reference, &["python.yaml:6:3 instrumentation-invalid"]);
    let reference = INSTRUMENTATION.replace("v1alpha1", "v1beta1");
    check(&deployment(APP), &reference, &["python.yaml:1:13 instrumentation-invalid"]);
}

#[test]
fn a_mistake_that_nobody_asks_for_does_not_matter() {
    let reference = INSTRUMENTATION.replace("  exporter:\n    endpoint: http://collector:4318\n", "  exporter: []\n");
    check(&deployment(APP).replace("\"true\"", "\"false\""), &reference, &[]);
}

#[test]
fn a_file_beside_the_input_that_can_t_be_read_is_told_once() {
    let broken = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation # with a Secret\nspec: [\n";
    let tls = format!("{INSTRUMENTATION}    tls: {{secretName: certs}}\n");
    for reference in [format!("{INSTRUMENTATION}---\n{broken}"), format!("{tls}---\n{broken}")] {
        let engine = engine(&deployment(APP), &reference);
        let line = format!("python.yaml:{}:7 syntax", reference.lines().count());
        assert_eq!(errors(&engine, &engine.run(Task::Inject)), [line.as_str()]);
        let linted = engine.lint(&LintSettings::default()).diagnostics;
        assert_eq!(linted.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["syntax"]);
    }
}

#[test]
fn one_refusal_keeps_everything_as_it_was() {
    let good = deployment(APP);
    let bad = deployment(APP).replace("\"true\"", "missing");
    let input = format!("{good}---\n{bad}---\n{}", bad.replace("missing", "absent"));
    let engine = engine(&input, INSTRUMENTATION);
    let report = engine.run(Task::Inject);
    assert_eq!(report.texts[0], *input);
    assert_eq!(errors(&engine, &report).len(), 2, "every refusal is reported");
    assert!(matches!(report.workloads[0].decision, Decision::Injected { .. }));
}

#[test]
fn a_damaged_record_is_refused() {
    let injected = run(Task::Inject, &deployment(APP), INSTRUMENTATION).0.replace("\"version\":1", "\"version\":7");
    let engine = engine(&injected, INSTRUMENTATION);
    for task in [Task::Inject, Task::Remove] {
        let report = engine.run(task);
        assert_eq!(errors(&engine, &report), ["web.yaml:10:35 record-unusable"]);
        assert_eq!(report.texts[0], *injected);
    }
}

#[test]
fn a_message_shows_the_line_and_says_what_to_do() {
    let engine = engine(&deployment(APP).replace("\"true\"", "pyhton"), INSTRUMENTATION);
    let report = engine.run(Task::Inject);
    let files = engine.files();
    let message = diagnostics(&report.said(), &files, Style::Plain);
    settings().bind(|| insta::assert_snapshot!("message", message));
}
