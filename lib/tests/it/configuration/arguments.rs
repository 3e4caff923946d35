//! A rule that arguments make: it is for this run and the workloads that it selects, and what it asked for stays.

use otel_inject::config::{Containers, Rule, Select};
use otel_inject::diagnostic::Severity;
use otel_inject::engine::{Engine, Role, Settings, Task};

use crate::testing::texts::source;

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {tier: front}
spec:
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: app # the first
        image: 'app:1'
      - name: redis
        image: redis:7
";

const INSTRUMENTATIONS: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: one}
spec: {exporter: {endpoint: http://one:4318}}
---
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: two}
spec: {exporter: {endpoint: http://two:4318}}
";

const CONFIG: &str = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: shop}\nspec:\n";

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("it can be read")
}

/// `--inject LANGUAGE=NAME`
fn inject(language: &str, name: &str) -> Rule {
    Rule { inject: [(parsed(language), parsed(name))].into(), ..Rule::default() }
}

/// `--select name=NAME`
fn selecting(name: &str, rule: Rule) -> Rule {
    Rule { select: Select { names: vec![parsed(name)], ..Select::default() }, ..rule }
}

fn engine(text: &str, rule: Option<Rule>, config: &str) -> Engine {
    let mut sources = vec![source("web.yaml", text, Role::Input), source("i.yaml", INSTRUMENTATIONS, Role::Reference)];
    if !config.is_empty() {
        sources.push(source("otel.yaml", &format!("{CONFIG}{config}"), Role::Config));
    }
    Engine::load(sources, Settings { rule, ..Settings::default() })
}

/// The text after a run, and the messages of what was said.
#[track_caller]
fn run(text: &str, rule: Option<Rule>, config: &str) -> (String, Vec<String>) {
    let engine = engine(text, rule, config);
    let report = engine.run(Task::Inject);
    assert!(!report.has_errors(), "{:?}", report.diagnostics);
    let said = report.diagnostics.iter().map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message));
    (report.texts[0].to_string(), said.collect())
}

/// What a run makes of the Deployment that mentions nothing.
fn injected(rule: Rule) -> String {
    let (text, said) = run(DEPLOYMENT, Some(rule), "");
    assert_eq!(said, Vec::<String>::new());
    text
}

const STAYS: &str = "asked-elsewhere: python was asked for on the command line, and is not in this run; the injection stays \
                     as it is, give --inject python to follow it";

#[test]
fn the_record_says_that_the_command_line_asked() {
    let text = injected(inject("python", "one"));
    assert!(text.contains("\"askedBy\":{\"python\":\"-\"}") && text.contains("http://one:4318"), "{text}");
    assert_eq!(run(&text, Some(inject("python", "one")), ""), (text.clone(), Vec::new()));
    let engine = engine(&text, None, "");
    assert_eq!(engine.run(Task::Remove).texts[0], *DEPLOYMENT);
}

#[test]
fn a_run_without_it_leaves_it_and_says_so() {
    let text = injected(inject("python", "one"));
    let stays = (text.clone(), vec![STAYS.to_owned()]);
    assert_eq!(run(&text, None, ""), stays);
    assert_eq!(run(&text, None, "  record: true\n"), stays);
    let other = "  rules:\n  - select: {names: [cart]}\n    inject: {python: two}\n";
    assert_eq!(run(&text, None, other), stays);
    // What only adds settings asks for nothing, and what is for other workloads says nothing of this one.
    assert_eq!(run(&text, Some(Rule { service_name: Some(parsed("a")), ..Rule::default() }), ""), stays);
    let other = [&text, "---\n", &DEPLOYMENT.replace("name: web\n", "name: cart\n")].concat();
    let (ours, said) = run(&other, Some(selecting("cart", inject("java", "one"))), "");
    assert!(ours.starts_with(&stays.0), "{ours}");
    assert_eq!(said, [STAYS]);
}

/// The errors of a run.
fn errors(text: &str, rule: Rule) -> Vec<String> {
    let engine = engine(text, Some(rule), "");
    let report = engine.run(Task::Inject);
    assert_eq!(report.texts[0], *text);
    let errors = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message)).collect()
}

/// `--container NAME,…`
fn into(names: &[&str], rule: Rule) -> Rule {
    let include = names.iter().map(|name| parsed(name)).collect();
    Rule { containers: Some(Containers { include, exclude: Vec::new() }), ..rule }
}

