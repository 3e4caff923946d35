//! Labels and tolerations that a rule added, and what a person edits beside them.

use otel_inject::engine::Task;
use otel_inject_testing::manifests::replaced;

use crate::testing::fixtures::{Fixture, below};

fn fixture(name: &str) -> Fixture {
    below(&format!("rules/{name}")).remove(0)
}

fn run(fixture: &Fixture, task: Task, text: &str) -> String {
    fixture.with_text(text).run(task).expect("done")
}

const MINE: &str = "      - key: mine\n        operator: Exists\n";
const POOL: &str = "      - key: example.com/pool\n        operator: Equal\n        value: observability\n        effect: NoSchedule\n";
const SLOW: &str = "      - key: example.com/slow\n        operator: Exists\n";

#[test]
fn a_persons_later_tolerations_stay() {
    let nodes = fixture("nodes");
    let injected = nodes.inject().expect("injected");
    let bare = run(&nodes, Task::Remove, &injected);
    let before = "      tolerations:\n";
    for (edited, rest) in [
        (replaced(&injected, before, &format!("{before}{MINE}")), MINE),
        (replaced(&injected, SLOW, &format!("{MINE}{SLOW}")), MINE),
        (replaced(&injected, SLOW, &format!("{SLOW}{MINE}")), MINE),
        (replaced(&injected, POOL, MINE), MINE),
        (replaced(&injected, &format!("{POOL}{SLOW}"), &format!("{MINE}{SLOW}{POOL}")), MINE),
    ] {
        let text = run(&nodes, Task::Remove, &edited);
        let added = text.lines().filter(|line| !bare.contains(line)).collect::<Vec<_>>();
        let wanted: Vec<&str> = before.lines().chain(rest.lines()).collect();
        assert_eq!(added, wanted, "{edited}\n{text}");
        assert_eq!(text.lines().count(), bare.lines().count() + wanted.len());
        let again = run(&nodes, Task::Inject, &edited);
        assert_eq!([MINE, POOL, SLOW].map(|one| again.matches(one).count()), [1, 1, 1], "{again}");
        assert_eq!(run(&nodes, Task::Inject, &again), again);
        assert_eq!(run(&nodes, Task::Remove, &again), text);
    }
}

#[test]
fn an_edited_toleration_is_the_persons() {
    let nodes = fixture("nodes");
    let edited = replaced(&nodes.inject().expect("injected"), "value: observability\n", "value: other\n");
    let removed = run(&nodes, Task::Remove, &edited);
    assert!(removed.contains("value: other\n") && !removed.contains("example.com/slow"), "{removed}");
    let again = run(&nodes, Task::Inject, &edited);
    assert!(again.contains("value: other\n") && again.contains(POOL), "{again}");
    assert_eq!(run(&nodes, Task::Remove, &again), removed);
    let edited = nodes.with_text(&edited).engine();
    let said: Vec<String> = edited.run(Task::Remove).diagnostics.into_iter().map(|said| said.message).collect();
    assert_eq!(said, ["tolerations[0] was edited by hand since it was injected, and is kept as yours"]);
}

#[test]
fn a_toleration_that_a_merge_doubled_goes() {
    let nodes = fixture("nodes");
    let injected = nodes.inject().expect("injected");
    let edited = replaced(&injected, SLOW, &format!("{SLOW}{POOL}"));
    assert_eq!(run(&nodes, Task::Remove, &edited), run(&nodes, Task::Remove, &injected));
    assert_eq!(run(&nodes, Task::Inject, &edited), injected);
}

#[test]
fn tolerations_and_labels_follow_the_rule() {
    let nodes = fixture("nodes-beside-own");
    let injected = nodes.inject().expect("injected");
    let mut changed = nodes.with_text(&injected);
    for source in &mut changed.sources[1..] {
        source.text =
            source.text.replace("example.com/pool", "example.com/new").replace("      kubernetes.io/arch: amd64\n", "");
    }
    let followed = changed.inject().expect("injected");
    assert!(
        followed.contains("example.com/new: observability\n") && !followed.contains("example.com/pool"),
        "{followed}"
    );
    assert_eq!(run(&nodes, Task::Remove, &followed), nodes.text());
    assert_eq!(run(&nodes, Task::Inject, &followed), injected);
}

#[test]
fn an_edited_label_is_the_persons_and_goes_before_the_rules() {
    let nodes = fixture("nodes");
    let edited =
        replaced(&nodes.inject().expect("injected"), "kubernetes.io/arch: amd64\n", "kubernetes.io/arch: arm64\n");
    let again = run(&nodes, Task::Inject, &edited);
    assert!(again.contains("kubernetes.io/arch: arm64\n") && again.contains("example.com/pool: obs"), "{again}");
    let removed = run(&nodes, Task::Remove, &again);
    assert!(removed.ends_with("      nodeSelector:\n        kubernetes.io/arch: arm64\n"), "{removed}");
}

#[test]
fn where_nothing_is_injected_no_node_is_chosen() {
    let mut nodes = fixture("nodes");
    nodes.sources[1].text = replaced(&nodes.sources[1].text, "inject: {sdk: by-rule}", "inject: {go: by-rule}");
    assert_eq!(nodes.inject().as_deref(), Ok(nodes.text()), "nothing says which executable is meant");
}
