//! What is wrong with a configuration, told with its place and what to write instead.

mod config_map;
mod rules;

use crate::yaml;

use super::*;

fn value(text: &str) -> crate::value::Value<'static> {
    let tree = yaml::read(text).expect("YAML");
    yaml::value(&tree, tree.root().expect("a root")).expect("a value").into_owned()
}

fn told(mistakes: &[Mistake]) -> Vec<String> {
    mistakes.iter().map(|mistake| format!("{}: {} ({})", mistake.at, mistake.message, mistake.help)).collect()
}

fn of_spec(spec: &str) -> Read {
    let spec: String = spec.lines().map(|line| format!("  {line}\n")).collect();
    read(&value(&format!(
        "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {{name: cxtm, labels: {{a: b}}}}\nspec:\n{spec}"
    )))
}

#[track_caller]
fn wrong(spec: &str, expected: &[&str]) {
    assert_eq!(told(&of_spec(spec).errors), expected, "{spec}");
}

#[test]
fn what_is_right_is_read() {
    let read = of_spec(
        "\
namespace: cxtm
record: true
mode: inject
images: {}
delivery: initContainer
disabledLanguages: [go, nginx]
lint: {ignore: [], severity: {}}
instrumentations:
- apiVersion: opentelemetry.io/v1alpha1
  kind: Instrumentation
  metadata: {name: python}
namespaces:
- apiVersion: v1
  kind: Namespace
  metadata: {name: cxtm, annotations: {a: b}}
",
    );
    assert_eq!((told(&read.errors), told(&read.warnings)), (Vec::new(), Vec::new()));
    let OtelInject { name, spec } = read.config;
    assert_eq!((name.as_str(), spec.namespace.as_ref().map(Name::as_str)), ("cxtm", Some("cxtm")));
    assert_eq!(spec.disabled_languages.iter().map(|one| one.language().name()).collect::<Vec<_>>(), ["go", "nginx"]);
    assert!(spec.instrumentations[0].everywhere && spec.instrumentations[0].valid && spec.record);
    assert_eq!(spec.namespaces[0].annotations["a"], "b");
    assert_eq!(
        super::read(&value("apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: a}\n")).errors,
        []
    );
    assert_eq!(of_spec("namespace: null").errors, []);
}

#[test]
fn another_object_is_told_apart() {
    let errors =
        |head: &str| told(&read(&value(&format!("{head}metadata: {{name: a}}\nspec: {{nonsense: 1}}\n"))).errors);
    assert_eq!(
        errors("apiVersion: otel-inject.dev/v1beta1\nkind: OtelInject\n"),
        ["/apiVersion: there is no OtelInject of otel-inject.dev/v1beta1 (write otel-inject.dev/v1alpha1)"]
    );
    assert_eq!(
        errors("apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInjection\n"),
        ["/kind: there is no kind \"OtelInjection\" in the group otel-inject.dev (write OtelInject)"]
    );
    assert_eq!(
        errors("apiVersion: apps/v1\nkind: Deployment\n"),
        [
            "/kind: this is of the kind Deployment, where a configuration belongs (give an OtelInject (otel-inject.dev/v1alpha1), a ConfigMap of strings, or an Instrumentation)"
        ]
    );
    assert_eq!(
        errors("kind: OtelInject\n"),
        ["/apiVersion: the OtelInject has no apiVersion (write otel-inject.dev/v1alpha1)"]
    );
}

#[test]
fn what_is_beside_the_spec_is_told() {
    let text = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {}\nrules: []\nspce: {}\n";
    assert_eq!(
        told(&read(&value(text)).errors),
        [
            "/rules: there is no field rules here (it belongs below spec)",
            "/spce: there is no field spce here (did you mean spec?)",
            "/metadata: the OtelInject has no name (give it a metadata.name: records say by it who asked)",
        ]
    );
}

#[test]
fn all_mistakes_of_a_spec_are_told_at_once() {
    wrong(
        "\
namespaces: cxtm
namespace: 12
disabledLanguages: [pyhton, sdk]
record: \"false\"
mode: verfy
recrd: true
instrumentations:
- kind: Deployment
- apiVersion: opentelemetry.io/v1alpha1
  kind: Instrumentation
  metadata: {name: a}
  spec: {sampler: {argument: 0.5}}
",
        &[
            "/spec/recrd: there is no field recrd here (did you mean record?)",
            "/spec/namespace: 12 is no string here (write it in quotes: \"12\")",
            "/spec/instrumentations/0: this is of the kind Deployment, where one of the kind Instrumentation belongs (write \
             the whole Instrumentation here, from apiVersion on)",
            "/spec/instrumentations/1/spec/sampler/argument: 0.5 is no string here (write it in quotes: \"0.5\")",
            "/spec/namespaces: this is a string, where a list belongs (write it as a list: [\"cxtm\"])",
            "/spec/disabledLanguages/0: \"pyhton\" is no language that can be injected (did you mean python?)",
            "/spec/disabledLanguages/1: sdk is the SDK's settings alone, without an agent (known here: java, nodejs, python, \
             dotnet, go, apache-httpd, nginx)",
            "/spec/record: \"false\" is a string here (write false without quotes)",
            "/spec/mode: \"verfy\" is not known here (did you mean verify?)",
        ],
    );
}

#[test]
fn a_namespace_that_stands_twice_is_told() {
    let namespace = "- {apiVersion: v1, kind: Namespace, metadata: {name: cxtm}}\n";
    wrong(
        &format!("namespaces:\n{namespace}{namespace}"),
        &["/spec/namespaces/1: the Namespace cxtm stands here twice (leave one of the two out)"],
    );
    wrong(
        "images: {imagePullSecrets: [{name: mirror}, {}]}\n",
        &["/spec/images/imagePullSecrets/1: this names no Secret (give its name)"],
    );
}

#[test]
fn the_schema_knows_every_field_with_its_description() {
    let schema = json_schema();
    let rule = &schema["properties"]["spec"]["properties"]["rules"]["items"];
    assert_eq!(schema["properties"]["spec"]["additionalProperties"], false);
    assert_eq!(rule["properties"]["select"]["properties"]["kinds"]["items"]["anyOf"][0]["enum"][1], "Deployment");
    assert_eq!(rule["properties"]["images"]["propertyNames"]["enum"][0], "java");
    for field in rule["properties"].as_object().expect("fields").values() {
        assert!(field["description"].as_str().is_some_and(|description| description.ends_with('.')), "{field}");
    }
}
