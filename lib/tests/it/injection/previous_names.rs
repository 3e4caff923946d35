//! Names that kustomize replaced earlier in a build are found by those that refer to them.

use otel_inject::engine::Task;

use crate::testing::texts::{codes, configured, engine};

/// The annotations by which kustomize remembers a name.
fn renamed(names: &str, namespaces: &str) -> String {
    format!(
        "  annotations:\n    internal.config.kubernetes.io/previousNames: {names}\n    \
         internal.config.kubernetes.io/previousNamespaces: {namespaces}\n"
    )
}

fn deployment(name: &str, namespace: &str, annotations: &str, asked: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  namespace: {namespace}\n{annotations}spec:\n  \
         template:\n    metadata:\n      annotations: {{{asked}}}\n    spec:\n      containers:\n      - name: app\n        \
         image: app:1\n"
    )
}

fn instrumentation(name: &str, namespace: &str, annotations: &str, endpoint: &str) -> String {
    format!(
        "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata:\n  name: {name}\n  namespace: \
         {namespace}\n{annotations}spec:\n  exporter:\n    endpoint: {endpoint}\n"
    )
}

/// Which of these endpoints is injected, or what is said instead.
fn endpoint(documents: &[String], config: &str) -> String {
    let input = documents.join("---\n");
    let engine = if config.is_empty() { engine(&input, "") } else { configured(&input, config) };
    let report = engine.run(Task::Inject);
    let text = report.texts[0].to_string();
    let after = text.split("OTEL_EXPORTER_OTLP_ENDPOINT\n").nth(1);
    after.map_or(codes(&report).join(","), |after| {
        after.lines().next().unwrap().trim_start_matches([' ', '-']).to_owned()
    })
}

const ASKED: &str = "instrumentation.opentelemetry.io/inject-python: python";

#[test]
fn an_instrumentation_is_found_by_the_name_that_it_had() {
    let names = renamed("python,python", "default,shop");
    let ours = instrumentation("dev-python", "shop", &names, "renamed");
    let web = deployment("dev-web", "shop", "", ASKED);
    assert_eq!(endpoint(&[web.clone(), ours.clone()], ""), "value: renamed");
    // One that is called so now goes before.
    let now = instrumentation("python", "shop", "", "now");
    assert_eq!(endpoint(&[web.clone(), ours.clone(), now], ""), "value: now");
    // One of another namespace that was called so is no help, nor are two.
    let elsewhere = instrumentation("dev-python", "other", &names, "elsewhere");
    assert_eq!(endpoint(&[web.clone(), elsewhere], ""), "instrumentation-not-found");
    let second = instrumentation("second", "shop", &names, "second");
    assert_eq!(endpoint(&[web, ours, second], ""), "instrumentation-ambiguous");
}

#[test]
fn a_full_name_means_the_namespace_of_that_time() {
    let ours = instrumentation("dev-python", "shop-eu", &renamed("python,dev-python", "base,shop"), "renamed");
    let asked = |full: &str| format!("instrumentation.opentelemetry.io/inject-python: {full}");
    let of = |full: &str| endpoint(&[deployment("web", "shop-eu", "", &asked(full)), ours.clone()], "");
    assert_eq!(of("base/python"), "value: renamed");
    assert_eq!(of("shop/dev-python"), "value: renamed");
    assert_eq!(of("shop-eu/dev-python"), "value: renamed");
    assert_eq!(of("shop/python"), "instrumentation-not-found");
}

#[test]
fn a_namespace_is_found_by_the_name_that_it_had() {
    let ours = instrumentation("python", "shop", "", "ours");
    let names = renamed("shop", "default").replace("  annotations:\n", &format!("  annotations:\n    {ASKED}\n"));
    let namespace = format!("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: dev-shop\n{names}");
    assert_eq!(endpoint(&[deployment("web", "shop", "", ""), ours, namespace], ""), "value: ours");
}

#[test]
fn a_rule_selects_a_workload_by_the_name_that_it_had() {
    let rule = |select: &str| {
        format!(
            "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata:\n  name: a\nspec:\n  rules:\n  - select: \
             {{{select}}}\n    inject: {{python: python}}\n"
        )
    };
    let web = deployment("dev-web-eu", "shop-eu", &renamed("web,web,dev-web", "default,shop,shop"), "");
    let ours = instrumentation("python", "shop-eu", "", "ours");
    let of = |select: &str| endpoint(&[web.clone(), ours.clone()], &rule(select));
    for select in ["names: [web]", "names: [dev-web]", "names: [web], namespaces: [shop]", "names: [dev-web-eu]"] {
        assert_eq!(of(select), "value: ours", "{select}");
    }
    // What kustomize calls default may have had no namespace, and a name belongs to the namespace of its time.
    for select in ["names: [api]", "namespaces: [default]", "names: [web], namespaces: [shop-eu]"] {
        assert_eq!(of(select), "", "{select}");
    }
}
