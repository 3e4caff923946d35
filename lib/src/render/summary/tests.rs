use super::lines::ALIKE;
use super::*;
use crate::decision::{ContainerSkip, Note, Outcome, Refusal, RefusalReason};
use crate::diagnostic::Code;
use crate::operator::Language;
use crate::plan::{Edit, Op, Plan};
use crate::pointer::Pointer;

fn workload(name: &str) -> ObjectRef {
    ObjectRef {
        api_version: "apps/v1".to_owned(),
        kind: "Deployment".to_owned(),
        namespace: Some("cxtm".to_owned()),
        name: name.to_owned(),
    }
}

fn something() -> Plan<'static> {
    Plan { edits: vec![Edit { at: Pointer::keys(&["spec"]), op: Op::Remove { ours: true } }] }
}

fn did(language: Language, containers: &[&str]) -> Vec<Outcome> {
    let outcome = |name: &&str| Outcome { language, container: Some((*name).to_owned()), skipped: None };
    containers.iter().map(outcome).collect()
}

fn skipped(reason: Skip, plan: Plan<'static>) -> Decision<'static> {
    Decision::Skipped { reason, plan, outcomes: Vec::new(), notes: Vec::new() }
}

fn entries<'a>(decisions: &'a [(ObjectRef, Decision<'static>, Option<Restored>)]) -> impl Iterator<Item = Entry<'a>> {
    decisions.iter().map(|(object, decision, restored)| {
        let changed = decision.plan().is_some_and(|plan| !plan.is_empty());
        let is_unmet = object.name == "misplaced";
        Entry { object, template: None, changed, decision, restored: *restored, verdict: None, is_unmet }
    })
}

#[test]
fn an_injection_names_what_was_done_and_why_not() {
    let mut zipservice = did(Language::Python, &["zip", "mongo", "redis", "nginx"]);
    zipservice.push(Outcome {
        language: Language::Python,
        container: Some("odd".to_owned()),
        skipped: Some(ContainerSkip::ValueFrom { variable: "PYTHONPATH".to_owned() }),
    });
    let mut both = did(Language::Java, &["app"]);
    both.extend(did(Language::Nodejs, &["ui", "api"]));
    both.push(Outcome { language: Language::Go, container: None, skipped: None });
    let injected = |plan, outcomes| Decision::Injected { plan, outcomes, notes: Vec::new() };
    let refusal = Refusal {
        reason: RefusalReason::Malformed { message: "the pod has no spec".to_owned() },
        at: Pointer::default(),
    };
    let decisions = [
        (workload("zipservice"), injected(something(), zipservice), None),
        (workload("idle"), skipped(Skip::NotAsked, Plan::default()), None),
        (workload("both"), injected(something(), both), None),
        (workload("again"), injected(Plan::default(), did(Language::Java, &["app"])), None),
        (workload("local"), skipped(Skip::LocalConfig, Plan::default()), None),
        (workload("idle-too"), skipped(Skip::NotAsked, Plan::default()), None),
        (workload("misplaced"), skipped(Skip::NotAsked, Plan::default()), None),
        (workload("gone"), skipped(Skip::NotAsked, something()), None),
        (workload("go"), Decision::Refused(refusal), None),
    ];
    assert_eq!(
        injection(entries(&decisions), Tense::Done),
        "\
Deployment cxtm/zipservice: injected python into 4 containers (zip, mongo, redis, …)
  container odd, python: skipped: PYTHONPATH comes from valueFrom, so nothing can be added to its value [env-value-from-conflict]
Deployment cxtm/both: injected java into container app and nodejs into 2 containers (ui, api) and go into the pod
Deployment cxtm/again: unchanged, already as wanted
Deployment cxtm/local: skipped: it is local configuration, not meant for a cluster [local-config]
Deployment cxtm/misplaced: not injected; see above
Deployment cxtm/gone: the earlier injection was taken back: nothing asks for injection [not-asked]
Deployment cxtm/go: refused: the pod has no spec [malformed-workload]
2 workloads ask for nothing
"
    );
    assert_eq!(
        injection(entries(&decisions[3..]).take(1).chain(entries(&decisions[2..3])), Tense::Would),
        "\
Deployment cxtm/again: unchanged, already as wanted
Deployment cxtm/both: would inject java into container app and nodejs into 2 containers (ui, api) and go into the pod
"
    );
}

#[test]
fn a_removal_says_how_well_it_went() {
    let decisions = [
        (workload("web"), skipped(Skip::NotAsked, something()), Some(Restored::Bytes)),
        (workload("api"), skipped(Skip::NotAsked, something()), Some(Restored::Value)),
        (workload("idle"), skipped(Skip::NotAsked, Plan::default()), None),
    ];
    assert_eq!(
        removal(entries(&decisions), Tense::Done),
        "\
Deployment cxtm/web: removed, the original bytes are back
Deployment cxtm/api: removed; the value is the original's, its formatting is not (it was reformatted since)
1 workload carries no injection
"
    );
    assert_eq!(
        removal(entries(&decisions[..1]), Tense::Would),
        "Deployment cxtm/web: would be removed, with the original bytes back\n"
    );
}

#[test]
fn of_many_workloads_alike_the_first_are_named() {
    let injected = |containers: &[&str]| Decision::Injected {
        plan: something(),
        outcomes: did(Language::Python, containers),
        notes: Vec::new(),
    };
    let alike = |index: usize| (workload(&format!("web-{index}")), injected(&["app"]), None);
    let mut decisions: Vec<_> = (0..ALIKE + 3).map(alike).collect();
    decisions.push((workload("other"), injected(&["api"]), None));
    let said = injection(entries(&decisions), Tense::Done);
    assert_eq!(said.lines().count(), ALIKE + 2, "{said}");
    assert!(
        said.ends_with(
            "\
Deployment cxtm/web-19: injected python into container app
Deployment cxtm/other: injected python into container api
and 3 workloads more: injected python into container app
"
        ),
        "{said}"
    );
}

#[test]
fn where_no_container_is_instrumented_it_says_what_is_added() {
    let left_out = Outcome {
        language: Language::Python,
        container: Some("app".to_owned()),
        skipped: Some(ContainerSkip::ValueFrom { variable: "PYTHONPATH".to_owned() }),
    };
    let decision = Decision::Injected { plan: something(), outcomes: vec![left_out], notes: Vec::new() };
    let said = injection(entries(&[(workload("web"), decision, None)]), Tense::Would);
    assert!(
        said.starts_with(
            "Deployment cxtm/web: would change: python goes into the pod, as the operator does it, and into none \
             of its containers\n  container app, python: skipped: PYTHONPATH comes from"
        ),
        "{said}"
    );
}

#[test]
fn what_only_stays_is_not_called_current() {
    let note = Note {
        code: Code::InjectionUnknown,
        warning: true,
        message: "the Instrumentation is not here".to_owned(),
        at: Pointer::default(),
    };
    let decision = Decision::Injected { plan: Plan::default(), outcomes: Vec::new(), notes: vec![note] };
    let said = injection(entries(&[(workload("web"), decision, None)]), Tense::Done);
    assert_eq!(said, "Deployment cxtm/web: unchanged, whether or not it is current\n");
}

#[test]
fn a_name_can_not_break_a_line_or_colour_it() {
    let decision =
        Decision::Injected { plan: something(), outcomes: did(Language::Python, &["b\r"]), notes: Vec::new() };
    let said = injection(entries(&[(workload("a\n::error::\u{1b}[31m"), decision, None)]), Tense::Done);
    assert_eq!(said, "Deployment cxtm/a\\n::error::\\u{1b}[31m: injected python into container b\\r\n");
}

#[test]
fn nothing_to_say_is_nothing() {
    assert_eq!(injection([], Tense::Done), "");
    assert_eq!(removal([], Tense::Done), "");
}
