//! A verification changes nothing. It finds what injection would change, and takes what it can't tell for no finding.

use otel_inject::config::Mode;
use otel_inject::engine::{Engine, Task, Verdict};
use otel_inject::render::summary;
use otel_inject_testing::manifests::{DEPLOYMENT, INSTRUMENTATION, replaced};

use crate::testing::fixtures::below;
use crate::testing::texts::{configured, engine, run};

/// What is found: the verdict of the only workload, and the diagnostics as `code field: message`.
fn found(engine: &Engine) -> (Option<Verdict>, Vec<String>) {
    let report = engine.run(Task::Verify);
    for (source, text) in engine.sources().iter().zip(&report.texts) {
        assert_eq!(*text, *source.text, "nothing is changed");
    }
    let told = |diagnostic: &otel_inject::diagnostic::Diagnostic| {
        format!("{} {}: {}", diagnostic.code, diagnostic.field, diagnostic.message)
    };
    (report.workloads[0].verdict, report.said().iter().map(told).collect())
}

fn injected() -> String {
    run(Task::Inject, DEPLOYMENT, INSTRUMENTATION).0
}

#[test]
fn what_is_injected_and_current_holds() {
    assert_eq!(found(&engine(&injected(), INSTRUMENTATION)), (Some(Verdict::Current), vec![]));
    let unasked = replaced(DEPLOYMENT, "inject-python: python", "inject-python: \"false\"");
    assert_eq!(found(&engine(&unasked, INSTRUMENTATION)), (Some(Verdict::Current), vec![]));
}

#[test]
fn what_asks_and_carries_nothing_is_found_with_and_without_the_instrumentation() {
    let asked = "[instrumentation.opentelemetry.io/inject-python]";
    assert_eq!(
        found(&engine(DEPLOYMENT, INSTRUMENTATION)),
        (
            Some(Verdict::NotInjected),
            vec![format!(
                "not-injected spec.template.metadata.annotations{asked}: this workload asks for injection but isn't injected"
            )]
        )
    );
    let (verdict, told) = found(&engine(DEPLOYMENT, ""));
    assert_eq!((verdict, told.len()), (Some(Verdict::NotInjected), 1));
    let head = format!(
        "not-injected spec.template.metadata.annotations{asked}: this workload asks for injection but isn't injected; "
    );
    assert!(told[0].starts_with(&head), "{told:?}");
}

#[test]
fn a_changed_instrumentation_makes_an_injection_outdated() {
    let changed = INSTRUMENTATION.replace("collector:4318", "elsewhere:4318");
    let field = "spec.template.spec.containers[app].env[OTEL_EXPORTER_OTLP_ENDPOINT].value";
    assert_eq!(
        found(&engine(&injected(), &changed)),
        (
            Some(Verdict::Outdated),
            vec![format!("injection-outdated {field}: injecting again would change it: {field}")]
        )
    );
    let unasked = injected().replace("inject-python: python", "inject-python: \"false\"");
    let (verdict, told) = found(&engine(&unasked, INSTRUMENTATION));
    assert_eq!(verdict, Some(Verdict::Outdated), "{told:?}");
    assert!(told[0].ends_with(" more places"), "{told:?}");
}

#[test]
fn without_its_instrumentation_an_injection_must_be_whole() {
    let (verdict, told) = found(&engine(&injected(), ""));
    assert_eq!((verdict, told.len()), (Some(Verdict::Unknown), 1));
    assert!(told[0].starts_with("injection-unknown "), "{told:?}");

    let less = replaced(&injected(), "        - name: OTEL_TRACES_EXPORTER\n          value: otlp\n", "");
    let (verdict, told) = found(&engine(&less, ""));
    assert_eq!(verdict, Some(Verdict::Incomplete));
    let field = "spec.template.spec.containers[app].env[OTEL_TRACES_EXPORTER]";
    let said = format!("injection-incomplete {field}: the injection is incomplete: {field} is gone");
    assert!(told.contains(&said), "{told:?}");
    // With it, that is a change like any other.
    assert_eq!(found(&engine(&less, INSTRUMENTATION)).0, Some(Verdict::Outdated));
}

