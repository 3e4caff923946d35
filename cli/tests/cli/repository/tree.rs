//! A whole repository: what is done, and what is named.

use super::{copy, files, said};

/// Of `fixtures/repository/tree`: what is done, what asks and is left out, and what else is left out.
const DONE: [&str; 2] = ["apps/web/base/deployment.yaml", "jobs/report.yaml"];
const ASKING: [&str; 5] = [
    "apps/web/overlays/dev/java.yaml",
    "apps/web/overlays/prod/pod-template.yaml",
    "apps/web/overlays/test/Kustomization",
    "charts/cart/templates/deployment.yaml",
    "jobs/nightly.yaml",
];
const LEFT_OUT: [&str; 23] = [
    "apps/web/base/probes.yaml",
    "apps/web/components/debug/verbose.yaml",
    "apps/web/overlays/dev/java.yaml",
    "apps/web/overlays/prod/env.yaml",
    "apps/web/overlays/prod/grace.yaml",
    "apps/web/overlays/prod/labels.yaml",
    "apps/web/overlays/prod/memory.yaml",
    "apps/web/overlays/prod/pod-template.yaml",
    "apps/web/overlays/prod/references.yaml",
    "apps/web/overlays/prod/replacements.yaml",
    "apps/web/overlays/prod/replicas.yaml",
    "charts/cart/Chart.yaml",
    "charts/cart/templates/deployment.yaml",
    "charts/cart/values.yaml",
    "charts/mail/Chart.yaml",
    "charts/mail/charts/relay/Chart.yaml",
    "charts/mail/charts/relay/templates/pod.yaml",
    "charts/mail/values-prod.yaml",
    "ci/merge.yaml",
    "ci/owners.yaml",
    "ci/snippet.tmpl.yaml",
    "functions/set-labels/_expected.yaml",
    "jobs/nightly.yaml",
];

#[test]
fn of_a_whole_repository_the_workloads_are_done_and_everything_else_is_named() {
    let sandbox = copy("tree");
    let before = files(&sandbox);
    let run = sandbox.run(&["inject", ".", "--in-place", "--verbose"]);
    run.expect(0, "");
    let after = files(&sandbox);
    let changed: Vec<&String> = after.keys().filter(|name| before.get(*name) != after.get(*name)).collect();
    assert_eq!(changed, DONE);
    for asking in ASKING {
        run.expect_stderr(&[&format!("--> {asking}:")]);
    }
    let left_out: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("left out: ")).collect();
    for name in LEFT_OUT {
        assert!(left_out.iter().any(|line| line.contains(name)), "{name} is not in {left_out:#?}");
    }
    assert_eq!(left_out.len(), LEFT_OUT.len(), "{left_out:#?}");
    for command in [&["inject", "--check", "."][..], &["verify", "."], &["diff", "--exit-code", "."], &["lint", "."]] {
        let run = sandbox.run(command);
        assert_eq!(run.code, Some(0), "{command:?}: {}", said(&run));
        assert!(!said(&run).contains("nothing found"), "{command:?}: {}", said(&run));
    }
    sandbox.run(&["remove", ".", "--in-place"]).expect(0, "");
    assert_eq!(files(&sandbox), before);
}

#[test]
fn beside_a_kustomization_that_cannot_be_read_what_asks_is_an_error() {
    let sandbox = copy("tree");
    let kustomization = sandbox.read("apps/web/overlays/dev/kustomization.yml");
    sandbox.write("apps/web/overlays/dev/kustomization.yml", format!("<<<<<<< HEAD\n{kustomization}"));
    let before = files(&sandbox);
    let run = sandbox.run(&["inject", ".", "--in-place"]);
    run.expect(3, "");
    run.expect_stderr(&["error[left-out]: ", "apps/web/overlays/dev/java.yaml:9:9\n"]);
    assert_eq!(files(&sandbox), before);
    sandbox.run(&["inject", ".", "--in-place", "--exclude", "/apps/web/overlays/dev"]).expect(0, "");
}

#[test]
fn what_asks_and_cannot_be_read_is_an_error() {
    let sandbox = copy("tree");
    sandbox
        .write("ci/more.yaml", "<<<<<<< HEAD\nannotations: {instrumentation.opentelemetry.io/inject-java: 'true'}\n");
    let before = files(&sandbox);
    let run = sandbox.run(&["inject", ".", "--in-place"]);
    run.expect(3, "");
    run.expect_stderr(&["ci/more.yaml:2:"]);
    assert_eq!(files(&sandbox), before);
}

#[test]
fn a_template_does_not_keep_a_removal_from_the_rest() {
    let sandbox = copy("tree");
    let before = files(&sandbox);
    sandbox.run(&["inject", ".", "--in-place"]).expect(0, "");
    let template = "kind: Deployment\nspec:\n  template:\n    {% if a %}\n    args: [\"a\\nb\"]\n    {% endif %}\n";
    sandbox.write("ci/jinja.yaml", template);
    let run = sandbox.run(&["remove", ".", "--in-place"]);
    run.expect(0, "");
    run.expect_stderr(&["documents that can't be read"]);
    assert!(before.iter().all(|(name, text)| files(&sandbox).get(name) == Some(text)));
    // One that shows an injection keeps it: it may be one that was taken apart.
    sandbox.write("ci/jinja.yaml", template.replace("a\\nb", "opentelemetry-auto-instrumentation-python"));
    sandbox.run(&["remove", ".", "--in-place"]).expect(3, "");
}
