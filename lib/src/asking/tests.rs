use super::*;
use crate::k8s::Kinds;
use crate::yaml;

const JAVA: &str = "instrumentation.opentelemetry.io/inject-java";

/// What is found in an object: `rule: message; help` of each key that something is said of, else who reads it. A `!`
/// is before what is unmet.
fn found(text: &str) -> Vec<String> {
    let tree = yaml::read(text).expect("YAML");
    let node = tree.root().expect("an object");
    let value = yaml::value(&tree, node).expect("a value");
    let written = |at: &Pointer<'static>| Some(tree.content(yaml::exact(&tree, node, at)?).into_owned());
    let line = |key: Key| match key.told {
        Some(told) => {
            let unmet = if told.unmet { "!" } else { "" };
            format!("{unmet}{}: {}; {}", told.rule, told.message, told.help)
        }
        None => format!("{:?}", key.reader),
    };
    keys(&value, Kinds::known(), written).into_iter().map(line).collect()
}

/// The rules by which something is said; `!` is before what is unmet.
fn rules(text: &str) -> Vec<String> {
    found(text).into_iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
}

/// A Deployment with annotations of its pod template, and more at the end of its metadata.
fn deployment(metadata: &str, template: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web{metadata}}}\nspec:\n  template:\n    metadata: \
         {{annotations: {{{template}}}}}\n    spec: {{containers: [{{name: web}}]}}\n"
    )
}

/// The text after all repairs, one after the other.
fn repaired(text: &str) -> String {
    let tree = yaml::read(text).expect("YAML");
    let node = tree.root().expect("an object");
    let mut value = yaml::value(&tree, node).expect("a value");
    while let Some(repair) =
        keys(&value.clone(), Kinds::known(), |at| Some(tree.content(yaml::exact(&tree, node, at)?).into_owned()))
            .into_iter()
            .find_map(|key| key.told?.repair)
    {
        repair.make(&mut value);
    }
    yaml::print(&value)
}

#[test]
fn what_a_pod_template_or_a_namespace_asks_is_read() {
    assert_eq!(
        found(&deployment("", &format!("{JAVA}: \"true\", resource.opentelemetry.io/a: b"))),
        ["Template", "Template"]
    );
    let namespace = |annotation: &str| {
        found(&format!(
            "apiVersion: v1\nkind: Namespace\nmetadata: {{name: a, annotations: {{{annotation}: \"x\"}}}}\n"
        ))
    };
    assert_eq!(namespace(JAVA), ["Other"]);
    assert_eq!(
        namespace("resource.opentelemetry.io/a"),
        [
            "annotation-misplaced: the annotation resource.opentelemetry.io/a has no effect on this Namespace; move it to \
          the pod template that it is for, or remove it"
        ]
    );
    assert!(
        namespace("instrumentation.opentelemetry.io/otel-go-auto-target-exe")[0].starts_with("annotation-misplaced")
    );
}

#[test]
fn on_the_workload_itself_nothing_reads_an_annotation() {
    assert_eq!(
        found(&deployment(&format!(", annotations: {{{JAVA}: \"true\"}}"), "")),
        [format!(
            "!annotation-on-workload: the annotation {JAVA} has no effect on a Deployment itself; move it to \
             spec.template.metadata.annotations"
        )]
    );
    // What the template says as well is a copy, and what asks for nothing is no failure.
    let copy =
        |own: &str| found(&deployment(&format!(", annotations: {{{JAVA}: \"{own}\"}}"), &format!("{JAVA}: \"true\"")));
    assert_eq!(copy("true"), ["Copied", "Template"]);
    assert!(copy("other")[0].contains("spec.template.metadata.annotations has another value"));
    assert!(copy("false")[0].starts_with("annotation-on-workload"));
}

