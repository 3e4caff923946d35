//! What is wrong with a configuration, told with its place and what to write instead.

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
    assert_eq!(spec.disabled_languages.iter().map(AgentLanguage::as_str).collect::<Vec<_>>(), ["go", "nginx"]);
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
            "/spec/namespaces: this is a string, where a list belongs (write it as a list: [cxtm])",
            "/spec/disabledLanguages/0: \"pyhton\" is no language that can be injected (did you mean python?)",
            "/spec/disabledLanguages/1: sdk is the SDK's settings alone, without an agent (known here: java, nodejs, python, \
             dotnet, go, apache-httpd, nginx)",
            "/spec/record: \"false\" is a string here (write false without quotes)",
            "/spec/mode: \"verfy\" is not known here (did you mean verify?)",
        ],
    );
}

#[test]
fn mistakes_of_a_rule_are_told_with_its_place() {
    let read = of_spec(
        "\
rules:
- select: {kinds: [deployment, Service], names: \"cxtm-*\", namespaces: [\"cx tm\"], labels: {tier: backend}}
  inject: {python: false, java: [a], nodejs: A/b, dotnet: 5, cobol: x, go: true, sdk: ns/name}
  containers: [\"*\"]
- mountPath: otel
  images: {sdk: a, python: \"mirror/python: 1\"}
  command: {wrapWith: strace, interpreter: python 3}
  resourceAttributes: {service.version: 25.2}
  serviceName: \"{pod}\"
  tolerations: [{key: a, operator: In, tolerationSeconds: \"5\"}]
- select: {labels: \"tier in backend\"}
- web
",
    );
    let places: Vec<String> = read
        .errors
        .iter()
        .filter(|error| !error.message.contains("not built"))
        .map(|error| error.at.to_string())
        .collect();
    assert_eq!(
        places,
        [
            "/spec/rules/0/select/kinds/0",
            "/spec/rules/0/select/kinds/1",
            "/spec/rules/0/select/names",
            "/spec/rules/0/select/namespaces/0",
            "/spec/rules/0/select/labels",
            "/spec/rules/0/inject/python",
            "/spec/rules/0/inject/java",
            "/spec/rules/0/inject/nodejs",
            "/spec/rules/0/inject/dotnet",
            "/spec/rules/0/inject/cobol",
            "/spec/rules/0/containers",
            "/spec/rules/1/serviceName",
            "/spec/rules/1/resourceAttributes/service.version",
            "/spec/rules/1/mountPath",
            "/spec/rules/1/images/sdk",
            "/spec/rules/1/images/python",
            "/spec/rules/1/command/wrapWith",
            "/spec/rules/1/command/interpreter",
            "/spec/rules/1/tolerations/0/operator",
            "/spec/rules/1/tolerations/0/tolerationSeconds",
            "/spec/rules/2/select/labels",
            "/spec/rules/3",
        ]
    );
    let labels = read.errors.iter().find(|error| error.at.to_string().ends_with("0/select/labels"));
    assert_eq!(labels.map(|error| error.help.as_str()), Some("write it as one string: \"tier=backend\""));
}

#[test]
fn fields_that_contradict_each_other_are_told() {
    let read = of_spec(
        "rules:\n- inject: {java: true}\n  command: {wrapWith: opentelemetry-instrument}\n- command: {interpreter: python3, entrypoints: {web: []}}\n",
    );
    let read = told(&read.errors);
    assert_eq!(
        read[..4],
        [
            "/spec/rules/0/command: wrapWith needs the interpreter that runs the program (give interpreter, such as python3)",
            "/spec/rules/0/command: wrapWith is for Python, which this rule doesn't inject (add python to inject, or leave \
             the command out)",
            "/spec/rules/1/command: an interpreter or entrypoints without wrapWith have no effect (give wrapWith: \
             opentelemetry-instrument)",
            "/spec/rules/1/command/entrypoints/web: an empty command runs nothing (write the image's whole entrypoint, as in \
             [gunicorn, src.app:app])",
        ]
    );
    let read = of_spec("rules:\n- inject: {java: true}\n- select: {names: [web]}\n");
    assert_eq!(
        told(&read.warnings),
        [
            "/spec/rules/1: this rule never applies: rules[0] selects every workload, and the first one counts (move the rule \
          that selects every workload to the end)"
        ]
    );
}

#[test]
fn what_is_not_built_is_refused_where_it_is_used() {
    wrong(
        "mode: lint\nimages: {registryMap: {ghcr.io: mirror.example.com/ghcr}}\ndelivery: imageVolume\nlint: {ignore: [some-rule]}\n",
        &[
            "/spec/mode: mode is not built yet: this would have no effect (leave it out)",
            "/spec/images: images is not built yet: this would have no effect (leave it out)",
            "/spec/delivery: delivery is not built yet: this would have no effect (leave it out)",
            "/spec/lint: lint is not built yet: this would have no effect (leave it out)",
        ],
    );
}

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

#[test]
fn the_schema_knows_every_field_with_its_description() {
    let schema = json_schema();
    let rule = &schema["properties"]["spec"]["properties"]["rules"]["items"];
    assert_eq!(schema["properties"]["spec"]["additionalProperties"], false);
    assert_eq!(rule["properties"]["select"]["properties"]["kinds"]["items"]["enum"][1], "Deployment");
    assert_eq!(rule["properties"]["images"]["propertyNames"]["enum"][0], "java");
    for field in rule["properties"].as_object().expect("fields").values() {
        assert!(field["description"].as_str().is_some_and(|description| description.ends_with('.')), "{field}");
    }
}
