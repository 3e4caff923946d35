use super::*;
use crate::decision::{Decision, Restored, Skip, Trace, Verdict};
use crate::engine::index::Inputs;
use crate::engine::input::{ReadDocument, Role, Settings, Source};
use crate::k8s::{Kinds, StringMap, Workload};
use crate::plan::apply;
use crate::pointer::{Pointer, resolve_mut};
use crate::record::ANNOTATION;
use crate::value::Value;

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: default}
spec: {exporter: {endpoint: http://collector:4318}}
";

/// A Deployment that asks for Python, with more annotations of its own and of its pod template.
fn deployment(own: &str, template: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, annotations: {{{own}}}}}
spec:
  template:
    metadata: {{annotations: {{instrumentation.opentelemetry.io/inject-python: 'true'{template}}}}}
    spec: {{containers: [{{name: app, image: registry.example.com/web:1.4.2}}]}}
"
    )
}

/// Looks at the one workload of an input, beside which there is an Instrumentation.
fn with<T>(
    instrumentation: &str,
    workload: &str,
    look: impl for<'s> FnOnce(&WorkloadNode<'_, 's>, &'s Inputs) -> T,
) -> T {
    let source = |role, text: &str| Source { name: "manifests.yaml".to_owned(), text: text.to_owned(), role };
    let sources = vec![source(Role::Reference, instrumentation), source(Role::Input, workload)];
    let inputs = Inputs::load(sources, Settings::default());
    let text = &inputs.sources[1].text;
    let document = ReadDocument::read(text, 1, 0..text.len(), &inputs.kinds).expect("YAML");
    let object = document.objects[0];
    let value = document.value(object).expect("a value");
    look(&WorkloadNode { tree: &document.tree, node: object.node, source: 1, object: &value }, &inputs)
}

fn injected(workload: &str) -> String {
    let wanted = with(INSTRUMENTATION, workload, |node, inputs| {
        injection(node, inputs, Output::Plan, &mut Trace::default()).wanted.expect("an injection").into_owned()
    });
    wanted.to_json().to_string()
}

fn value(text: &str) -> Value<'static> {
    with("", text, |node, _| node.object.clone().into_owned())
}

fn record_mut<'v>(object: &'v mut Value<'static>) -> &'v mut Value<'static> {
    let record = Pointer::keys(&["spec", "template", "metadata", "annotations", ANNOTATION]);
    resolve_mut(&record.0, object).expect("a record")
}

fn skip(decision: &Decision<'_>) -> Option<Skip> {
    match decision {
        Decision::Skipped { reason, .. } => Some(reason.clone()),
        Decision::Injected { .. } | Decision::Refused(_) => None,
    }
}

#[test]
fn without_a_plan_only_the_record_is_left_out() {
    let [planned, only] = [Output::Plan, Output::ObjectOnly].map(|output| {
        with(INSTRUMENTATION, &deployment("", ""), |node, inputs| {
            let injection = injection(node, inputs, output, &mut Trace::default());
            let has_plan = injection.decision.plan().is_some_and(|plan| !plan.is_empty());
            (has_plan, injection.wanted.expect("an injection").into_owned())
        })
    });
    assert_eq!((planned.0, only.0), (true, false));
    let mut planned = planned.1;
    let record = std::mem::replace(record_mut(&mut planned), Value::from(""));
    assert!(record.as_str().is_some_and(|record| record.contains("python")), "{record:?}");
    assert_eq!(planned, only.1);
}

#[test]
fn a_current_injection_changes_nothing_and_is_known_without_itself() {
    let before = deployment("", "");
    with(INSTRUMENTATION, &injected(&before), |node, inputs| {
        let injection = injection(node, inputs, Output::Plan, &mut Trace::default());
        assert!(matches!(&injection.decision, Decision::Injected { plan, .. } if plan.is_empty()));
        assert_eq!(injection.requests.len(), 1);
        assert_eq!(injection.written, Some(value(&before)));
    });
}

#[test]
fn local_configuration_is_left_alone_whatever_it_carries() {
    let local = "config.kubernetes.io/local-config: 'true'";
    let damaged = format!(", {ANNOTATION}: damaged");
    let decided = |own: &str, template: &str| {
        with(INSTRUMENTATION, &deployment(own, template), |node, inputs| {
            let injection = injection(node, inputs, Output::Plan, &mut Trace::default());
            assert!(injection.wanted.is_none());
            injection.decision.into_owned()
        })
    };
    assert_eq!(skip(&decided(local, "")), Some(Skip::LocalConfig));
    assert_eq!(skip(&decided(local, &damaged)), Some(Skip::LocalConfig));
    assert!(matches!(decided("", &damaged), Decision::Refused(_)));
}

#[test]
fn a_removal_gives_back_what_there_was_and_its_inverse_the_injection() {
    let before = deployment("", "");
    let injected = injected(&before);
    with("", &injected, |node, _| {
        let Removal { decision, taken, .. } = removal(node, Kinds::known(), false);
        let Taken { wanted, inverse, known } = taken.expect("an injection");
        assert_eq!(skip(&decision), Some(Skip::NotAsked));
        assert_eq!(apply(decision.plan().expect("a plan"), node.object), wanted);
        assert_eq!((&wanted, known), (&value(&before), None));
        assert_eq!(apply(&inverse, &wanted), value(&injected));
    });
}

#[test]
fn what_no_record_tells_of_is_removed_by_name_only_on_request() {
    let mut unrecorded = value(&injected(&deployment("", "")));
    *record_mut(&mut unrecorded) = Value::Null;
    let unrecorded = unrecorded.to_json().to_string();
    with("", &unrecorded, |node, _| {
        let left = removal(node, Kinds::known(), false);
        assert!(matches!(skip(&left.decision), Some(Skip::WithoutRecord { .. })));
        assert!(left.taken.is_none());
        let known = removal(node, Kinds::known(), true).taken.expect("an injection").known;
        assert_eq!(known, Some(Restored::ByName));
    });
    with("", &deployment("", ""), |node, _| {
        let nothing = removal(node, Kinds::known(), true);
        assert!(nothing.taken.is_none() && skip(&nothing.decision) == Some(Skip::NotAsked));
    });
}

#[test]
fn a_verification_says_whether_an_injection_is_what_injecting_again_makes() {
    let verdict = |instrumentation: &str, workload: &str| {
        with(instrumentation, workload, |node, inputs| {
            let injection = injection(node, inputs, Output::Plan, &mut Trace::default());
            verify(&Workload::of(node.object, None, StringMap::default()).expect("a workload"), &injection.decision)
                .map(|verified| verified.verdict)
        })
    };
    let (plain, injected) = (deployment("", ""), injected(&deployment("", "")));
    let moved = INSTRUMENTATION.replace("collector", "gateway");
    let mut incomplete: serde_json::Value = serde_json::from_str(&injected).expect("JSON");
    incomplete["spec"]["template"]["spec"]["volumes"] = serde_json::json!([]);
    let incomplete = incomplete.to_string();
    assert_eq!(verdict(INSTRUMENTATION, &injected), Some(Verdict::Current));
    assert_eq!(verdict(&moved, &injected), Some(Verdict::Outdated));
    assert_eq!(verdict(INSTRUMENTATION, &plain), Some(Verdict::NotInjected));
    assert_eq!(verdict("", &plain), Some(Verdict::NotInjected));
    assert_eq!(verdict("", &injected), Some(Verdict::Unknown));
    assert_eq!(verdict("", &incomplete), Some(Verdict::Incomplete));
    assert_eq!(verdict(INSTRUMENTATION, &deployment("", &format!(", {ANNOTATION}: damaged"))), None);
}
