//! The configuration as a ConfigMap of strings.

use super::super::*;
use super::{told, value};

#[test]
fn a_config_map_of_strings_says_the_same() {
    let read = |data: &str| {
        read_config_map(&value(&format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: function-input}}\n{data}")))
    };
    let said = read(
        "\
data:
  namespace: cxtm
  disabledLanguages: go, nginx
  record: \"true\"
  instrumentations: |
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: a}
    ---
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: b}
  namespaces: |
    - apiVersion: v1
      kind: Namespace
      metadata: {name: cxtm}
",
    );
    assert_eq!(said.errors, []);
    let OtelInject { name, spec } = said.config;
    assert_eq!((name.as_str(), spec.namespace.as_ref().map(Name::as_str)), ("function-input", Some("cxtm")));
    assert_eq!((spec.disabled_languages.len(), spec.instrumentations.len(), spec.namespaces.len()), (2, 2, 1));
    for nothing in ["", "data:\n", "data: {}\n"] {
        assert_eq!(read(nothing).errors, []);
    }
}

#[test]
fn mistakes_in_a_config_map_are_told_with_its_places() {
    let text = "\
kind: ConfigMap
data:
  namespace: 12
  disabledLanguages: go,pyhton
  record: \"no\"
  namespce: a
  instrumentations: |
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: a}
    spec: {sampler: {type: sometimes}}
  namespaces: \"[\"
";
    let errors = told(&read_config_map(&value(text)).errors);
    let places: Vec<&str> = errors.iter().map(|error| error.split(": ").next().unwrap_or_default()).collect();
    assert_eq!(
        places,
        [
            "/data/namespce",
            "/data/namespace",
            "/data/record",
            "/data/namespaces",
            "/data/instrumentations",
            "/data/disabledLanguages",
        ],
        "{errors:#?}"
    );
}
