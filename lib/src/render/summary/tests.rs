use super::lines::{EACH, MOST};
use super::*;
use crate::decision::{ContainerSkip, Note, Outcome, Piece, Refusal, RefusalReason, Skip};
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
        Entry {
            object,
            file: "web.yaml",
            template: None,
            changed,
            decision,
            restored: *restored,
            verdict: None,
            update: None,
            is_unmet,
        }
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
        injection(entries(&decisions), Tense::Done).to_string(),
        "\
Deployment cxtm/zipservice: injected python into 4 containers (zip, mongo, redis, …)
  container odd, python: skipped: PYTHONPATH comes from valueFrom, so nothing can be added to its value [env-value-from-conflict]
Deployment cxtm/both: injected java into container app and nodejs into 2 containers (ui, api) and go into the pod
Deployment cxtm/again: unchanged, already as wanted
Deployment cxtm/local: skipped: it is local configuration, not meant for a cluster [local-config]
Deployment cxtm/misplaced: not injected; see above
Deployment cxtm/gone: the earlier injection was taken back: nothing asks for injection [not-asked]
Deployment cxtm/go: refused: the pod has no spec [malformed-workload]
1 injected, 1 injected in part, 1 taken back, 1 asked and not done, 1 refused, 1 skipped, 1 unchanged, 2 ask for nothing
"
    );
    assert_eq!(
        injection(entries(&decisions[3..]).take(1).chain(entries(&decisions[2..3])), Tense::Would).to_string(),
        "\
Deployment cxtm/again: unchanged, already as wanted
Deployment cxtm/both: would inject java into container app and nodejs into 2 containers (ui, api) and go into the pod
1 would be injected, 1 unchanged
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
        removal(entries(&decisions), Tense::Done).to_string(),
        "\
Deployment cxtm/web: removed, the original bytes are back
Deployment cxtm/api: removed; the value is the original's, its formatting is not (it was reformatted since)
2 removed, 1 carries no injection
"
    );
    assert_eq!(
        removal(entries(&decisions[..1]), Tense::Would).to_string(),
        "Deployment cxtm/web: would be removed, with the original bytes back\n"
    );
}

fn injected(containers: &[&str]) -> Decision<'static> {
    Decision::Injected { plan: something(), outcomes: did(Language::Python, containers), notes: Vec::new() }
}

#[test]
fn of_many_workloads_alike_the_first_are_named_and_what_is_unchanged_is_counted() {
    let alike = |index: usize| (workload(&format!("web-{index}")), injected(&["app"]), None);
    let mut decisions: Vec<_> = (0..EACH).map(alike).collect();
    let said = injection(entries(&decisions), Tense::Done).to_string();
    assert_eq!(said.lines().count(), EACH + 1, "{said}");
    decisions.extend([alike(EACH), alike(EACH + 1), (workload("other"), injected(&["api"]), None)]);
    decisions.extend([0, 1].map(|_| (workload("again"), decision_unchanged(), None)));
    assert_eq!(
        injection(entries(&decisions), Tense::Done).with_unread(3).to_string(),
        "\
Deployment cxtm/web-0, Deployment cxtm/web-1 and 10 more: injected python into container app
Deployment cxtm/other: injected python into container api
13 injected, 2 unchanged, 3 ask for nothing
"
    );
}

fn decision_unchanged() -> Decision<'static> {
    Decision::Injected { plan: Plan::default(), outcomes: Vec::new(), notes: Vec::new() }
}

#[test]
fn of_many_workloads_each_with_its_own_containers_the_languages_are_named() {
    let own = |index: usize| (workload(&format!("web-{index}")), injected(&[&format!("web-{index}")]), None);
    let mut decisions: Vec<_> = (0..100).map(own).collect();
    let ambiguous = Skip::ContainersAmbiguous { languages: vec![Language::Java] };
    decisions.push((workload("api"), skipped(ambiguous, Plan::default()), None));
    assert_eq!(
        injection(entries(&decisions), Tense::Would).to_string(),
        "\
Deployment cxtm/web-0, Deployment cxtm/web-1 and 98 more: would inject python
Deployment cxtm/api: skipped [containers-ambiguous]
100 would be injected, 1 asked and not done
"
    );
}

#[test]
fn of_too_many_different_outcomes_the_most_important_are_said() {
    let skip = |by: usize| skipped(Skip::AlreadyInjected { by: format!("variable {by}") }, something());
    let mut decisions: Vec<_> = (0..40).map(|by| (workload(&format!("web-{by}")), skip(by), None)).collect();
    decisions.push((workload("misplaced"), skipped(Skip::NotAsked, Plan::default()), None));
    let said = injection(entries(&decisions), Tense::Done).to_string();
    assert_eq!(said.lines().count(), MOST + 1, "{said}");
    assert!(said.starts_with("Deployment cxtm/misplaced: not injected; see above\n"), "{said}");
    let end = "and 28 workloads more, each with an outcome of its own\n40 taken back, 1 asked and not done\n";
    assert!(said.ends_with(end), "{said}");
}

