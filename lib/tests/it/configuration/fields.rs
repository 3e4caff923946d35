//! The configuration: what it changes, and what is said of mistakes in it.

use otel_inject::config::json_schema;
use otel_inject::diagnostic::{Diagnostic, Severity, line_and_column};
use otel_inject::engine::{Engine, Report, Role, Settings, Task};
use otel_inject_testing::manifests::{DEPLOYMENT, OTEL_INJECT, config, replaced};
use serde_json::Value as Json;

use crate::testing::fixtures::below;
use crate::testing::texts::{done, source, values};

const INSTRUMENTATIONS: &str = "  instrumentations:
  - apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata:
      name: python
    spec:
      exporter:
        endpoint: http://c:4318
";

fn engine(input: &str, config: &str) -> Engine {
    with(input, &[("otel.yaml", config, Role::Config)], Settings::default())
}

fn with(input: &str, more: &[(&str, &str, Role)], settings: Settings) -> Engine {
    let mut sources = vec![source("web.yaml", input, Role::Input)];
    sources.extend(more.iter().map(|(name, text, role)| source(name, text, *role)));
    Engine::load(sources, settings)
}

/// What is said, as `file:line:column code`.
fn said(engine: &Engine, report: &Report<'_>, least: Severity) -> Vec<String> {
    let place = |diagnostic: &Diagnostic| {
        let location = diagnostic.location.as_ref().expect("a place");
        let source = &engine.sources()[location.source];
        let (line, column) = line_and_column(&source.text, location.span.start);
        format!("{}:{line}:{column} {}", source.name, diagnostic.code)
    };
    report.diagnostics.iter().filter(|diagnostic| diagnostic.severity >= least).map(place).collect()
}

#[track_caller]
fn wrong(config: &str, expected: &[&str]) {
    let engine = engine(DEPLOYMENT, config);
    let report = engine.run(Task::Inject);
    assert_eq!(said(&engine, &report, Severity::Error), expected, "{config}");
    assert_eq!(report.texts[0], *DEPLOYMENT, "nothing changes");
    assert!(report.workloads.is_empty(), "nothing is decided");
}

#[track_caller]
fn injected(engine: &Engine) -> String {
    done(engine, Task::Inject).0
}

#[test]
fn instrumentations_and_the_namespace_are_taken_from_it() {
    let text = injected(&engine(DEPLOYMENT, &config(&format!("  namespace: shop\n{INSTRUMENTATIONS}"))));
    assert!(text.contains("http://c:4318") && text.contains("k8s.namespace.name=shop"), "{text}");
    let settings = Settings { namespace: Some("other".to_owned()), ..Settings::default() };
    let file = config(&format!("  namespace: shop\n{INSTRUMENTATIONS}"));
    let text = injected(&with(DEPLOYMENT, &[("otel.yaml", &file, Role::Config)], settings));
    assert!(text.contains("k8s.namespace.name=other"), "what the caller says goes before: {text}");
}

#[test]
fn disabled_languages_are_not_injected() {
    let engine = engine(DEPLOYMENT, &config(&format!("  disabledLanguages: [python]\n{INSTRUMENTATIONS}")));
    assert_eq!(injected(&engine), DEPLOYMENT);
}

#[test]
fn its_namespaces_ask_for_workloads_and_yield_to_those_of_the_input() {
    let silent = replaced(
        DEPLOYMENT,
        "      annotations:\n        instrumentation.opentelemetry.io/inject-python: python\n",
        "      labels: {}\n",
    );
    let namespace = "  namespaces:\n  - apiVersion: v1\n    kind: Namespace\n    metadata:\n      name: shop\n      annotations: {instrumentation.opentelemetry.io/inject-python: \"true\"}\n";
    let file = config(&format!("  namespace: shop\n{INSTRUMENTATIONS}{namespace}"));
    assert!(injected(&engine(&silent, &file)).contains("PYTHONPATH"));
    let beside = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n";
    let engine =
        with(&silent, &[("otel.yaml", &file, Role::Config), ("ns.yaml", beside, Role::Reference)], Settings::default());
    assert_eq!(injected(&engine), silent);
    assert_eq!(said(&engine, &engine.run(Task::Inject), Severity::Warning), ["otel.yaml:19:13 namespace-in-input"]);
}