#[test]
fn several_instrumentations_to_choose_from_tell_nothing_of_what_carries_an_injection() {
    let of = |namespace: &str| {
        INSTRUMENTATION.replace("  name: python\n", &format!("  name: python\n  namespace: {namespace}\n"))
    };
    let both = format!("{}---\n{}", of("a"), of("b"));
    assert_eq!(found(&engine(&injected(), &both)).0, Some(Verdict::Unknown));
    assert_eq!(found(&engine(DEPLOYMENT, &both)).0, Some(Verdict::NotInjected));
}

#[test]
fn what_counts_as_instrumented_without_a_record_is_unknown() {
    let line = injected().lines().find(|line| line.contains("otel-inject.dev/injected")).unwrap().to_owned();
    let bare = injected().replace(&format!("{line}\n"), "");
    assert_eq!(found(&engine(&bare, INSTRUMENTATION)), (Some(Verdict::Unknown), vec![]));
}

#[test]
fn what_can_not_be_decided_for_other_reasons_is_refused_as_by_injection() {
    let broken = INSTRUMENTATION
        .replace("    endpoint", "    endpiont: x\n  sampler:\n    type: sometimes\n  exporter2:\n    endpoint");
    let report_of = |task| {
        let engine = engine(DEPLOYMENT, &broken);
        let report = engine.run(task);
        report.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect::<Vec<_>>()
    };
    assert!(report_of(Task::Verify).contains(&"instrumentation-invalid"));
    assert_eq!(report_of(Task::Verify), report_of(Task::Inject));
    assert_eq!(found(&engine(DEPLOYMENT, &broken)).0, None);
}

#[test]
fn a_line_for_each_workload_says_what_was_found() {
    let other = DEPLOYMENT.replace("name: web", "name: api");
    let idle = other
        .replace("name: api", "name: idle")
        .replace("instrumentation.opentelemetry.io/inject-python: python", "resource.opentelemetry.io/team: shop");
    let input = format!("{}---\n{other}---\n{idle}", injected());
    let engine = engine(&input, INSTRUMENTATION);
    assert_eq!(
        summary::verification(engine.run(Task::Verify).entries()).to_string(),
        "\
Deployment web: up to date
Deployment api: this workload asks for injection but isn't injected [not-injected]
1 up to date, 1 not injected, 1 asks for nothing
"
    );
}

#[test]
fn a_configuration_that_says_to_verify_or_to_lint_is_not_injected_by() {
    for mode in [Mode::Verify, Mode::Lint] {
        let config = format!(
            "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {{name: a}}\nspec: {{mode: {}}}\n",
            mode.as_str()
        );
        let engine = configured(DEPLOYMENT, &config);
        assert_eq!(engine.mode(), mode);
        let codes = |task| engine.run(task).said().iter().map(|one| one.code.as_str()).collect::<Vec<_>>();
        assert_eq!(codes(Task::Inject), ["config-mode"]);
        assert_eq!(codes(Task::Verify), ["not-injected"]);
        assert_eq!(codes(Task::Remove), Vec::<&str>::new());
    }
}

#[test]
fn where_all_inputs_are_there_it_finds_what_injection_changes_and_nothing_else() {
    let mut found = 0;
    for fixture in
        ["zipservice", "style", "no-namespace", "languages", "rules", "by-hand", "parity"].into_iter().flat_map(below)
    {
        let Ok(injected) = fixture.inject() else { continue };
        for fixture in [fixture.with_text(&injected), fixture] {
            let engine = fixture.engine();
            let changes = engine.run(Task::Inject).texts[0].is_changed();
            let finding =
                engine.run(Task::Verify).workloads.iter().any(|one| one.verdict.is_some_and(Verdict::is_finding));
            assert_eq!(finding, changes, "{}", fixture.name);
            found += usize::from(finding);
        }
    }
    assert!(found > 100, "only {found} of the fixtures ask for something");
}
