//! A ResourceList configures a run, and holds its workloads, only if it is what a function is given.

use otel_inject::engine::{Engine, Role, Settings, Task};

use crate::testing::texts::source;

const INSTRUMENTATION: &str = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: main}\nspec: {exporter: {endpoint: http://collector:4318}}\n";

const POD: &str = "{apiVersion: v1, kind: Pod, metadata: {name: web, annotations: {instrumentation.opentelemetry.io/inject-java: \
                   'true'}}, spec: {containers: [{name: app, image: a}]}}";

/// Switches Java off.
const CONFIG: &str = "{apiVersion: otel-inject.dev/v1alpha1, kind: OtelInject, metadata: {name: shop}, spec: {disabledLanguages: [java]}}";

fn list(config: &str) -> String {
    format!(
        "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig: {config}\nitems:\n- {}\n",
        POD.replace("name: web", "name: listed")
    )
}

/// Whether each of these inputs changes, and the codes of what is said.
fn run(inputs: &[(&str, &str)]) -> (Vec<bool>, Vec<&'static str>) {
    let mut sources: Vec<_> = inputs.iter().map(|(name, text)| source(name, text, Role::Input)).collect();
    sources.push(source("i.yaml", INSTRUMENTATION, Role::Reference));
    let engine = Engine::load(sources, Settings::default());
    let report = engine.run(Task::Inject);
    let changed = report.texts[..inputs.len()].iter().map(|text| text.is_changed()).collect();
    (changed, report.said().iter().map(|said| said.code.as_str()).collect())
}

#[test]
fn the_only_input_and_standard_input_are_what_a_function_is_given() {
    let (on, off) = (list("{}"), list(CONFIG));
    assert_eq!(run(&[("list.yaml", &on)]), (vec![true], vec![]));
    assert_eq!(run(&[("list.yaml", &off)]), (vec![false], vec!["language-off"]));
    let pod = POD.to_owned() + "\n";
    assert_eq!(run(&[("<stdin>", &on), ("pod.yaml", &pod)]), (vec![true, true], vec![]));
    assert_eq!(run(&[("<stdin>", &off), ("pod.yaml", &pod)]).0, [false, false]);
}

#[test]
fn among_other_files_it_is_data() {
    let pod = POD.to_owned() + "\n";
    let with = |config: &str| run(&[("list.yaml", &list(config)), ("pod.yaml", &pod)]);
    assert_eq!(with("{}"), (vec![false, true], vec!["resource-list-data"]));
    assert_eq!(with("{apiVersion: example.com/v1, kind: SetLabels}"), (vec![false, true], vec!["resource-list-data"]));
    assert_eq!(with(CONFIG), (vec![false, true], vec!["resource-list-data", "config-unused"]));
    // Its Instrumentations are data too.
    let twice = INSTRUMENTATION.replace("4318", "4317");
    let item =
        format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- {}", twice.replace('\n', "\n  "));
    assert_eq!(run(&[("list.yaml", &item), ("pod.yaml", &pod)]).0, [false, true]);
}