#[test]
fn an_instrumentation_or_a_config_map_serve_too() {
    let instrumentation = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata:\n  name: python\n";
    assert!(injected(&engine(DEPLOYMENT, instrumentation)).contains("PYTHONPATH"));
    let text: String = instrumentation.lines().map(|line| format!("    {line}\n")).collect();
    let map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  namespace: shop\n  instrumentations: |\n{text}"
    );
    assert!(injected(&engine(DEPLOYMENT, &map)).contains("k8s.namespace.name=shop"));
}

#[test]
fn a_function_has_it_in_its_resource_list() {
    let indent = |text: &str| text.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let file = config(&format!("  namespace: shop\n{INSTRUMENTATIONS}"));
    let list = |config: &str| {
        let item = indent(DEPLOYMENT);
        format!(
            "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n{config}items:\n- {}",
            item.trim_start()
        )
    };
    let text = injected(&with(&list(&indent(&file)), &[], Settings::default()));
    assert!(text.contains("k8s.namespace.name=shop") && text.contains("http://c:4318"), "{text}");
    let mistaken = list(&indent(&file.replace("namespace: shop", "namespace: Shop")));
    let engine = with(&mistaken, &[], Settings::default());
    assert_eq!(said(&engine, &engine.run(Task::Inject), Severity::Error), ["web.yaml:9:16 config-invalid"]);
    for nothing in ["  {}\n", "  null\n", ""] {
        let engine = with(&list(nothing), &[("i.yaml", &file, Role::Config)], Settings::default());
        assert!(injected(&engine).contains("PYTHONPATH"));
    }
}

#[test]
fn every_mistake_has_its_place() {
    wrong(&config("  namespaec: shop\n"), &["otel.yaml:6:3 config-invalid"]);
    wrong(
        &config("  namespace: [shop]\n  record: yes please\n"),
        &["otel.yaml:6:14 config-invalid", "otel.yaml:7:11 config-invalid"],
    );
    wrong(&config("  rules:\n  - select:\n      labels: 'tier in backend'\n"), &["otel.yaml:8:24 config-invalid"]);
    wrong(&config("  disabledLanguages:\n  - go\n  - pyhton\n"), &["otel.yaml:8:5 config-invalid"]);
    wrong(
        &config(&INSTRUMENTATIONS.replace("exporter:", "sampler: {type: no}\n      exporter:")),
        &["otel.yaml:12:23 config-invalid"],
    );
    wrong(&OTEL_INJECT.replace("v1alpha1", "v1beta1"), &["otel.yaml:1:13 config-invalid"]);
    wrong(&OTEL_INJECT.replace("  name: shop\n", "  labels: {}\n"), &["otel.yaml:3:1 config-invalid"]);
    wrong(DEPLOYMENT, &["otel.yaml:2:7 config-invalid"]);
    wrong("# nothing\n", &["otel.yaml:1:1 config-invalid"]);
    wrong("spec: [\n", &["otel.yaml:1:7 syntax"]);
    wrong(&format!("{OTEL_INJECT}---\n{OTEL_INJECT}"), &["otel.yaml:7:7 config-twice"]);
    wrong("kind: ConfigMap\napiVersion: v1\ndata:\n  record: \"no\"\n", &["otel.yaml:4:11 config-invalid"]);
}

#[test]
fn what_is_wrong_in_a_text_is_marked_from_its_beginning_to_its_end() {
    let marked = |spec: &str| {
        let config = config(spec);
        let engine = engine(DEPLOYMENT, &config);
        let report = engine.run(Task::Inject);
        let [mistake] = &report.diagnostics[..] else { panic!("{:?}", report.diagnostics) };
        config[mistake.location.as_ref().expect("a place").span.clone()].to_owned()
    };
    let selector = |labels: &str| format!("  rules:\n  - select:\n      labels: {labels}\n");
    assert_eq!(marked(&selector("'tier in backend'")), "backend");
    assert_eq!(marked(&selector("app=web,tier in backend # one")), "backend");
    assert_eq!(marked("  namespace: \"My Shop\"\n"), "My Shop");
}

