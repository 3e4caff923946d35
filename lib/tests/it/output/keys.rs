//! Keys of the operator's that nothing reads, in whole runs: each is told, with its place, by every command.

use otel_inject::asking::{Key, Reader, keys};
use otel_inject::diagnostic::{Severity, has_errors, line_and_column};
use otel_inject::engine::{Engine, Report, Role, Settings, Source, Task};
use otel_inject::k8s::Kinds;
use otel_inject::lint::{Finding, LintSettings};
use otel_inject::yaml::{self, Kind, NodeId, Tree};
use otel_inject_testing::manifests::INSTRUMENTATION;

use crate::testing::fixtures::{below, random};

const JAVA: &str = "instrumentation.opentelemetry.io/inject-java";

const SERVICE: &str = "\
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    instrumentation.opentelemetry.io/inject-java: \"true\"
";

/// A Deployment with annotations of its own and of its pod template.
fn deployment(own: &str, template: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, annotations: {{{own}}}}}\nspec:\n  template:\n    \
         metadata: {{annotations: {{{template}}}}}\n    spec: {{containers: [{{name: web, image: web:1}}]}}\n"
    )
}

fn engine(sources: &[(Role, &str)]) -> Engine {
    let source =
        |(role, text): &(Role, &str)| Source { name: "input.yaml".to_owned(), text: (*text).to_owned(), role: *role };
    Engine::load(sources.iter().map(source).collect(), Settings::default())
}

/// What a run says: the line and the name of each, with `!` before what a gate fails for.
fn said(engine: &Engine, task: Task) -> Vec<String> {
    let report = engine.decide(task);
    let line = |mark: &str, one: &otel_inject::diagnostic::Diagnostic| {
        let location = one.location.as_ref().expect("a place");
        let (line, _) = line_and_column(&engine.sources()[location.source].text, location.span.start);
        format!("{mark}{line} {}", one.code)
    };
    let findings = report.findings.iter().map(|one| line("!", one));
    report.diagnostics.iter().map(|one| line("", one)).chain(findings).collect()
}

fn injected(input: &str) -> Vec<String> {
    said(&engine(&[(Role::Input, input), (Role::Reference, INSTRUMENTATION)]), Task::Inject)
}

#[test]
fn what_nothing_reads_is_told_in_documents_lists_json_and_flow_style() {
    let asks = format!("{JAVA}: \"true\"");
    let on_workload = deployment(&asks, "");
    assert_eq!(injected(&on_workload), ["!3 annotation-on-workload"]);
    assert_eq!(
        injected(&[SERVICE, "---\n", &on_workload].concat()),
        ["6 annotation-misplaced", "!10 annotation-on-workload"]
    );
    let indented: String = SERVICE.lines().map(|line| format!("  {line}\n")).collect();
    assert_eq!(
        injected(&format!("apiVersion: v1\nkind: List\nitems:\n-{}", &indented[1..])),
        ["9 annotation-misplaced"]
    );
    let list =
        format!("apiVersion: v1\nkind: List\nmetadata:\n  annotations:\n    {asks}\nitems:\n- {{kind: Service}}\n");
    assert_eq!(injected(&list), ["5 annotation-misplaced"]);
    let json = r#"{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "annotations":
{"instrumentation.opentelemetry.io/inject-j\u0061va": "true"}}}"#;
    assert_eq!(injected(json), ["2 annotation-misplaced"]);
    let anchored = format!("x: &x {{{asks}}}\n{}", deployment("<<: *x", ""));
    assert_eq!(injected(&anchored).len(), 1, "{anchored}");
}

#[test]
fn copies_of_what_a_pod_template_says_are_silent() {
    let asks = format!("{JAVA}: \"true\"");
    let with = |own: &str, template: &str| injected(&[SERVICE, "---\n", &deployment(own, template)].concat());
    assert_eq!(with("", &asks), [""; 0]);
    assert_eq!(with(&asks, &asks), [""; 0]);
    assert_eq!(with("", &format!("{JAVA}: other")), ["6 annotation-misplaced", "13 instrumentation-not-found"]);
    // A workload is judged by its own template.
    let two = [&deployment("", &asks), "---\n", &deployment(&asks, "")].concat();
    assert_eq!(injected(&two), ["!11 annotation-on-workload"]);
}

#[test]
fn each_task_tells_it_as_it_should() {
    let typo = deployment("", "instrumentation.opentelemetry.io/inject-jva: \"true\"");
    let engine = engine(&[(Role::Input, &typo)]);
    let findings = |task| {
        let Report { findings, .. } = engine.decide(task);
        findings.iter().map(|one| (one.severity, one.help.clone())).collect::<Vec<_>>()
    };
    let help = format!("did you mean {JAVA}?");
    assert_eq!(findings(Task::Inject), [(Severity::Warning, help.clone())]);
    assert_eq!(findings(Task::Verify), [(Severity::Error, help)]);
    assert_eq!(findings(Task::Remove), []);
    let linted = engine.lint(&LintSettings::default());
    assert_eq!(linted.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["unknown-annotation"]);
}

