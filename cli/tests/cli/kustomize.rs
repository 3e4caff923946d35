//! Patches in kustomizations that have more to them, as real builds take them.

use std::path::Path;
use std::process::Command;

use otel_inject_testing::programs::kustomize;
use otel_inject_testing::sandbox::{Run, Sandbox};
use serde_json::{Value as Json, json};

use crate::repository::copy;
use crate::services::objects;

const INJECTION: [&str; 4] = ["--inject", "python", "-i", "instrumentation.yaml"];

/// An overlay with a patch of its own, and its base.
fn layers() -> Sandbox {
    copy("patches-there")
}

fn patch(sandbox: &Sandbox, format: &str, input: &str) -> String {
    let run = sandbox.run(&[&["patch", "--format", format, input][..], &INJECTION].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.text().to_owned()
}

/// Has the overlay take a Component.
fn take(sandbox: &Sandbox, component: &str) {
    sandbox.write("overlays/prod/otel/kustomization.yaml", component);
    let overlay = sandbox.read("overlays/prod/kustomization.yaml");
    sandbox.write("overlays/prod/kustomization.yaml", overlay + "components: [otel]\n");
}

fn build(sandbox: &Sandbox, kustomize: &Path, folder: &str) -> Run {
    sandbox.feed(Command::new(kustomize).args(["build", folder]), b"")
}

fn built(sandbox: &Sandbox, kustomize: &Path, folder: &str) -> String {
    let run = build(sandbox, kustomize, folder);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{folder}");
    run.text().to_owned()
}

fn injected(sandbox: &Sandbox, text: &str) -> Vec<Json> {
    let run = sandbox.pipe(&[&["inject", "-"][..], &INJECTION].concat(), text);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    objects(run.text())
}

#[test]
fn a_component_is_a_file_of_its_own() {
    let text = patch(&layers(), "kustomize", "base");
    let start = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- target:\n    group: apps\n    \
                 version: v1\n    kind: Deployment\n    name: web\n  patch: |\n    - op: ";
    assert!(text.starts_with(start), "{text}");
    assert_eq!(text.matches("\npatches:").count(), 1, "{text}");
}

#[test]
fn a_component_goes_beside_the_patches_that_an_overlay_has() {
    let Some(kustomize) = kustomize() else { return };
    let sandbox = layers();
    let before = built(&sandbox, &kustomize, "overlays/prod");
    take(&sandbox, &patch(&sandbox, "kustomize", "base"));
    let made = objects(&built(&sandbox, &kustomize, "overlays/prod"));
    assert_eq!(made[0]["spec"]["replicas"], json!(3.0));
    assert_eq!(made, injected(&sandbox, &before));
}

#[test]
fn a_component_without_patches_changes_nothing() {
    let Some(kustomize) = kustomize() else { return };
    let sandbox = layers();
    let before = built(&sandbox, &kustomize, "overlays/prod");
    let run = sandbox.run(&["patch", "--format", "kustomize", "-i", "instrumentation.yaml", "base"]);
    assert!(run.code == Some(0) && run.text().ends_with("\npatches: []\n"), "{}", run.text());
    take(&sandbox, run.text());
    assert_eq!(built(&sandbox, &kustomize, "overlays/prod"), before);
}

#[test]
fn a_component_runs_before_the_prefix_beside_it_and_after_that_of_a_layer_below() {
    let Some(kustomize) = kustomize() else { return };
    let names = "resources: [../base]\nnamePrefix: dev-\nnamespace: shop\n";
    let service = |made: &[Json]| {
        assert_eq!(made[0]["metadata"], json!({"name": "dev-web", "namespace": "shop"}));
        let env = made[0]["spec"]["template"]["spec"]["containers"][0]["env"].as_array().unwrap();
        env.iter().find(|variable| variable["name"] == "OTEL_SERVICE_NAME").unwrap()["value"].clone()
    };
    let sandbox = layers();
    sandbox.write("otel/kustomization.yaml", patch(&sandbox, "kustomize", "base"));
    sandbox.write("beside/kustomization.yaml", [names, "components: [../otel]\n"].concat());
    assert_eq!(service(&objects(&built(&sandbox, &kustomize, "beside"))), "web");
    // Made of the layer below, it says what that layer gives.
    sandbox.write("below/kustomization.yaml", names);
    let below = built(&sandbox, &kustomize, "below");
    sandbox.write("below.yaml", &below);
    sandbox.write("otel/kustomization.yaml", patch(&sandbox, "kustomize", "below.yaml"));
    sandbox.write("above/kustomization.yaml", "resources: [../below]\ncomponents: [../otel]\n");
    let made = objects(&built(&sandbox, &kustomize, "above"));
    assert_eq!(service(&made), "dev-web");
    assert_eq!(made, injected(&sandbox, &below));
}

#[test]
fn of_two_workloads_of_a_name_each_gets_its_own_patch() {
    let Some(kustomize) = kustomize() else { return };
    let sandbox = layers();
    let web = sandbox.read("base/web.yaml").replace("image: web:1", "image: web:1\n        env: [{name: A, value: a}]");
    let shop = web.replace("name: web\nspec", "name: web\n  namespace: shop\nspec");
    sandbox.write("base/web.yaml", format!("{web}---\n{shop}"));
    sandbox.write("otel/kustomization.yaml", patch(&sandbox, "kustomize", "base"));
    sandbox.write("kustomization.yaml", "resources: [base]\ncomponents: [otel]\n");
    let before = built(&sandbox, &kustomize, "base");
    assert_eq!(objects(&built(&sandbox, &kustomize, ".")), injected(&sandbox, &before));
}

#[test]
fn strategic_merge_patches_of_several_workloads_are_one_file() {
    let Some(kustomize) = kustomize() else { return };
    let sandbox = layers();
    let web = sandbox.read("base/web.yaml");
    sandbox.write("base/web.yaml", format!("{web}---\n{}", web.replace("name: web\nspec", "name: shop\nspec")));
    sandbox.write("otel.yaml", patch(&sandbox, "strategic", "base"));
    sandbox.write("kustomization.yaml", "resources: [base]\npatches: [{path: otel.yaml}]\n");
    let made = built(&sandbox, &kustomize, ".");
    assert_eq!(made.matches("name: PYTHONPATH\n").count(), 2, "{made}");
}

#[test]
fn only_a_strategic_merge_patch_fails_the_build_where_its_workload_is_gone() {
    let Some(kustomize) = kustomize() else { return };
    let sandbox = layers();
    sandbox.write("otel.yaml", patch(&sandbox, "strategic", "base"));
    take(&sandbox, &patch(&sandbox, "kustomize", "base"));
    let web = sandbox.read("base/web.yaml");
    sandbox.write("base/web.yaml", web.replace("name: web\nspec", "name: renamed\nspec"));
    let silent = built(&sandbox, &kustomize, "overlays/prod");
    assert!(!silent.contains("PYTHONPATH"), "{silent}");
    sandbox.write("kustomization.yaml", "resources: [base]\npatches: [{path: otel.yaml}]\n");
    let run = build(&sandbox, &kustomize, ".");
    run.expect(1, "");
    run.expect_stderr(&["no resource matches strategic merge patch"]);
}