#[test]
fn mistakes_without_end_are_counted() {
    let fields: String = (0..20_000).map(|number| format!("  field{number}: 1\n")).collect();
    let engine = engine(DEPLOYMENT, &config(&fields));
    let report = engine.run(Task::Inject);
    assert_eq!(report.diagnostics.len(), 51);
    let last = report.diagnostics.last().expect("mistakes");
    assert!(last.message.starts_with("there are 19950 more mistakes"), "{last:?}");
}

#[test]
fn one_where_it_has_no_effect_is_told() {
    let instrumentation = config(INSTRUMENTATIONS);
    let beside = with(DEPLOYMENT, &[("i.yaml", &instrumentation, Role::Reference)], Settings::default());
    assert_eq!(said(&beside, &beside.run(Task::Inject), Severity::Error), ["i.yaml:2:7 config-unused"]);
    let input = format!("kind: ConfigMap\n---\n{OTEL_INJECT}");
    let among = with(&input, &[], Settings::default());
    assert_eq!(said(&among, &among.run(Task::Inject), Severity::Info), ["web.yaml:4:7 config-unused"]);
    assert_eq!(injected(&engine(&input, OTEL_INJECT)), input);
    assert_eq!(said(&among, &engine(&input, OTEL_INJECT).run(Task::Inject), Severity::Info), Vec::<String>::new());
}

#[test]
fn without_a_record_it_is_injected_once_and_an_old_record_is_dropped() {
    let recorded = config(INSTRUMENTATIONS);
    let unrecorded = config(&format!("  record: false\n{INSTRUMENTATIONS}"));
    let once = injected(&engine(DEPLOYMENT, &unrecorded));
    assert!(once.contains("PYTHONPATH") && !once.contains("otel-inject.dev/"), "{once}");
    let changed = unrecorded.replace("c:4318", "d:4318");
    assert_eq!(injected(&engine(&once, &changed)), once, "it is not followed");
    let with_record = injected(&engine(DEPLOYMENT, &recorded));
    assert!(with_record.contains("otel-inject.dev/injected"));
    let dropped = injected(&engine(&with_record, &changed));
    assert_eq!(dropped, once.replace("c:4318", "d:4318"), "the old record served once more");
    let sdk = DEPLOYMENT.replace("python: ", "sdk: ");
    let once = injected(&engine(&sdk, &unrecorded));
    assert_eq!(injected(&engine(&once, &unrecorded)), once, "nor is the SDK's twice");
}

/// The fields that no fixture has, since they do nothing to a manifest that a removal could take back; `without_a_record…`
/// above, the tests of `otel-inject lint` and those of the function try them.
const ELSEWHERE: [&str; 6] = ["exclude", "record", "mode", "lint", "lint.ignore", "lint.severity"];

#[test]
fn every_field_stands_in_the_configuration_of_a_fixture() {
    let mut paths = Vec::new();
    fields(&json_schema()["properties"]["spec"], "", &mut paths);
    assert!(paths.len() > 30, "{paths:?}");
    let configurations: Vec<Json> = below("rules")
        .into_iter()
        .chain(below("by-hand"))
        .flat_map(|fixture| fixture.sources)
        .filter(|source| source.role == Role::Config)
        .flat_map(|source| values(&source.text).expect("YAML"))
        .collect();
    for path in paths.iter().filter(|path| !ELSEWHERE.contains(&path.as_str())) {
        let keys: Vec<&str> = path.split('.').collect();
        let found = configurations.iter().any(|configuration| holds(&configuration["spec"], &keys));
        assert!(found, "{path}: no config.yaml in fixtures/rules has it");
    }
}

/// The paths of all fields, as `rules.command.wrapWith`.
fn fields(schema: &Json, above: &str, paths: &mut Vec<String>) {
    if schema["additionalProperties"] != false {
        return;
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{above}{name}");
        fields(schema, &format!("{path}."), paths);
        fields(&schema["items"], &format!("{path}."), paths);
        paths.push(path);
    }
}

/// Whether a value has a field, in some element where there are lists on the way.
fn holds(value: &Json, keys: &[&str]) -> bool {
    match (value, keys) {
        (_, []) => true,
        (Json::Array(elements), _) => elements.iter().any(|element| holds(element, keys)),
        (_, [key, below @ ..]) => value.get(key).is_some_and(|value| holds(value, below)),
    }
}