#[test]
fn a_selection_that_fits_nothing_is_an_error() {
    let nothing = "nothing-selected: the arguments select none of the workloads";
    let python = || inject("python", "one");
    assert_eq!(errors(DEPLOYMENT, selecting("cart", python())), [nothing]);
    assert_eq!(errors("kind: Service\n", selecting("w*", python())), [nothing]);
    let labels = Select { labels: parsed("app=web"), ..Select::default() };
    assert_eq!(errors(DEPLOYMENT, Rule { select: labels, ..python() }), [nothing]);
    assert_eq!(
        errors("kind: Service\n", python()),
        ["nothing-selected: --inject takes effect in no workload: the input has none"]
    );
    let local = DEPLOYMENT
        .replace("  name: web\n", "  name: web\n  annotations: {config.kubernetes.io/local-config: 'true'}\n");
    assert_eq!(errors(&local, python()).len(), 1);
    // What asks for nothing selects nothing either.
    let service_name = Rule { service_name: Some(parsed("a")), ..Rule::default() };
    assert!(errors(DEPLOYMENT, selecting("cart", service_name)).is_empty());
    let both = format!("{DEPLOYMENT}---\n{}", DEPLOYMENT.replace("name: web\n", "name: cart\n"));
    let (_, said) = run(&both, Some(selecting("cart", python())), "");
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn an_argument_without_effect_is_an_error() {
    let python = || inject("python", "one");
    assert_eq!(
        errors(DEPLOYMENT, into(&["ap"], python())),
        ["argument-without-effect: --container ap fits no container of the selected workloads"]
    );
    assert_eq!(
        errors(DEPLOYMENT, into(&["app", "wbe*"], python())),
        ["argument-without-effect: --container wbe* fits no container of the selected workloads"]
    );
    let opted_out = DEPLOYMENT.replace(
        "      labels: {app: web}\n",
        "      labels: {app: web}\n      annotations: {instrumentation.opentelemetry.io/inject-python: 'false'}\n",
    );
    let idle = "argument-without-effect: --inject python takes effect in none of the selected workloads";
    assert_eq!(errors(&opted_out, python()), [idle]);
    // One of several workloads is enough.
    let both = format!("{DEPLOYMENT}---\n{}", DEPLOYMENT.replace("name: redis\n", "name: other\n"));
    assert!(run(&both, Some(into(&["other", "app"], python())), "").1.is_empty());
    assert!(run(&[DEPLOYMENT, "---\n", &opted_out].concat(), Some(python()), "").1.is_empty());
}

#[test]
fn arguments_that_leave_the_containers_open_are_an_error() {
    let mut both = inject("python", "one");
    both.inject.extend(inject("java", "one").inject);
    let said = errors(DEPLOYMENT, both.clone());
    assert!(said[0].starts_with("containers-ambiguous: several languages are asked for"), "{said:?}");
    assert!(run(DEPLOYMENT, Some(into(&["app"], both)), "").1.is_empty());
}

#[test]
fn a_run_that_selects_the_workload_follows() {
    let text = injected(inject("python", "one"));
    for rule in [
        inject("python", "two"),
        inject("java", "one"),
        selecting("w*", inject("python", "two")),
        Rule { service_name: Some(parsed("{workload}-{container}")), ..inject("python", "one") },
        Rule {
            containers: Some(Containers { include: Vec::new(), exclude: vec![parsed("redis")] }),
            resource_attributes: [(parsed("team"), parsed("shop"))].into(),
            ..inject("nodejs", "two")
        },
    ] {
        let fresh = injected(rule.clone());
        assert_ne!(fresh, text);
        assert_eq!(run(&text, Some(rule), ""), (fresh, Vec::new()));
    }
    let opted_out = text.replace(
        "      annotations:\n",
        "      annotations:\n        instrumentation.opentelemetry.io/inject-python: \"false\"\n",
    );
    let (text, _) = run(&[&opted_out, "---\n", DEPLOYMENT].concat(), Some(inject("python", "one")), "");
    let (first, second) = text.split_once("---\n").expect("two documents");
    assert!(!first.contains("PYTHONPATH") && second.contains("PYTHONPATH"), "{text}");
}

#[test]
fn without_inject_it_is_for_what_annotations_ask() {
    let asking = DEPLOYMENT.replace(
        "      labels: {app: web}\n",
        "      labels: {app: web}\n      annotations: {instrumentation.opentelemetry.io/inject-sdk: one}\n",
    );
    let containers = Containers { include: vec![parsed("r*")], exclude: Vec::new() };
    let rule = Rule { containers: Some(containers), service_name: Some(parsed("container")), ..Rule::default() };
    let (text, _) = run(&asking, Some(rule.clone()), "");
    assert!(text.contains("value: redis\n") && !text.contains("askedBy"), "{text}");
    assert_eq!(
        errors(DEPLOYMENT, rule),
        [
            "nothing-selected: --container is for workloads that ask for injection, and none of those that are selected asks"
        ]
    );
}

#[test]
fn it_goes_with_a_configuration_that_has_no_rules() {
    let mirror = "  namespace: shop\n  images: {registryMap: {ghcr.io: mirror.example.com}}\n";
    let (text, _) = run(DEPLOYMENT, Some(inject("python", "one")), mirror);
    assert!(text.contains("image: mirror.example.com/open-telemetry/") && text.contains("namespace=shop"), "{text}");
    assert!(text.contains("\"askedBy\":{\"python\":\"-\"}"), "{text}");
    let rules = "  rules:\n  - inject: {python: two}\n";
    let by_config = run(DEPLOYMENT, None, rules).0;
    // The configuration is there and doesn't ask any more, so the arguments alone count.
    assert_eq!(
        run(&by_config, Some(inject("java", "one")), mirror).0,
        run(DEPLOYMENT, Some(inject("java", "one")), mirror).0
    );
    let (_, said) = run(&by_config, Some(inject("java", "one")), "");
    assert!(said[0].starts_with("asked-elsewhere: python was asked for by the configuration shop"), "{said:?}");
}

#[test]
fn with_rules_of_a_configuration_it_is_an_error() {
    let engine = engine(DEPLOYMENT, Some(inject("python", "one")), "  rules:\n  - inject: {python: two}\n");
    let report = engine.run(Task::Inject);
    let codes: Vec<&str> = report.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!((codes, report.texts[0].to_string()), (vec!["rules-twice"], DEPLOYMENT.to_owned()));
    let location = report.diagnostics[0].location.as_ref().expect("a place");
    assert_eq!(&engine.sources()[location.source].text[location.span.clone()], "rules");
}

#[test]
fn what_it_asks_for_in_vain_is_told() {
    let engine = engine(DEPLOYMENT, Some(inject("python", "three")), "");
    let message = engine.run(Task::Inject).diagnostics[0].message.clone();
    assert_eq!(message, "the command line asks for the Instrumentation three, which is not among the inputs");
}
