//! What would be done, shown: as a diff and as patches.

use std::process::Command;

use otel_inject_testing::programs::required;

use crate::services::{INJECTION, SERVICES, recorded, service};

const EMPTY_COMPONENT: &str = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: []\n";

#[test]
fn the_three_services_as_patches() {
    recorded("patch-json", &["patch"]);
    recorded("patch-kustomize", &["patch", "--format", "kustomize"]);
    recorded("patch-strategic", &["patch", "--format", "strategic"]);
}

#[test]
fn the_three_services_as_a_diff() {
    recorded("diff-stat", &["diff", "--stat"]);
}

#[test]
fn a_diff_can_be_applied() {
    let Some(git) = required("git", &["--version"], "git version") else { return };
    for name in SERVICES {
        let sandbox = service(name);
        let diff = sandbox.run(&[&["diff"][..], &INJECTION].concat());
        assert_eq!(diff.code, Some(0), "{}", diff.stderr);
        diff.expect_stderr(&["Deployment ", ": would inject python into "]);
        sandbox.write("the.diff", diff.text());
        let injected = sandbox.run(&[&["inject"][..], &INJECTION].concat());
        // What people apply it with: it has to lead to what is injected.
        let applied = sandbox.feed(Command::new(&git).args(["apply", "the.diff"]), b"");
        assert_eq!(applied.code, Some(0), "{}", applied.stderr);
        assert_eq!(sandbox.read("deployment.yaml"), injected.text());
        let back = sandbox.run(&["diff", "--remove", "deployment.yaml"]);
        sandbox.write("back.diff", back.text());
        sandbox.feed(Command::new(&git).args(["apply", "back.diff"]), b"").expect(0, "");
        assert_eq!(sandbox.read("deployment.yaml"), service(name).read("deployment.yaml"));
    }
}

#[test]
fn a_difference_is_one_only_where_that_is_asked_for() {
    let sandbox = service("logstream");
    let diff = |more: &[&str]| sandbox.run(&[&["diff"][..], more, &INJECTION].concat());
    assert_eq!(diff(&[]).code, Some(0));
    assert_eq!(diff(&["--exit-code"]).code, Some(1));
    assert_eq!(diff(&["--exit-code", "--stat"]).code, Some(1));
    let quiet = diff(&["--exit-code", "--quiet"]);
    assert!(quiet.code == Some(1) && quiet.stderr.is_empty() && quiet.text().starts_with("--- a/deployment.yaml\n"));
    sandbox.run(&["inject", "--in-place", "-i", "instrumentation.yaml", "deployment.yaml"]).expect(0, "");
    diff(&["--exit-code"]).expect(0, "");
    diff(&["--exit-code", "--stat"]).expect(0, "");
}

#[test]
fn a_diff_is_painted_for_terminals_and_those_who_ask() {
    let sandbox = service("logstream");
    let painted = sandbox.run(&[&["diff", "--color", "always"][..], &INJECTION].concat());
    for part in ["\u{1b}[1m--- a/deployment.yaml\u{1b}[0m\n", "\u{1b}[36m@@ ", "\u{1b}[32m+"] {
        assert!(painted.text().contains(part), "{part:?} is not in: {}", painted.text());
    }
    let plain = sandbox.run(&[&["diff"][..], &INJECTION].concat());
    assert!(!plain.text().contains('\u{1b}'));
}

#[test]
fn an_explanation_is_painted_for_terminals_and_those_who_ask() {
    let sandbox = service("logstream");
    let explained = |color: &str| sandbox.run(&[&["explain", "--color", color][..], &INJECTION].concat());
    let (painted, plain) = (explained("always"), explained("never"));
    for part in ["\u{1b}[1mDeployment cxtm/cxtm-logstream", "\u{1b}[1m\u{1b}[32m  => would inject python"] {
        assert!(painted.text().contains(part), "{part:?} is not in: {:?}", painted.text());
    }
    assert!(plain.text().contains("\n  => would inject python") && !plain.text().contains('\u{1b}'));
}

