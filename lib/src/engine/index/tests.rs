use super::*;

fn source(role: Role, text: &str) -> Source {
    Source { name: "manifests.yaml".to_owned(), text: text.to_owned(), role }
}

fn index(sources: &[(Role, &str)], settings: Settings) -> Index {
    let sources = sources.iter().map(|(role, text)| source(*role, text)).collect();
    Inputs::load(sources, settings).index
}

/// An Instrumentation that refers to a Secret: Secrets are only looked for if one does.
const WITH_CERTIFICATES: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: default, namespace: shop}
spec: {exporter: {endpoint: https://collector:4318, tls: {secretName: certificates, ca_file: ca.crt}}}
---
";

fn with_secret(secret: &str) -> Index {
    index(&[(Role::Input, &[WITH_CERTIFICATES, secret].concat())], Settings::default())
}

#[test]
fn a_secret_is_looked_for_in_the_workloads_namespace_or_in_any_if_it_names_none() {
    let index = with_secret("apiVersion: v1\nkind: Secret\nmetadata: {name: certificates, namespace: shop}\n");
    assert!(index.has("Secret", Some("shop"), "certificates"));
    assert!(index.has("Secret", None, "certificates"));
    assert!(!index.has("Secret", Some("billing"), "certificates"));
    assert!(!index.has("Secret", Some("shop"), "other"));
    assert!(!index.has("ConfigMap", Some("shop"), "certificates"));
}

#[test]
fn a_secret_that_names_no_namespace_is_in_that_of_the_run() {
    let text = [WITH_CERTIFICATES, "apiVersion: v1\nkind: Secret\nmetadata: {name: certificates}\n"].concat();
    let settings = Settings { namespace: Some("shop".to_owned()), ..Settings::default() };
    let index = index(&[(Role::Input, &text)], settings);
    assert!(index.has("Secret", Some("shop"), "certificates"));
    assert!(!index.has("Secret", Some("billing"), "certificates"));
}

#[test]
fn a_secret_is_known_by_the_names_that_it_had_during_the_build() {
    let index = with_secret(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop-certificates-7h2k\n  namespace: shop\n  annotations:\n    \
         internal.config.kubernetes.io/previousNames: certificates,shop-certificates\n",
    );
    for name in ["certificates", "shop-certificates", "shop-certificates-7h2k"] {
        assert!(index.has("Secret", Some("shop"), name), "{name}");
    }
}

#[test]
fn secrets_are_not_looked_for_if_nothing_refers_to_one() {
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: certificates}\n";
    assert!(!index(&[(Role::Input, secret)], Settings::default()).has("Secret", None, "certificates"));
}

#[test]
fn a_namespace_is_known_by_the_name_that_it_had_during_the_build() {
    let namespace = "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop-production
  annotations:
    internal.config.kubernetes.io/previousNames: shop
    instrumentation.opentelemetry.io/inject-java: 'true'
";
    let index = index(&[(Role::Input, namespace)], Settings::default());
    let asks = |namespace| {
        let annotations = index.namespace_annotations(namespace, 0);
        annotations.get("instrumentation.opentelemetry.io/inject-java").is_some()
    };
    assert!(asks(Some("shop-production")) && asks(Some("shop")) && !asks(Some("billing")) && !asks(None));
    assert_eq!(index.namespace_place(Some("shop"), 0), index.namespace_place(Some("shop-production"), 0));
    assert!(index.namespace_place(Some("shop"), 0).is_some() && index.namespace_place(Some("billing"), 0).is_none());
    assert!(index.asks_from_outside);
}

#[test]
fn a_namespace_asks_from_outside_only_for_a_language_and_with_a_yes() {
    let asks = |annotation: &str| {
        let text =
            format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, annotations: {{{annotation}}}}}\n");
        index(&[(Role::Reference, &text)], Settings::default()).asks_from_outside
    };
    assert!(asks("instrumentation.opentelemetry.io/inject-java: 'true'"));
    assert!(asks("instrumentation.opentelemetry.io/inject-sdk: observability/default"));
    for annotation in [
        "instrumentation.opentelemetry.io/inject-java: 'False'",
        "instrumentation.opentelemetry.io/inject-java: ''",
        "instrumentation.opentelemetry.io/inject-cobol: 'true'",
        "instrumentation.opentelemetry.io/container-names: app",
    ] {
        assert!(!asks(annotation), "{annotation}");
    }
}

#[test]
fn the_namespace_of_the_input_goes_before_the_one_in_the_configuration() {
    let config = "\
apiVersion: otel-inject.dev/v1alpha1
kind: OtelInject
metadata: {name: shop}
spec:
  namespaces:
  - {apiVersion: v1, kind: Namespace, metadata: {name: shop, annotations: {a: configured}}}
  - {apiVersion: v1, kind: Namespace, metadata: {name: billing, annotations: {a: configured}}}
";
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, annotations: {a: input}}\n";
    let index = index(&[(Role::Config, config), (Role::Input, namespace)], Settings::default());
    let annotation =
        |namespace| index.namespace_annotations(Some(namespace), 0).get("a").map(|value| value.into_owned());
    assert_eq!(annotation("shop").as_deref(), Some("input"));
    assert_eq!(annotation("billing").as_deref(), Some("configured"));
    let codes: Vec<_> = index.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["namespace-in-input"]);
}

#[test]
fn an_instrumentation_without_a_namespace_serves_all_if_it_is_given_beside_the_input() {
    let text = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: default}\nspec: {}\n";
    let settings = || Settings { namespace: Some("shop".to_owned()), ..Settings::default() };
    let found = |role| {
        let index = index(&[(role, text)], settings());
        (index.instrumentations[0].namespace.clone(), index.instrumentations[0].everywhere)
    };
    assert_eq!(found(Role::Input), (Some("shop".to_owned()), false));
    assert_eq!(found(Role::Reference), (None, true));
}

#[test]
fn what_cannot_be_read_is_told_of_references_and_of_instrumentations() {
    let codes = |role, text: &str| -> Vec<&str> {
        let index = index(&[(role, text)], Settings::default());
        index.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
    };
    let broken = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nspec: [\n";
    assert_eq!(codes(Role::Reference, broken), ["syntax"]);
    assert!(codes(Role::Input, broken).is_empty());
    let twice = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nspec: {}\nspec: {}\n";
    assert_eq!(codes(Role::Input, twice), ["unreadable"]);
    assert!(codes(Role::Input, "apiVersion: v1\nkind: Namespace\nspec: {}\nspec: {}\n").is_empty());
}
