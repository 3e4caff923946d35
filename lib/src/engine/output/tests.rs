use super::*;
use crate::diagnostic::Severity::{self, Error, Info, Warning};
use crate::engine::index::Inputs;
use crate::engine::input::{Role, Settings, Source, Task};

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: default, namespace: shop}
spec: {exporter: {endpoint: http://collector:4318}}
";

const POD: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, annotations: {instrumentation.opentelemetry.io/inject-python: 'true'}}
spec: {containers: [{name: app, image: registry.example.com/web:1.4.2}]}
";

/// What is said of texts and whether any of them changes.
fn said(texts: &[(Role, &str)]) -> (Vec<(Severity, &'static str)>, bool) {
    let source = |(role, text): &(Role, &str)| Source {
        name: "manifests.yaml".to_owned(),
        text: (*text).to_owned(),
        role: *role,
    };
    let inputs = Inputs::load(texts.iter().map(source).collect(), Settings::default());
    let report = run(&inputs, Task::Inject, |_| {});
    let codes = report.diagnostics.iter().map(|diagnostic| (diagnostic.severity, diagnostic.code.as_str()));
    (codes.collect(), report.texts.iter().any(Text::is_changed))
}

#[test]
fn with_an_error_no_text_changes() {
    let broken = "metadata: [instrumentation.opentelemetry.io/inject-java\n";
    assert_eq!(said(&[(Role::Reference, INSTRUMENTATION), (Role::Input, POD)]), (vec![], true));
    let (diagnostics, changed) = said(&[(Role::Reference, INSTRUMENTATION), (Role::Input, POD), (Role::Input, broken)]);
    assert_eq!((diagnostics, changed), (vec![(Error, "syntax")], false));
}

#[test]
fn what_cannot_be_read_may_be_what_was_not_found() {
    let broken = [INSTRUMENTATION, "a: [instrumentation.opentelemetry.io\n"].concat();
    assert_eq!(said(&[(Role::Input, POD)]).0, [(Error, "instrumentation-not-found")]);
    assert_eq!(said(&[(Role::Reference, &broken), (Role::Input, POD)]).0, [(Error, "syntax")]);
}

#[test]
fn one_mistake_is_one_error_however_many_workloads_it_concerns() {
    let wrong = INSTRUMENTATION.replace("exporter: {", "sampler: {type: often}, exporter: {");
    let pods = [POD, "---\n", POD].concat();
    let (diagnostics, changed) = said(&[(Role::Reference, &wrong), (Role::Input, &pods)]);
    let count = |wanted: Severity| diagnostics.iter().filter(|(severity, _)| *severity == wanted).count();
    assert_eq!((count(Error), count(Info), changed), (1, 2, false), "{diagnostics:?}");
    assert!(diagnostics.iter().all(|(_, code)| *code == "instrumentation-invalid"));
}

#[test]
fn mistakes_of_an_instrumentation_that_nobody_asks_for_are_warnings() {
    let wrong = INSTRUMENTATION.replace("exporter: {", "sampler: {type: often}, exporter: {");
    assert_eq!(said(&[(Role::Input, &wrong)]).0, [(Warning, "instrumentation-invalid")]);
}

#[test]
fn both_places_are_told_of_an_instrumentation_that_is_given_twice() {
    let twice = [INSTRUMENTATION, "---\n", &INSTRUMENTATION.replace("4318", "4317")].concat();
    let conflict = "instrumentation-conflict";
    let (mut diagnostics, _) = said(&[(Role::Reference, &twice), (Role::Input, POD)]);
    diagnostics.sort();
    assert_eq!(diagnostics, [(Info, conflict), (Info, conflict), (Error, conflict)]);
}

#[test]
fn unreadable_texts_are_told_only_if_something_may_be_asked_of_them() {
    let asking = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, annotations: \
                  {instrumentation.opentelemetry.io/inject-python: 'true'}}\n";
    let template = "kind: Deployment\nspec:\n  template: [\n";
    assert!(said(&[(Role::Input, template)]).0.is_empty());
    assert_eq!(said(&[(Role::Reference, asking), (Role::Input, template)]).0, [(Error, "syntax")]);
    assert!(said(&[(Role::Reference, asking), (Role::Input, "kind: Service\nspec: [\n")]).0.is_empty());
    let twice = "kind: Deployment\napiVersion: apps/v1\nspec: {}\nspec: {}\n";
    assert!(said(&[(Role::Input, twice)]).0.is_empty());
    assert_eq!(said(&[(Role::Reference, asking), (Role::Input, twice)]).0, [(Error, "unreadable")]);
}
