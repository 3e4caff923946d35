//! What a person is told who asks why a workload is instrumented, or not.

use otel_inject::decision::Decision;
use otel_inject::engine::{Engine, Explained, Task};
use otel_inject::render::explain::explanation;
use otel_inject::render::explain_json::json;
use otel_inject::render::places::Places;
use otel_inject_testing::snapshots::settings;
use serde_json::Value as Json;

use crate::testing::fixtures::{Fixture, below};
use crate::testing::texts::{configured, engine, run};

/// What is made of each workload.
fn each<T>(engine: &Engine, mut make: impl FnMut(&Explained<'_>, &Places<'_>) -> T) -> Vec<T> {
    let files = engine.files();
    let places = Places::of(&files);
    let mut made = Vec::new();
    let _ = engine.explain(|explained| made.push(make(explained, &places)));
    made
}

fn explained(engine: &Engine) -> String {
    each(engine, explanation).join("\n")
}

fn fixture(name: &str) -> Fixture {
    below(name).remove(0)
}

#[test]
fn the_three_services() {
    settings().bind(|| {
        for name in ["zipservice", "image-retriever", "logstream"] {
            let engine = fixture(name).engine();
            insta::assert_snapshot!(format!("{name}.explain"), explained(&engine));
        }
        let one = each(&fixture("logstream").engine(), json);
        insta::assert_snapshot!("logstream.explain.json", serde_json::to_string_pretty(&one).unwrap());
    });
}

/// Why something is done or not: no sentence of these comes from elsewhere.
#[test]
fn ways_to_decisions() {
    settings().bind(|| {
        for name in [
            "style/annotation-on-workload",
            "style/annotation-on-namespace",
            "style/init-container-asked",
            "style/sdk-only",
            "style/pythonpath-value-from",
            "style/resource-attributes-own",
            "languages/several-deployment-block",
            "languages/several-deployment-go-left-out",
            "languages/go-deployment-block",
            "languages/go-deployment-no-target",
            "languages/nginx-deployment-block",
            "no-namespace/downward-api",
            "no-namespace/flag-for-all",
            "no-namespace/name-not-found",
            "no-namespace/name-only-one-elsewhere",
            "no-namespace/name-several",
            "no-namespace/same-name-differs",
            "rules/command-wrapped",
            "rules/first-rule-applies",
            "rules/pod-false-over-namespace",
            "rules/pod-false-over-rule",
            "rules/pod-true-namespace-name",
            "rules/rule-over-namespace-false",
            "rules/containers-excluded",
            "rules/service-name-over-instrumentation",
        ] {
            let named = format!("{}.explain", name.replace('/', "."));
            insta::assert_snapshot!(named, explained(&fixture(name).engine()));
        }
    });
}

#[test]
fn it_never_tells_of_another_decision_than_is_made() {
    let groups = ["style", "no-namespace", "languages", "rules", "by-hand", "parity"];
    for fixture in groups.into_iter().flat_map(below) {
        let engine = fixture.engine();
        let run = engine.run(Task::Inject);
        let code = |decision: &Decision<'_>| match decision {
            Decision::Injected { outcomes, .. } => (format!("injected {outcomes:?}"), String::new()),
            Decision::Skipped { reason, outcomes, .. } => {
                (format!("{} {outcomes:?}", reason.code()), reason.to_string())
            }
            Decision::Refused(refusal) => (refusal.reason.code().to_string(), refusal.reason.to_string()),
        };
        let told = each(&engine, |explained, places| {
            for step in &explained.steps {
                assert!(!step.message.is_empty(), "{}", fixture.name);
                let placed = step.location.as_ref().is_none_or(|location| places.line(location).is_some());
                assert!(placed, "{}: {step:?}", fixture.name);
            }
            (explained.object.clone(), code(explained.decision), explained.decision.plan().map(|plan| plan.edits.len()))
        });
        let by_template = run.workloads.iter().flat_map(|workload| {
            let whole = workload.templates.is_empty().then_some(&workload.decision).into_iter();
            let decisions = whole.chain(workload.templates.iter().map(|template| &template.decision));
            decisions.map(|decision| (workload.object.clone(), decision))
        });
        for (object, decision) in by_template {
            let same = (object, code(decision), decision.plan().map(|plan| plan.edits.len()));
            assert!(told.contains(&same), "{}: {same:?} is not in {told:?}", fixture.name);
        }
    }
}

