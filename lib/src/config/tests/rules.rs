//! What is wrong with rules.

use super::{of_spec, told};

#[test]
fn mistakes_of_a_rule_are_told_with_its_place() {
    let read = of_spec(
        "\
rules:
- select: {kinds: [deployment, Ingress], names: \"cxtm-*\", namespaces: [\"cx tm\"], labels: {tier: backend}}
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
    let places: Vec<String> = read.errors.iter().map(|error| error.at.to_string()).collect();
    assert_eq!(
        places,
        [
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
            "/spec/rules/0/select/kinds/0",
            "/spec/rules/0/select/kinds/1",
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
    assert_eq!(
        told(&read.errors),
        [
            "/spec/rules/0/command: wrapWith is for Python, which this rule doesn't inject (add python to inject, or leave \
             the command out)",
            "/spec/rules/1/command: an interpreter or entrypoints without wrapWith have no effect (give wrapWith: \
             opentelemetry-instrument)",
            "/spec/rules/1/command/entrypoints/web: an empty command runs nothing (write the image's whole entrypoint, as in \
             [gunicorn, src.app:app])",
        ]
    );
    let read = of_spec("rules:\n- resourceAttributes: {service.name: web}\n");
    assert_eq!(
        told(&read.errors),
        [
            "/spec/rules/0/resourceAttributes/service.name: OTEL_SERVICE_NAME goes before this attribute, and is always set \
          (name the service by serviceName)"
        ]
    );
    let tolerations =
        "[{value: a}, {key: a, operator: Exists, value: b}, {key: a, tolerationSeconds: 5}, {operator: Exists}]";
    let read = of_spec(&format!("rules:\n- tolerations: {tolerations}\n"));
    assert_eq!(
        told(&read.errors),
        [
            "/spec/rules/0/tolerations/0: without a key there is nothing that a value could equal (give the key, or operator: \
             Exists for all taints)",
            "/spec/rules/0/tolerations/1: Exists compares no value (leave the value or the operator out)",
            "/spec/rules/0/tolerations/2: tolerationSeconds is for the effect NoExecute alone (give that effect, or leave the \
             seconds out)",
        ]
    );
    let read = of_spec("rules:\n- inject: {python: true, go: true}\n  mountPath: /otel\n");
    assert_eq!(
        told(&read.errors),
        [
            "/spec/rules/0/mountPath: go mounts no agent that could be elsewhere (leave mountPath out, or have another rule \
             inject what it is not for)"
        ]
    );
    let delivery = "delivery: imageVolume\ndisabledLanguages: [go]\n";
    let read = of_spec(&format!("{delivery}rules:\n- inject: {{java: true, dotnet: true, go: true, sdk: true}}\n"));
    assert_eq!(
        told(&read.errors),
        [
            "/spec/rules/0/inject/dotnet: the agent of dotnet can't be mounted as an image, and delivery asks for that (leave \
             delivery out, or have this language injected with another configuration)"
        ]
    );
    let read = of_spec(&format!("{delivery}rules:\n- command: {{wrapWith: opentelemetry-instrument}}\n"));
    assert_eq!(
        told(&read.warnings),
        [
            "/spec/rules/0/command: container runtimes may block programs in a mounted image from being run by themselves \
             (noexec) (give the interpreter that runs it, such as python3)"
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