#[test]
fn a_comment_or_the_configuration_suppresses_it_in_every_command() {
    let policy = "\
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: a}
spec:
  rules:
  - mutate:
      patchStrategicMerge:
        spec:
          template:
            metadata:
              annotations:
                instrumentation.opentelemetry.io/inject-java: \"true\" # otel-inject: ignore[workload-kind-unknown] its pods
            spec:
              containers: [{(name): \"*\"}]
";
    assert_eq!(injected(policy), [""; 0]);
    let bare = policy.replace(" # otel-inject: ignore[workload-kind-unknown] its pods", "");
    assert_eq!(injected(&bare), ["!12 workload-kind-unknown"]);
    let config = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: a}\nspec: {lint: {ignore: [workload-kind-unknown]}}\n";
    let engine = engine(&[(Role::Input, &bare), (Role::Config, config)]);
    for task in [Task::Inject, Task::Verify] {
        assert_eq!(said(&engine, task), [""; 0]);
    }
    assert_eq!(engine.lint(&LintSettings::default()).findings.iter().map(|one| one.rule).collect::<Vec<_>>(), [""; 0]);
    // What is asked for and not done in another way is suppressed likewise.
    let unknown =
        "instrumentation.opentelemetry.io/inject-python: \"true\", instrumentation.opentelemetry.io/container-names: x";
    let listed = deployment("", unknown);
    assert_eq!(injected(&listed), ["!6 container-name-unknown"]);
    let commented = listed
        .replace("    metadata: {ann", "    # otel-inject: ignore[container-name-unknown] later\n    metadata: {ann");
    assert_eq!(injected(&commented), [""; 0]);
}

#[test]
fn namespaces_among_the_references_are_looked_at() {
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    instrumentation.opentelemetry.io/inject-java: \"true\"\n";
    let references = [namespace, "---\n", SERVICE].concat();
    let engine = engine(&[(Role::Input, "kind: A\n"), (Role::Reference, &references)]);
    assert_eq!(said(&engine, Task::Inject), ["6 annotation-misplaced"], "a Service is not read for its own sake");
}

#[test]
fn namespaces_in_the_configuration_are_looked_at() {
    let config = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: a}\nspec:\n  namespaces:\n  - apiVersion: v1\n    kind: Namespace\n    metadata: {name: shop, annotations: {instrumentation.opentelemetry.io/inject-jva: \"true\"}}\n";
    let engine = engine(&[(Role::Input, "kind: A\n"), (Role::Config, config)]);
    assert_eq!(said(&engine, Task::Inject), ["8 unknown-annotation"]);
}

#[test]
fn documents_that_kubectl_reads_otherwise_are_errors() {
    let asks = deployment("", &format!("{JAVA}: \"true\""));
    let asks_nothing = deployment("", "");
    for (change, with) in [
        ("kind: Deployment", "kind: ConfigMap\nkind: Deployment"),
        ("apiVersion: apps/v1\n", "apiVersion: v1\napiVersion: apps/v1\n"),
        ("kind: Deployment", "kind: Deployment # a\u{2028}b"),
        ("apiVersion: apps", "---apiVersion: apps"),
    ] {
        for text in [&asks, &asks_nothing] {
            // Without the word nobody misses what a marker takes away.
            if with.starts_with("---") && !text.contains(JAVA) {
                continue;
            }
            let text = text.replace(change, with);
            let engine = engine(&[(Role::Input, &text), (Role::Reference, INSTRUMENTATION)]);
            for task in [Task::Inject, Task::Verify, Task::Remove] {
                if task == Task::Remove && !text.contains(JAVA) {
                    continue;
                }
                let report = engine.run(task);
                assert!(report.has_errors(), "{task:?}:\n{text}");
                assert_eq!(report.texts[0], *text);
                assert_eq!(report.diagnostics[0].code.as_str(), "unreadable");
            }
            let linted = engine.lint(&LintSettings::default());
            assert_eq!(linted.diagnostics.len(), 1, "{text}\n{:?}", linted.diagnostics);
        }
    }
    let other = "kind: A\nkind: B\na: 'x\u{2028}y'\n";
    assert_eq!(injected(other), [""; 0]);
}

#[test]
fn a_resource_attribute_that_is_no_string_is_left_out() {
    let attributes = "resource.opentelemetry.io/service.version: 1.10, resource.opentelemetry.io/canary: true, \
                      resource.opentelemetry.io/team: shop";
    let text = deployment("", &format!("instrumentation.opentelemetry.io/inject-python: true, {attributes}"));
    let engine = engine(&[(Role::Input, &text), (Role::Reference, INSTRUMENTATION)]);
    let report = engine.run(Task::Inject);
    let injected = report.texts[0].to_string();
    assert!(injected.contains("team=shop") && !injected.contains("canary="), "{injected}");
    assert!(!injected.contains("service.version=1.1"), "{injected}");
    let help: Vec<&str> = report.findings.iter().map(|one| one.help.as_str()).collect();
    assert_eq!(help, ["write it in quotes: \"true\"", "write it in quotes: \"1.10\"", "write it in quotes: \"true\""]);
}

/// Whether a key is under one of the domains that the operator reads, or under the one that all of them are part of.
fn is_operators(key: &str) -> bool {
    let domain = key.split_once('/').map_or("", |(domain, _)| domain);
    let part = domain.strip_suffix("opentelemetry.io").map(|part| part.trim_end_matches('.'));
    part.is_some_and(|part| matches!(part, "" | "instrumentation" | "resource" | "sidecar"))
}

/// The objects of a document: its root, or the items of a list.
fn objects(tree: &Tree<'_>, node: NodeId, found: &mut Vec<NodeId>) {
    let value = |key: &str| {
        tree.entries(node).find(|(name, _)| tree.content(*name) == key).map(|(_, value)| tree.target(value))
    };
    let is_map = matches!(tree.kind(node), Kind::Map | Kind::FlowMap);
    let kind = is_map.then(|| value("kind")).flatten().map(|kind| tree.content(kind).into_owned()).unwrap_or_default();
    match is_map.then(|| value("items")).flatten() {
        Some(items) if kind.ends_with("List") => tree.children(items).for_each(|item| objects(tree, item, found)),
        _ => found.push(node),
    }
}

/// How many keys of the operator's the mappings below a node have, but for those that select.
fn count(tree: &Tree<'_>, node: NodeId) -> usize {
    match tree.kind(node) {
        Kind::Map | Kind::FlowMap => {
            let entry = |(key, value): (NodeId, NodeId)| match &*tree.content(key) {
                "matchLabels" | "selector" => 0,
                key => usize::from(is_operators(key)) + count(tree, value),
            };
            tree.entries(node).map(entry).sum()
        }
        Kind::Seq | Kind::FlowSeq => tree.children(node).map(|item| count(tree, item)).sum(),
        Kind::Alias => count(tree, tree.target(node)),
        _ => 0,
    }
}

/// Whether a key is read, told, or a copy.
fn is_told(found: &[Finding], key: &Key) -> bool {
    let Some(told) = &key.told else { return key.reader != Reader::Nobody };
    let is_about = |finding: &&Finding| finding.place.field.ends_with(&format!("[{}]", key.key));
    told.may_be_copy || found.iter().filter(is_about).any(|finding| finding.rule == told.rule)
}

#[test]
fn every_key_of_the_operators_in_every_fixture_is_read_or_told() {
    let mut seen = 0;
    for fixture in below("").into_iter().chain(random()) {
        let text = fixture.text();
        let mut found = None;
        for range in yaml::documents(text) {
            let Ok(tree) = yaml::read(&text[range]) else { continue };
            let mut nodes = Vec::new();
            tree.root().into_iter().for_each(|root| objects(&tree, root, &mut nodes));
            for node in nodes {
                let Ok(value) = yaml::value(&tree, node) else { continue };
                let is_left_alone = text.contains("local-config") || value.str_at(&["kind"]) == Some("OtelInject");
                let keys = keys(&value, Kinds::known(), |_| None);
                let of_domains = keys.iter().filter(|key| is_operators(&key.key)).count();
                assert!(is_left_alone || of_domains >= count(&tree, node), "{}: {value:?}", fixture.name);
                seen += of_domains;
                if keys.iter().any(|key| key.told.is_some() || key.reader == Reader::Nobody) {
                    let (found, is_error) = found.get_or_insert_with(|| {
                        let engine = fixture.engine();
                        let linted = engine.lint(&LintSettings::default());
                        // A document that kubectl reads otherwise is an error as a whole.
                        (linted.findings, has_errors(&linted.diagnostics))
                    });
                    let is_suppressed = text.contains("otel-inject: ignore[");
                    let is_well = is_suppressed || *is_error || keys.iter().all(|key| is_told(found, key));
                    assert!(is_well, "{}: {keys:#?}", fixture.name);
                }
            }
        }
    }
    assert!(seen > 500, "only {seen} keys were seen");
}