#[test]
fn the_value_that_a_container_ends_up_with_is_the_last_that_was_not_lost() {
    for fixture in ["style", "languages", "rules", "parity"].into_iter().flat_map(below) {
        let engine = fixture.engine();
        let mut wanted: Vec<Json> = Vec::new();
        let _ =
            engine.examine(Task::Inject, |examined| wanted.push(examined.wanted.unwrap_or(examined.value).to_json()));
        let whole = serde_json::to_string(&wanted).unwrap();
        each(&engine, |explained, _| {
            for variable in &explained.variables {
                let name = &variable.offer.name;
                let later = explained.variables.iter().rfind(|other| {
                    other.offer.container == variable.offer.container && other.offer.name == *name && other.is_taken()
                });
                let Some(value) = later.map(|later| later.offer.value.clone()) else { continue };
                let is_plain = variable.language.is_some() && !value.contains(' ');
                let quoted = serde_json::to_string(&value).unwrap();
                assert!(!is_plain || whole.contains(&quoted), "{}: {name} is not {value}", fixture.name);
            }
        });
    }
}

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: python
    spec:
      containers:
      - name: app
        image: app:1
        env:
        - name: OTEL_TRACES_SAMPLER
          value: always_off
        - name: OTEL_EXPORTER_OTLP_ENDPOINT
          value: http://mine:4318
";

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata:
  name: python
spec:
  exporter:
    endpoint: http://collector:4318
  sampler:
    type: always_on
  env:
  - name: OTEL_EXPORTER_OTLP_ENDPOINT
    value: http://env:4318
  - name: OTEL_LOGS_EXPORTER
    value: none
";

#[test]
fn what_lost_is_told_with_its_place() {
    let text = explained(&engine(DEPLOYMENT, INSTRUMENTATION));
    for part in [
        "    OTEL_TRACES_SAMPLER: \"always_off\" from the container's own (web.yaml:16)\n      \
         not \"always_on\" from spec.sampler (python.yaml:8)\n",
        "    OTEL_EXPORTER_OTLP_ENDPOINT: \"http://mine:4318\" from the container's own (web.yaml:18)\n      \
         not \"http://env:4318\" from spec.env (python.yaml:11)\n      \
         not \"http://collector:4318\" from spec.exporter.endpoint (python.yaml:7)\n",
        "    OTEL_LOGS_EXPORTER: \"none\" from spec.env (python.yaml:13)\n      \
         not \"otlp\" from the agent for python\n",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn what_asks_for_nothing_is_told_too() {
    let idle = DEPLOYMENT.replace("        instrumentation.opentelemetry.io/inject-python: python\n", "        a: b\n");
    let text = explained(&engine(&idle, INSTRUMENTATION));
    assert!(
        text.contains("=> skipped: nothing asks for injection [not-asked]\n     ask for it on the pod template"),
        "{text}"
    );
    let broken = "kind: Deployment\ntemplate: {\n";
    assert!(!engine(broken, "").explain(|_| {}).has_errors(), "nothing is asked of it");
}

#[test]
fn what_counts_as_instrumented_is_told_with_its_place() {
    let by_hand = DEPLOYMENT.replace("OTEL_TRACES_SAMPLER", "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME");
    let text = explained(&engine(&by_hand, INSTRUMENTATION));
    let sign = "the pod counts as instrumented: OTEL_RESOURCE_ATTRIBUTES_NODE_NAME in container app (web.yaml:16)\n";
    assert!(text.contains(sign) && text.contains("[already-injected]"), "{text}");
}

#[test]
fn an_injection_tells_of_its_record() {
    let injected = run(Task::Inject, DEPLOYMENT, INSTRUMENTATION).0;
    let text = explained(&engine(&injected, INSTRUMENTATION));
    let record = "it carries the record of an earlier injection (python by python, asked for by an annotation), which is \
                  taken back first (web.yaml:11)\n";
    assert!(text.contains(record) && text.ends_with("  => unchanged, already as wanted\n"), "{text}");
    let unknown = explained(&engine(&injected, ""));
    assert!(unknown.contains("[injection-unknown] (web.yaml:10)"), "{unknown}");
}

#[test]
fn what_an_inline_instrumentation_says_has_its_place_in_the_configuration() {
    let indented: String = INSTRUMENTATION.lines().map(|line| format!("    {line}\n")).collect();
    let config = format!(
        "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {{name: shop}}\nspec:\n  instrumentations:\n  - {}",
        indented.trim_start()
    );
    let text = explained(&configured(DEPLOYMENT, &config));
    assert!(text.contains("not \"http://collector:4318\" from spec.exporter.endpoint (otel.yaml:12)\n"), "{text}");
}
