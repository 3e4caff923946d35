//! Patches and fragments in folders.

use super::{COMMANDS, copy, said};

#[test]
fn a_patch_that_is_listed_is_neither_injected_nor_taken_back() {
    let sandbox = copy("own-patch");
    let (rule, python) = (["--inject", "python"], ["-i", "instrumentation.yaml"]);
    let patch = sandbox.run(&[&["patch", "--format", "strategic", "base"], &rule[..], &python].concat());
    sandbox.write("overlays/prod/otel.yaml", patch.text());
    for command in [&["inject", ".", "--in-place"][..], &["inject", ".", "--in-place", "--inject", "python"]] {
        let run = sandbox.run(command);
        run.expect(0, "");
        let left_out = "left out: overlays/prod/otel.yaml, a patch that overlays/prod/kustomization.yaml applies; see what is \
                        built with it: kustomize build overlays/prod | otel-inject inject\n";
        run.expect_stderr(&[left_out]);
    }
    sandbox.run(&["remove", ".", "--in-place"]).expect(0, "");
    assert_eq!(sandbox.read("overlays/prod/otel.yaml"), patch.text());
    assert_eq!(sandbox.read("base/web.yaml"), copy("own-patch").read("base/web.yaml"));
}

#[test]
fn a_patch_that_asks_is_told_with_the_build_that_shows_what_comes_of_it() {
    let sandbox = copy("patch-annotations");
    for command in COMMANDS.into_iter().filter(|command| command[0] != "remove") {
        let run = sandbox.run(&[command, &["."]].concat());
        let said = said(&run);
        assert_eq!(run.code, Some(0), "{command:?}: {said}");
        for expected in [
            "inject-python asks for injection in a patch that overlays/prod/kustomization.yaml applies, which is nothing",
            "overlays/prod/otel-patch.yaml:8:9\n",
            &format!("kustomize build overlays/prod | otel-inject {}\n", command[0]),
        ] {
            assert!(said.contains(expected), "{command:?}: {expected:?} is not in {said}");
        }
    }
    let github = sandbox.run(&["verify", "--format", "github", "."]);
    assert!(github.text().contains("::warning file=overlays/prod/otel-patch.yaml,line=8,"), "{}", github.text());
}

#[test]
fn a_rule_leaves_patches_alone() {
    let sandbox = copy("patch-named");
    let patch = sandbox.read("prod/proxy-memory.yaml");
    let run = sandbox.run(&["inject", ".", "--inject", "python", "--in-place"]);
    run.expect(0, "");
    run.expect_stderr(&["left out: prod/proxy-memory.yaml, a patch that prod/kustomization.yaml applies;"]);
    assert_eq!(sandbox.read("prod/proxy-memory.yaml"), patch);
    assert!(sandbox.read("base/web.yaml").contains("PYTHONPATH"));
}

#[test]
fn a_fragment_in_a_folder_is_left_out_and_a_named_one_is_not() {
    let sandbox = copy("patch-unlisted");
    let fragments = ["memory.yaml", "replicas.yaml"].map(|name| (name, sandbox.read(name)));
    let run = sandbox.run(&["inject", ".", "--inject", "python", "--in-place"]);
    run.expect(0, "");
    run.expect_stderr(&[
        "left out: 2 fragments of workloads, such as patches, the first of them Deployment web (memory.yaml:3)\n",
    ]);
    assert!(sandbox.read("web.yaml").contains("PYTHONPATH"));
    for (name, before) in fragments {
        assert_eq!(sandbox.read(name), before);
    }
    let run = sandbox.run(&["inject", "replicas.yaml", "--inject", "python", "-i", "instrumentation.yaml"]);
    run.expect(3, "");
    run.expect_stderr(&["error[malformed-workload]"]);
    let run = sandbox.run(&["lint", "."]);
    assert_eq!((run.code, run.text()), (Some(0), ""));
    run.expect_stderr(&["no findings in what was read; 2 documents left out\n"]);
}

#[test]
fn a_fragment_that_asks_is_told_with_its_place() {
    let sandbox = copy("patch-unlisted");
    let asking = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {annotations: \
                  {instrumentation.opentelemetry.io/inject-java: 'true'}}}}\n";
    sandbox.write("asks.yaml", asking);
    for command in COMMANDS.into_iter().filter(|command| command[0] != "remove") {
        let run = sandbox.run(&[command, &["."]].concat());
        let said = said(&run);
        assert_eq!(run.code, Some(0), "{command:?}: {said}");
        let told =
            "inject-java asks for injection in a fragment of Deployment web, which is left out\n --> asks.yaml:4:";
        assert!(said.contains(told), "{command:?}: {said}");
    }
}

#[test]
fn nothing_is_repaired_in_a_fragment() {
    let sandbox = copy("patch-unlisted");
    let misplaced = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  jobTemplate:\n    metadata:\n      \
                     annotations: {instrumentation.opentelemetry.io/inject-java: 'true'}\n    spec: {template: {spec: \
                     {containers: [{name: a}]}}}\n";
    sandbox.write("job.yaml", misplaced);
    let run = sandbox.run(&["lint", ".", "--fix", "--unsafe-fixes"]);
    assert_eq!(run.code, Some(0), "{}", said(&run));
    assert!(run.text().contains("warning[annotation-misplaced]"), "{}", said(&run));
    assert_eq!(sandbox.read("job.yaml"), misplaced);
    assert_eq!(sandbox.run(&["verify", "."]).code, Some(0));
}

#[test]
fn what_a_plugin_asks_is_told() {
    let sandbox = copy("patch-named");
    sandbox.write("prod/kustomization.yaml", "resources: [../base]\ntransformers: [t.yaml]\n");
    let transformer = "apiVersion: builtin\nkind: AnnotationsTransformer\nmetadata: {name: t}\nannotations:\n  \
                       instrumentation.opentelemetry.io/inject-python: 'true'\n";
    let namespace = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a, annotations: \
                     {instrumentation.opentelemetry.io/inject-java: 'true'}}\n";
    sandbox.write("prod/t.yaml", format!("{transformer}{namespace}"));
    let run = sandbox.run(&["verify", "."]);
    assert_eq!(run.code, Some(0), "{}", said(&run));
    let told =
        "inject-python asks for injection in a transformer, generator or validator that prod/kustomization.yaml runs";
    assert!(run.text().contains(told) && !run.text().contains("inject-java asks"), "{}", said(&run));
}

#[test]
fn what_is_left_out_can_be_ignored_by_its_name() {
    let sandbox = copy("patch-annotations");
    let config = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: a}\nspec: {lint: {ignore: [left-out]}}\n";
    sandbox.write(".otel-inject.yaml", config);
    for command in ["lint", "verify", "inject"] {
        let check: &[&str] = if command == "inject" { &["--check"] } else { &[] };
        let run = sandbox.run(&[&[command, ".", "--config", ".otel-inject.yaml"], check].concat());
        assert_eq!(run.code, Some(0), "{command}: {}", said(&run));
        assert!(!said(&run).contains("asks for injection in"), "{command}: {}", said(&run));
    }
}
