//! What people copy from `examples/`: that with the function in it.

use std::path::Path;

use otel_inject_testing::example::Example;
use otel_inject_testing::programs::kustomize;
use otel_inject_testing::sandbox::Run;
use otel_inject_testing::snapshots::settings;
use serde_yaml::Value;

use crate::builds::kubectl;
use crate::helm::helm;
use crate::kpt::kpt;
use crate::sandbox;

const FUNCTION: &str = env!("CARGO_BIN_EXE_otel-inject-fn");

fn with_function(example: Example) -> Example {
    example.tool("otel-inject-fn", Path::new(FUNCTION))
}

/// The program in the place of the container, which the image's test runs.
fn by_program(text: &str) -> String {
    text.replace("container:\n        image: otel-inject-fn:latest", "exec:\n        path: otel-inject-fn")
        .replace("kustomize build --enable-alpha-plugins ", "kustomize build --enable-alpha-plugins --enable-exec ")
        .replace("--enable-exec --enable-exec", "--enable-exec")
}

/// What kustomize makes of one of its examples.
pub fn injected(name: &'static str, kustomize: &Path) -> Run {
    let run = with_function(Example::with(name, by_program)).tool("kustomize", kustomize).first();
    assert_eq!(run.code, Some(0), "{name}: {}", run.stderr);
    run
}

#[test]
fn kustomize_examples_give_what_they_should() {
    let Some(kustomize) = kustomize() else { return };
    settings().bind(|| {
        for name in ["kustomize-annotation", "kustomize-component", "kustomize-exec"] {
            insta::assert_snapshot!(format!("example.{name}"), injected(name, &kustomize).text());
        }
    });
}

/// The example with a function that verifies, and where it stands in the kustomization.
fn verifying(place: &str) -> Example {
    let example = with_function(Example::new("kustomize-exec"));
    let instrumentation = example.read("instrumentation.yaml");
    let (head, _) = instrumentation.split_once("spec:").unwrap();
    let head =
        head.replace("opentelemetry.io/v1alpha1", "otel-inject.dev/v1alpha1").replace("Instrumentation", "OtelInject");
    example.write("verify.yaml", &format!("{}spec: {{mode: verify}}\n", head.replace("name: python", "name: verify")));
    example.write("kustomization.yaml", &format!("{}{place}", example.read("kustomization.yaml")));
    example
}

#[test]
fn only_outside_of_the_build_it_is_found_that_kubectl_left_functions_out() {
    let Some(kubectl) = kubectl() else { return };
    let example = verifying("validators: [verify.yaml]\n");
    let run = example.run(&format!("'{}' kustomize --enable-alpha-plugins .", kubectl.display()));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let folder = example.folder();
    let file = |name: &str| folder.join(name).display().to_string();
    let (config, instrumentation) = (file("verify.yaml"), file("instrumentation.yaml"));
    let run = sandbox().pipe(&["--config", &config, "-i", &instrumentation], run.text());
    run.expect(1, "");
    assert!(run.stderr.starts_with("error[not-injected]: "), "{}", run.stderr);
}

#[test]
fn a_validator_among_transformers_leaves_nothing() {
    let Some(kustomize) = kustomize() else { return };
    let run = verifying("- verify.yaml\n").tool("kustomize", &kustomize).first();
    run.expect(0, "");
    assert!(run.stderr.contains("among transformers this leaves nothing"), "{}", run.stderr);
}

#[test]
fn the_example_of_helm_3_gives_what_it_should() {
    let Some(helm) = helm("3") else { return };
    let run = with_function(Example::new("helm3")).tool("helm", &helm).first();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    settings().bind(|| insta::assert_snapshot!("example.helm3", run.text()));
}

#[test]
fn the_example_of_helm_4_gives_what_it_should() {
    let Some(helm) = helm("4") else { return };
    let example = with_function(Example::new("helm4-plugin")).tool("helm", &helm);
    let commands = example.commands();
    let [install, template] = &commands[..] else { panic!("{commands:?}") };
    let run = example.run(install);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let run = example.run(template);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    settings().bind(|| insta::assert_snapshot!("example.helm4-plugin", run.text()));
    assert_eq!(example.read("report.txt"), "Deployment cart: injected python into container app\n");
}

/// A document as an item of a list.
fn item(text: &str) -> String {
    text.lines().enumerate().map(|(line, text)| format!("{} {text}\n", if line == 0 { "-" } else { " " })).collect()
}

#[test]
fn the_package_for_kpt_becomes_what_is_expected() {
    let example = Example::new("kpt");
    let file = |name: &str| example.read(&format!("otel-inject-simple/{name}"));
    // kpt sends the Kptfile and every file, and the configuration once more.
    let items: String = ["Kptfile", "deployment.yaml", "instrumentation.yaml"].map(|name| item(&file(name))).concat();
    let config: String = file("instrumentation.yaml").lines().map(|line| format!("  {line}\n")).collect();
    let list =
        format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n{items}functionConfig:\n{config}");
    let run = sandbox().pipe(&[], list);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let patch = example.run("cd otel-inject-simple && git apply .expected/diff.patch");
    assert_eq!(patch.code, Some(0), "{}", patch.stderr);
    let read = |text: &str| -> Value { serde_yaml::from_str(text).unwrap() };
    let answer = read(run.text());
    for (place, name) in ["Kptfile", "deployment.yaml", "instrumentation.yaml"].into_iter().enumerate() {
        assert_eq!(answer["items"][place], read(&file(name)), "{name}");
    }
    let results = read(&file(".expected/results.yaml"));
    assert_eq!(results["items"][0]["stderr"].as_str(), Some(run.stderr.as_str()));
}

#[test]
fn kpt_itself_makes_what_is_expected() {
    let Some(kpt) = kpt() else { return };
    let image = "image: ghcr.io/otel-inject/otel-inject-fn:v0.1.0";
    let example = Example::with("kpt", |text| text.replace(image, "exec: otel-inject-fn"));
    let example = with_function(example).tool("kpt", &kpt);
    let git = "git -c user.name=test -c user.email=test@example.com";
    let expected =
        ["diff.patch", "results.yaml"].map(|name| example.read(&format!("otel-inject-simple/.expected/{name}")));
    let run = example.run(&format!(
        "cd otel-inject-simple
         git init -q
         git add .
         {git} commit -qm start
         kpt fn render --allow-exec --results-dir ../results
         kpt fn render --allow-exec
         git -c core.abbrev=7 diff > ../diff.patch"
    ));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!([example.read("diff.patch"), example.read("results/results.yaml")], expected);
}
