//! Builds of kustomize that the function is part of. A folder of `tests/builds` is a case.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use otel_inject_testing::programs::{kustomize, path, required};
use otel_inject_testing::sandbox::{Run, Sandbox};
use otel_inject_testing::snapshots::settings;

use crate::{function, sandbox};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/builds");

pub fn kubectl() -> Option<PathBuf> {
    required("kubectl", &["version", "--client"], "Kustomize Version: v5")
}

pub fn case(name: &str) -> PathBuf {
    Path::new(FOLDER).join(name)
}

fn cases() -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut cases: Vec<String> = fs::read_dir(FOLDER).unwrap().map(name).collect();
    cases.sort();
    cases
}

/// A build, with the function as a program.
pub fn build(kustomize: &Path, folder: &Path) -> Run {
    let mut command = Command::new(kustomize);
    command.args(["build", "--enable-alpha-plugins", "--enable-exec"]).arg(folder).env("PATH", path(&[function()]));
    sandbox().feed(&mut command, b"")
}

/// A copy of a case, to change it.
fn copy(sandbox: &Sandbox, name: &str) {
    copy_with(sandbox, name, str::to_owned);
}

/// A copy of a case with each of its files changed.
pub fn copy_with(sandbox: &Sandbox, name: &str, change: impl Fn(&str) -> String) {
    for entry in fs::read_dir(case(name)).unwrap() {
        let entry = entry.unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        sandbox.write(entry.file_name().to_str().unwrap(), change(&text));
    }
}

#[test]
fn every_build_gives_what_it_should() {
    let Some(kustomize) = kustomize() else { return };
    settings().bind(|| {
        for name in cases() {
            assert!(case(&name).join("about.txt").is_file(), "{name}: no about.txt that says what must come out");
            let run = build(&kustomize, &case(&name));
            assert_eq!(run.code, Some(0), "{name}: {}", run.stderr);
            insta::assert_snapshot!(format!("kustomize.{name}"), run.text());
        }
    });
}

#[test]
fn what_was_built_stays_when_it_is_injected_again() {
    let Some(kustomize) = kustomize() else { return };
    let built = build(&kustomize, &case("exec"));
    let instrumentation = case("exec").join("instrumentation.yaml");
    let again = sandbox().pipe(&["-i", instrumentation.to_str().unwrap()], built.text());
    again.expect(0, built.text());
    assert_eq!(again.stderr, "Deployment web: unchanged, already as wanted\n");
}

#[test]
fn a_refusal_fails_the_build_and_says_why() {
    let Some(kustomize) = kustomize() else { return };
    let sandbox = sandbox();
    copy(&sandbox, "exec");
    let asks = fs::read_to_string(case("exec").join("deployment.yaml")).unwrap();
    sandbox.write("deployment.yaml", asks.replace("inject-python: python", "inject-python: gone"));
    let run = build(&kustomize, sandbox.path());
    run.expect(1, "");
    assert!(run.stderr.starts_with("error[instrumentation-not-found]: "), "{}", run.stderr);
}

#[test]
fn a_validator_fails_a_build_without_injection() {
    let Some(kustomize) = kustomize() else { return };
    let sandbox = sandbox();
    copy(&sandbox, "validator");
    sandbox.write("kustomization.yaml", "resources: [deployment.yaml, idle.yaml]\nvalidators: [verify.yaml]\n");
    let run = build(&kustomize, sandbox.path());
    run.expect(1, "");
    assert!(
        run.stderr.starts_with("error[not-injected]: this workload asks for injection but isn't injected; "),
        "{}",
        run.stderr
    );
    // Among the resources the Instrumentation tells more: what is outdated.
    let plain = fs::read_to_string(case("names").join("instrumentation.yaml")).unwrap();
    sandbox.write("plain.yaml", plain);
    let all = "resources: [deployment.yaml, plain.yaml]\ntransformers: [inject.yaml]\nvalidators: [verify.yaml]\n";
    sandbox.write("inject.yaml", fs::read(case("names").join("inject.yaml")).unwrap());
    sandbox.write("kustomization.yaml", all);
    let run = build(&kustomize, sandbox.path());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("Deployment web: up to date\n"), "{}", run.stderr);
}

#[test]
fn a_validator_that_lints_fails_a_build_with_an_error() {
    let Some(kustomize) = kustomize() else { return };
    let run = build(&kustomize, &case("linter"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.starts_with("warning[musl-image-glibc-agent]: "), "{}", run.stderr);
    let sandbox = sandbox();
    copy_with(&sandbox, "linter", |text| text.replace(":4318", ":4317"));
    let run = build(&kustomize, sandbox.path());
    run.expect(1, "");
    assert!(run.stderr.starts_with("error[otlp-port-protocol-mismatch]: "), "{}", run.stderr);
    copy_with(&sandbox, "linter", |text| {
        let ignored = "mode: lint\n  lint: {ignore: [otlp-port-protocol-mismatch]}";
        text.replace(":4318", ":4317").replace("mode: lint", ignored)
    });
    assert_eq!(build(&kustomize, sandbox.path()).code, Some(0));
}

#[test]
fn without_leave_to_run_programs_kustomize_and_kubectl_leave_them_out_without_a_word() {
    let kustomize = kustomize().map(|program| (program, "build"));
    let kubectl = kubectl().map(|program| (program, "kustomize"));
    for (program, command) in kustomize.into_iter().chain(kubectl) {
        let mut command_line = Command::new(&program);
        command_line.args([command, "--enable-alpha-plugins"]).arg(case("exec")).env("PATH", path(&[function()]));
        let run = sandbox().feed(&mut command_line, b"");
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", program.display());
        assert!(run.text().contains("inject-python: python"), "{}", run.text());
        assert!(!run.text().contains("otel-inject.dev/injected"), "{}", run.text());
    }
}