#[test]
fn keys_anywhere_in_a_workload_are_told_with_where_they_belong() {
    let cron_job = format!(
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: a}}\nspec:\n  jobTemplate:\n    metadata: \
         {{annotations: {{{JAVA}: \"true\"}}}}\n    spec: {{template: {{spec: {{containers: []}}}}}}\n"
    );
    assert_eq!(
        found(&cron_job),
        [format!(
            "!annotation-misplaced: the annotation {JAVA} has no effect in spec.jobTemplate.metadata.annotations; move \
             it to spec.jobTemplate.spec.template.metadata.annotations"
        )]
    );
    let annotations = format!("annotations: {{{JAVA}: \"true\"}}");
    for wrong in [
        format!("spec: {{{annotations}, template: {{spec: {{containers: []}}}}}}"),
        format!("spec: {{metadata: {{{annotations}}}, template: {{spec: {{containers: []}}}}}}"),
        format!("spec: {{template: {{{annotations}, spec: {{containers: []}}}}}}"),
        format!("spec: {{template: {{spec: {{{annotations}, containers: []}}}}}}"),
        format!("{annotations}\nspec: {{template: {{spec: {{containers: []}}}}}}"),
        format!("spec: {{template: {{spec: {{containers: [{{{annotations}}}]}}}}}}"),
        format!("spec: {{template: {{metadata: {{labels: {{{JAVA}: \"true\"}}}}, spec: {{containers: []}}}}}}"),
    ] {
        let text = format!("apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\n{wrong}\n");
        assert_eq!(rules(&text), ["!annotation-misplaced"], "{text}");
        let repaired = repaired(&text);
        assert_eq!(found(&repaired), ["Template"], "{repaired}");
        assert_eq!(repaired.matches("nnotations").count() + repaired.matches("abels").count(), 1, "{repaired}");
    }
}

#[test]
fn names_and_domains_that_are_nearly_right_are_told_with_the_right_ones() {
    for (wrong, right) in [
        ("instrumentation.opentelemetry.io/inject-jva", JAVA),
        ("sidecar.opentelemetry.io/inject-java", JAVA),
        ("opentelemetry.io/inject-java", JAVA),
        ("instrumentation.opentelmetry.io/inject-java", JAVA),
    ] {
        let text = deployment("", &format!("{wrong}: \"true\""));
        assert_eq!(
            found(&text),
            [format!("!unknown-annotation: the operator does not read the annotation {wrong}; did you mean {right}?")]
        );
        assert_eq!(found(&repaired(&text)), ["Template"]);
        assert_eq!(rules(&deployment("", &format!("{wrong}: \"false\""))), ["unknown-annotation"]);
    }
    let php = found(&deployment("", "instrumentation.opentelemetry.io/inject-php: \"true\""));
    assert!(
        php[0].starts_with("!unknown-annotation") && php[0].ends_with("unless another program reads it"),
        "{php:?}"
    );
    // In the wrong place, too.
    let text = deployment(", annotations: {opentelemetry.io/inject-java: \"true\"}", "");
    assert!(
        found(&text)[0].ends_with(&format!("write {JAVA} to spec.template.metadata.annotations")),
        "{:?}",
        found(&text)
    );
    assert_eq!(found(&repaired(&text)), ["Template"]);
    // No repair overwrites what is there.
    let text = deployment("", &format!("sidecar.opentelemetry.io/inject-java: \"true\", {JAVA}: \"true\""));
    assert_eq!(rules(&repaired(&text)), ["!unknown-annotation", "Template"]);
}

#[test]
fn objects_that_are_no_workloads_are_told_unless_they_look_after_it() {
    let object = |head: &str, annotation: &str| {
        rules(&format!("{head}\nmetadata: {{name: a, annotations: {{{annotation}: \"true\"}}}}\n"))
    };
    assert_eq!(object("apiVersion: v1\nkind: Service", JAVA), ["annotation-misplaced"]);
    assert_eq!(object("apiVersion: v1\nkind: ConfigMap", "opentelemetry.io/inject-java"), ["annotation-misplaced"]);
    assert_eq!(object("apiVersion: v1\nkind: Service", "sidecar.istio.io/inject"), [""; 0]);
    assert_eq!(object("apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject", JAVA), [""; 0]);
    let image = "instrumentation.opentelemetry.io/default-auto-instrumentation-java-image";
    assert_eq!(object("apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation", image), ["Other"]);
    assert_eq!(object("apiVersion: v1\nkind: Service", image), ["unknown-annotation"]);
    let local = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a, annotations: {{config.kubernetes.io/local-config: \
         \"true\", {JAVA}: \"true\"}}}}\n"
    );
    assert_eq!(found(&local), [""; 0]);
    let chart = format!("kind: HelmRelease\nspec: {{values: {{podAnnotations: {{{JAVA}: \"true\"}}}}}}\n");
    assert_eq!(rules(&chart), ["annotation-misplaced"]);
    let kustomization = format!(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\ncommonAnnotations: {{{JAVA}: \"true\"}}\n"
    );
    assert!(found(&kustomization)[0].contains("nothing here is built"), "{:?}", found(&kustomization));
}

#[test]
fn labels_are_read_by_those_who_select_by_them() {
    let text = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, labels: {opentelemetry.io/name: a, instrumentation.opentelemetry.io/inject-java: \"true\"}}
spec:
  selector: {matchLabels: {opentelemetry.io/name: a, instrumentation.opentelemetry.io/inject-java: \"true\"}}
  template:
    metadata: {labels: {opentelemetry.io/name: a, sidecar.opentelemetry.io/injected: a.b}}
    spec: {containers: [{name: a}]}
";
    assert_eq!(rules(text), ["Other", "!annotation-misplaced", "Other", "Other"]);
    let collector = "apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nmetadata: {name: a, labels: \
                     {opentelemetry.io/opamp-managed: \"true\", sidecar.opentelemetry.io/injected: a}}\n";
    assert_eq!(rules(collector), ["Other", "unknown-annotation"]);
    let namespace = format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: a, labels: {{{JAVA}: \"true\"}}}}\n");
    assert_eq!(rules(&namespace), ["annotation-misplaced"]);
    assert_eq!(found(&repaired(&namespace)), ["Other"]);
}

#[test]
fn a_kind_that_nobody_told_of_can_be_taught() {
    let text = format!(
        "apiVersion: shop.example.com/v1\nkind: Storefront\nmetadata: {{name: a}}\nspec:\n  groups:\n  - template:\n      \
         metadata: {{annotations: {{{JAVA}: \"true\", resource.opentelemetry.io/a: b}}}}\n      spec: \
         {{containers: [{{name: a}}]}}\n"
    );
    assert_eq!(rules(&text), ["!workload-kind-unknown", "SpokenFor"]);
    assert_eq!(
        found(&text)[0],
        "!workload-kind-unknown: otel-inject doesn't know the kind Storefront of shop.example.com, so it injects nothing \
         here; if this is a pod template, add to spec.workloads of your OtelInject: {group: shop.example.com, kind: \
         Storefront, templates: ['spec.groups[*].template']}"
    );
    let first = text.replace("annotations: {", "annotations: {instrumentation.opentelemetry.io/container-names: a, ");
    assert_eq!(rules(&first), ["SpokenFor", "!workload-kind-unknown", "SpokenFor"]);
    let idle = text.replace("\"true\", resource.opentelemetry.io/a: b", "\"false\"");
    assert_eq!(rules(&idle), ["workload-kind-unknown"], "what asks for nothing is no failure");
    // Elsewhere in such an object it is a failure all the same.
    let elsewhere =
        text.replace("metadata: {name: a}", &format!("metadata: {{name: a, labels: {{{JAVA}: \"true\"}}}}"));
    assert_eq!(rules(&elsewhere)[0], "!annotation-misplaced");
}

#[test]
fn a_sidecar_is_what_cannot_be_added_yet() {
    let annotation = |value: &str| deployment("", &format!("sidecar.opentelemetry.io/inject: \"{value}\""));
    assert_eq!(rules(&annotation("true")), ["!sidecar-not-injected"]);
    assert_eq!(rules(&annotation("false")), ["Template"]);
    let namespace =
        "apiVersion: v1\nkind: Namespace\nmetadata: {annotations: {sidecar.opentelemetry.io/inject: \"true\"}}\n";
    assert_eq!(rules(namespace), ["sidecar-not-injected"]);
}

#[test]
fn values_that_are_no_strings_are_told_with_their_spelling() {
    let found = found(&deployment(
        "",
        "instrumentation.opentelemetry.io/inject-java: true, resource.opentelemetry.io/service.version: 1.10, \
         resource.opentelemetry.io/a: [], resource.opentelemetry.io/b: \"1\"",
    ));
    let help: Vec<&str> = found.iter().map(|line| line.rsplit("; ").next().unwrap_or_default()).collect();
    assert_eq!(help, ["write it in quotes: \"true\"", "write it in quotes: \"1.10\"", "write a string", "Template"]);
    assert!(
        found[1].starts_with("!annotation-value-not-string: resource.opentelemetry.io/service.version is a number")
    );
}

#[test]
fn merge_keys_aliases_and_lists_are_looked_into() {
    let text = format!(
        "a: &a {{{JAVA}: \"true\"}}\nkind: Any\nlist:\n- annotations: *a\n- podAnnotations:\n    <<: *a\n- [{{labels: *a}}]\n"
    );
    assert_eq!(rules(&text), ["annotation-misplaced"; 3]);
}
