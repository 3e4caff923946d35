//! What holds for every input: inject twice is inject once, remove gives back the bytes, and nothing else changes.

use otel_inject::engine::{Job, Restored, Task};
use otel_inject::plan::apply;
use similar::{ChangeTag, TextDiff};

use crate::testing::fixtures::{Fixture, below, random};

/// Every input that is there, with both line ends.
fn all() -> Vec<Fixture> {
    let mut all = below("");
    all.extend(random());
    let windows: Vec<Fixture> = all.iter().map(Fixture::with_crlf).collect();
    all.extend(windows);
    all
}

#[test]
fn injecting_again_changes_nothing_and_removing_gives_back_the_bytes() {
    let mut injected = 0;
    // Some of the linter's carry an injection already.
    for fixture in all().into_iter().filter(|fixture| !fixture.text().contains("otel-inject.dev/injected")) {
        let Ok(once) = fixture.inject() else { continue };
        if once == fixture.text() {
            continue;
        }
        injected += 1;
        let after = fixture.with_text(&once);
        assert_eq!(after.inject().as_ref(), Ok(&once), "{}: injected twice", fixture.name);
        assert_eq!(after.run(Task::Remove).as_deref(), Ok(fixture.text()), "{}: removed", fixture.name);
        let engine = after.engine();
        let report = engine.run(Task::Remove);
        let restored: Vec<Restored> = report.workloads.iter().filter_map(|workload| workload.restored).collect();
        assert!(restored.iter().all(|restored| *restored == Restored::Bytes), "{}: {restored:?}", fixture.name);
    }
    assert!(injected > 1_100, "only {injected} inputs were injected");
}

#[test]
fn an_injection_only_adds_lines() {
    // What can't be done by adding lines: a joined value, a moved entry, an empty collection that is filled, an alias
    // that is written out, a server's mount that gives way, and flow style.
    let excused = |fixture: &Fixture| {
        let text = fixture.text();
        let has = |sign: &&str| text.contains(*sign);
        let joined = ["PYTHONPATH", "LD_LIBRARY_PATH", "OTEL_RESOURCE_ATTRIBUTES"];
        let empty = ["env: []", "env: null", "env: ~", "env:\n        -"];
        let server = ["inject-apache-httpd", "inject-nginx"].iter().any(has) && text.contains("volumeMounts");
        joined.iter().chain(&empty).any(has) || server
    };
    let mut looked_at = 0;
    for fixture in
        below("parity").into_iter().chain(below("zipservice")).chain(below("image-retriever")).chain(below("logstream"))
    {
        let Ok(after) = fixture.inject() else { continue };
        if excused(&fixture) || after == fixture.text() {
            continue;
        }
        looked_at += 1;
        let diff = TextDiff::from_lines(fixture.text(), &after);
        let lost: Vec<&str> = diff
            .iter_all_changes()
            .filter(|change| change.tag() == ChangeTag::Delete)
            .map(|change| change.value())
            .collect();
        let expected: Vec<&str> =
            lost.iter().copied().filter(|line| line.contains("{}") || line.contains("[]")).collect();
        assert_eq!(lost, expected, "{}: lines were changed or removed", fixture.name);
    }
    assert!(looked_at > 120, "only {looked_at} inputs were looked at");
}

#[test]
fn a_file_that_asks_for_nothing_stays_as_it_is() {
    for text in [
        "a: 1",
        "",
        "\u{feff}# only a comment\r\n",
        "kind: Deployment\r\nspec: {template: {spec: {containers: []}}}",
        "not: [yaml\n",
        "---\n---\n...\n",
        "\t\n\u{0}",
    ] {
        let fixture = below("logstream").remove(0).with_text(text);
        assert_eq!(fixture.inject().as_deref(), Ok(text));
    }
}

#[test]
fn the_order_of_the_sources_makes_no_difference() {
    for fixture in below("").into_iter().filter(|fixture| fixture.sources.len() > 1) {
        let mut turned = fixture.with_text(fixture.text());
        turned.sources.rotate_left(1);
        let engine = turned.engine();
        let report = engine.run(Task::Inject);
        if let Ok(text) = fixture.inject() {
            assert_eq!(report.texts.last().map(ToString::to_string).as_ref(), Some(&text), "{}", fixture.name);
        } else {
            assert!(report.has_errors(), "{}", fixture.name);
        }
    }
}

#[test]
fn documents_can_be_done_in_any_order() {
    for fixture in below("").iter().chain(&random()) {
        let engine = fixture.engine();
        let (forwards, backwards) = (
            engine.run(Task::Inject),
            engine.run_with(Task::Inject, |jobs| jobs.iter_mut().rev().step_by(2).for_each(Job::run)),
        );
        assert_eq!(format!("{forwards:?}"), format!("{backwards:?}"), "{}", fixture.name);
    }
}

#[test]
fn a_plan_applied_to_the_value_gives_what_is_wanted() {
    let mut planned = 0;
    for fixture in below("").into_iter().chain(random()) {
        let engine = fixture.engine();
        let report = engine.examine(Task::Inject, |examined| {
            let Some(wanted) = examined.wanted else { return };
            let plan = examined.decision.plan().expect("what is wanted has a plan that leads there");
            assert_eq!(apply(plan, examined.value), *wanted, "{}: {}", fixture.name, examined.object);
            planned += usize::from(!plan.is_empty());
        });
        assert!(report.texts.iter().all(|text| !text.is_changed()), "{}: looked at, and changed", fixture.name);
    }
    assert!(planned > 600, "only {planned} plans");
}