#[test]
fn one_workload_or_none_that_asks_needs_no_second_line() {
    let decisions = [(workload("web"), injected(&["app"]), None)];
    let one = || injection(entries(&decisions), Tense::Done);
    assert_eq!(one().to_string(), "Deployment cxtm/web: injected python into container app\n");
    assert_eq!(one().text("3 files left out").lines().last(), Some("1 injected; 3 files left out"));
    assert_eq!(one().with_unread(1).to_string().lines().last(), Some("1 injected, 1 asks for nothing"));
    let none = |count| injection([], Tense::Would).with_unread(count);
    assert_eq!(none(1).to_string(), "1 workload asks for nothing\n");
    assert_eq!(none(20).to_string(), "20 workloads ask for nothing\n");
    assert_eq!(none(20).text("1 file left out"), "20 workloads ask for nothing; 1 file left out\n");
    assert_eq!(none(0).text("1 file left out"), "1 file left out\n");
    assert_eq!(removal([], Tense::Done).with_unread(2).to_string(), "2 workloads carry no injection\n");
}

#[test]
fn the_pod_templates_of_a_workload_are_one_workload() {
    let web = workload("web");
    let decisions = [injected(&["app"]), skipped(Skip::NotAsked, Plan::default())];
    let templates = ["spec.leader", "spec.worker"].into_iter().zip(&decisions).map(|(template, decision)| Entry {
        object: &web,
        file: "web.yaml",
        template: Some(template),
        changed: decision.plan().is_some_and(|plan| !plan.is_empty()),
        decision,
        restored: None,
        verdict: None,
        update: None,
        is_unmet: false,
    });
    let line = "Deployment cxtm/web, spec.leader: injected python into container app\n";
    assert_eq!(injection(templates, Tense::Done).to_string(), line);
}

#[test]
fn an_update_says_what_changes() {
    let web = workload("web");
    let decision = injected(&["app"]);
    let update = Update::from_iter([Piece::Variable, Piece::Variable, Piece::Volume]);
    let entry = |verdict| Entry {
        object: &web,
        file: "web.yaml",
        template: None,
        changed: true,
        decision: &decision,
        restored: None,
        verdict,
        update: Some(&update),
        is_unmet: false,
    };
    let said = |tense| injection([entry(None)], tense).with_unread(1).to_string();
    let counts = "2 variables, 1 volume";
    let done = format!("Deployment cxtm/web: updated ({counts})\n1 updated, 1 asks for nothing\n");
    let would = format!("Deployment cxtm/web: would update ({counts})\n1 would be updated, 1 asks for nothing\n");
    assert_eq!([Tense::Done, Tense::Would].map(said), [done, would]);
    let verified = verification([entry(Some(Verdict::Outdated))]).to_string();
    let outdated = format!("Deployment cxtm/web: injecting again would change it ({counts}) [injection-outdated]\n");
    assert_eq!(verified, outdated);
}

#[test]
fn two_of_one_name_are_told_apart_by_their_files() {
    let decisions = [injected(&["app"]), injected(&["app"]), injected(&["app"])];
    let objects = ["web", "web", "api"].map(workload);
    let files = ["base/web.yaml", "prod/we\nb.yaml", "base/web.yaml"];
    let entries = objects.iter().zip(&decisions).zip(files).map(|((object, decision), file)| Entry {
        object,
        file,
        template: None,
        changed: true,
        decision,
        restored: None,
        verdict: None,
        update: None,
        is_unmet: false,
    });
    assert_eq!(
        injection(entries, Tense::Done).to_string(),
        "\
Deployment cxtm/web (base/web.yaml): injected python into container app
Deployment cxtm/web (prod/we\\nb.yaml): injected python into container app
Deployment cxtm/api: injected python into container app
3 injected
"
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
    let said = injection(entries(&[(workload("web"), decision, None)]), Tense::Would).to_string();
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
    let said = injection(entries(&[(workload("web"), decision, None)]), Tense::Done).to_string();
    assert_eq!(said, "Deployment cxtm/web: unchanged, whether or not it is current\n");
}

#[test]
fn a_name_can_not_break_a_line_or_colour_it() {
    let decision =
        Decision::Injected { plan: something(), outcomes: did(Language::Python, &["b\r"]), notes: Vec::new() };
    let said = injection(entries(&[(workload("a\n::error::\u{1b}[31m"), decision, None)]), Tense::Done).to_string();
    assert_eq!(said, "Deployment cxtm/a\\n::error::\\u{1b}[31m: injected python into container b\\r\n");
}

#[test]
fn nothing_to_say_is_nothing() {
    assert_eq!(injection([], Tense::Done).to_string(), "");
    assert_eq!(removal([], Tense::Done).to_string(), "");
}