#[test]
fn folders_are_shown_file_by_file() {
    let sandbox = service("logstream");
    sandbox.write("k8s/a.yaml", sandbox.read("deployment.yaml"));
    sandbox.write("k8s/b/c.yaml", sandbox.read("deployment.yaml").replace("cxtm-logstream", "other"));
    sandbox.write("k8s/idle.yaml", "kind: ConfigMap\n");
    let diff = sandbox.run(&["diff", "-i", "instrumentation.yaml", "k8s"]);
    assert_eq!(diff.text().matches("\n+++ b/k8s/").count(), 2, "{}", diff.text());
    let stat = sandbox.run(&["diff", "--stat", "-i", "instrumentation.yaml", "k8s"]);
    assert!(stat.text().ends_with(" removed\n") && stat.text().contains(" 2 files changed"), "{}", stat.text());
    let run = sandbox.run(&["patch", "--format", "kustomize", "-i", "instrumentation.yaml", "k8s"]);
    assert_eq!(run.text().matches("- target:\n").count(), 2, "{}", run.text());
}

#[test]
fn a_json_patch_is_for_one_workload() {
    let sandbox = service("logstream");
    let one = sandbox.read("deployment.yaml");
    sandbox.write("two.yaml", format!("{one}---\n{}", one.replace("name: cxtm-logstream", "name: other")));
    let patch = |more: &[&str]| sandbox.run(&[&["patch", "-i", "instrumentation.yaml", "two.yaml"][..], more].concat());
    let run = patch(&[]);
    run.expect(2, "");
    run.expect_stderr(&["a JSON Patch is for one workload, and 2 would change, such as Deployment ", "--workload"]);
    let run = patch(&["--workload", "deployment/other"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let gone = patch(&["--workload", "deployment/gone"]);
    gone.expect(0, "[]\n");
    gone.expect_stderr(&["warning: there is no workload deployment/gone in what was read, or nothing is asked"]);
    assert!(!gone.stderr.contains("would inject"), "{}", gone.stderr);
    assert_eq!(patch(&["--workload", "deployment/gone", "--quiet"]).stderr, "");
    patch(&["--workload", "deployment/gone", "--format", "kustomize"]).expect(0, EMPTY_COMPONENT);
    patch(&["--workload", "deployment/gone", "--format", "strategic"]).expect(0, "");
    patch(&["--workload", "deployment/gone/other"]).expect(0, "[]\n");
    patch(&["--workload", "Deployment/cxtm/other"]).expect(0, run.text());
    for wrong in ["web", "deployment/", "/web", "a/b/c/d"] {
        patch(&["--workload", wrong]).expect(2, "");
    }
    patch(&["--remove"]).expect(2, "");
    patch(&["--by-name"]).expect(2, "");
    let strategic = patch(&["--format", "strategic"]);
    assert_eq!(strategic.text().matches("---\napiVersion: apps/v1\n").count(), 1, "{}", strategic.text());
}

#[test]
fn what_a_merge_patch_can_t_say_is_refused_with_the_reason() {
    let sandbox = service("logstream");
    let rollout = sandbox.read("deployment.yaml").replace("apps/v1", "argoproj.io/v1alpha1");
    sandbox.write("rollout.yaml", rollout.replace("kind: Deployment", "kind: Rollout"));
    let patch = |format| sandbox.run(&["patch", "-i", "instrumentation.yaml", "rollout.yaml", "--format", format]);
    let run = patch("strategic");
    run.expect(3, "");
    run.expect_stderr(&["can't have a strategic merge patch: Rollout is a custom resource", "--format kustomize"]);
    assert_eq!(patch("json-patch").code, Some(0));
}

#[test]
fn a_kustomization_finds_nothing_by_no_name() {
    let sandbox = service("logstream");
    let nameless = sandbox.read("deployment.yaml").replace("name: cxtm-logstream\n", "generateName: cxtm-logstream-\n");
    sandbox.write("nameless.yaml", nameless);
    let patch = |format| sandbox.run(&["patch", "-i", "instrumentation.yaml", "nameless.yaml", "--format", format]);
    let run = patch("kustomize");
    run.expect(3, "");
    run.expect_stderr(&["it has no name that kustomize could find it by"]);
    assert_eq!(patch("json-patch").code, Some(0));
}

#[test]
fn a_refusal_shows_nothing() {
    let sandbox = service("logstream");
    for command in [&["diff"][..], &["patch"], &["patch", "--format", "kustomize"]] {
        let run = sandbox.run(&[command, &["deployment.yaml"]].concat());
        run.expect(3, "");
        run.expect_stderr(&["error[instrumentation-not-found]", "nothing was "]);
    }
}
