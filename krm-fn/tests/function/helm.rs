//! A chart rendered through the function as a post-renderer.

use std::path::{Path, PathBuf};
use std::process::Command;

use otel_inject_testing::manifests::INSTRUMENTATION;
use otel_inject_testing::programs::{path, program, skip_missing};
use otel_inject_testing::sandbox::{Run, Sandbox};
use otel_inject_testing::snapshots::settings;

use crate::{function, sandbox};

const CHART: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/chart");

/// Helm of a major version, which CI names by it.
pub fn helm(version: &str) -> Option<PathBuf> {
    let named = |name: &str| program(name, &["version", "--short"], &format!("v{version}."));
    let found = named(&format!("helm{version}")).or_else(|| named("helm"));
    if found.is_none() {
        skip_missing(&format!("Helm {version}"));
    }
    found
}

/// Renders the chart; of Helm 4 the post-renderer is a plugin.
fn render(sandbox: &Sandbox, helm: &Path, is_plugin: bool, args: &[&str]) -> Run {
    let plugin = "\
apiVersion: v1
type: postrenderer/v1
name: otel-inject
version: 0.1.0
runtime: subprocess
runtimeConfig:
  platformCommand:
  - command: otel-inject-fn
";
    sandbox.write("plugins/otel-inject/plugin.yaml", plugin);
    let mut command = Command::new(helm);
    command.args(["template", "cart", CHART, "--namespace", "shop"]);
    command.args(["--post-renderer", if is_plugin { "otel-inject" } else { "otel-inject-fn" }]);
    command.args(args.iter().map(|arg| format!("--post-renderer-args={arg}")));
    for (name, folder) in [("HELM_PLUGINS", "plugins"), ("HELM_CACHE_HOME", "cache"), ("HELM_CONFIG_HOME", "config")] {
        command.env(name, sandbox.path().join(folder));
    }
    sandbox.feed(command.env("PATH", path(&[function()])), b"")
}

#[test]
fn helm_3_passes_everything_but_hooks() {
    let Some(helm) = helm("3") else { return };
    let sandbox = sandbox();
    let file = sandbox.write("python.yaml", INSTRUMENTATION);
    let instrumentation = format!("--instrumentation={}", file.display());
    let run = render(&sandbox, &helm, false, &[&instrumentation, "--namespace=shop"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    settings().bind(|| insta::assert_snapshot!("helm3", run.text()));

    let run = render(&sandbox, &helm, false, &[]);
    assert_eq!((run.code, run.text()), (Some(1), ""));
    assert!(run.stderr.contains("error[instrumentation-not-found]: "), "{}", run.stderr);
}

#[test]
fn helm_4_passes_hooks_too_and_shows_nothing_of_what_is_said() {
    let Some(helm) = helm("4") else { return };
    let sandbox = sandbox();
    let file = sandbox.write("python.yaml", INSTRUMENTATION);
    let instrumentation = format!("--instrumentation={}", file.display());
    let report = format!("--report={}", sandbox.path().join("report.txt").display());
    let run = render(&sandbox, &helm, true, &[&instrumentation, "--namespace=shop", &report]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    settings().bind(|| insta::assert_snapshot!("helm4", run.text()));
    let said = || std::fs::read_to_string(sandbox.path().join("report.txt")).unwrap();
    assert!(said().contains("Job cart-migrate: injected python into container migrate\n"), "{}", said());

    let run = render(&sandbox, &helm, true, &[&report]);
    assert_eq!((run.code, run.text()), (Some(1), ""));
    assert!(!run.stderr.contains("instrumentation-not-found"), "{}", run.stderr);
    assert!(said().starts_with("error[instrumentation-not-found]: "), "{}", said());
}
