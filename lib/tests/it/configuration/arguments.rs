//! A rule that arguments make: it is for this run and the workloads that it selects, and what it asked for stays.

use otel_inject::config::{Containers, Rule, Select};
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
    let other = run(&text, Some(selecting("cart", inject("java", "one"))), "");
    assert_eq!(other, (stays.0, vec![NOTHING.to_owned(), STAYS.to_owned()]));
}

/// What is said where arguments select nothing.
const NOTHING: &str = "nothing-selected: the arguments select none of the workloads";

#[test]
fn a_selection_that_fits_nothing_is_told() {
    let said = |text: &str, rule| run(text, Some(rule), "").1;
    assert_eq!(said(DEPLOYMENT, selecting("cart", inject("python", "one"))), [NOTHING]);
    assert_eq!(said("kind: Service\n", selecting("w*", inject("python", "one"))), [NOTHING]);
    let labels = Select { labels: parsed("app=web"), ..Select::default() };
    assert_eq!(said(DEPLOYMENT, Rule { select: labels, ..inject("python", "one") }), [NOTHING]);
    assert!(said("kind: Service\n", inject("python", "one")).is_empty());
    assert!(
        said(DEPLOYMENT, selecting("cart", Rule { service_name: Some(parsed("a")), ..Rule::default() })).is_empty()
    );
    let both = format!("{DEPLOYMENT}---\n{}", DEPLOYMENT.replace("name: web\n", "name: cart\n"));
    assert!(said(&both, selecting("cart", inject("python", "one"))).is_empty());
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
    assert!(!run(&opted_out, Some(inject("python", "one")), "").0.contains("PYTHONPATH"));
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
    assert_eq!(run(DEPLOYMENT, Some(rule), ""), (DEPLOYMENT.to_owned(), Vec::new()));
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
