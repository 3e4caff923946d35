//! A chart rendered through the function as a post-renderer.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::{leave_out, path, program};
use crate::{Room, Run, function, settings};

const CHART: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/chart");

/// Helm of a major version, which CI names by it.
pub fn helm(version: &str) -> Option<PathBuf> {
    let named = |name: &str| program(name, &["version", "--short"], &format!("v{version}."));
    let found = named(&format!("helm{version}")).or_else(|| named("helm"));
    if found.is_none() {
        leave_out(&format!("Helm {version}"));
    }
    found
}

/// Renders the chart; of Helm 4 the post-renderer is a plugin.
fn render(room: &Room, helm: &Path, is_plugin: bool, args: &[&str]) -> Run {
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
    room.write("plugins/otel-inject/plugin.yaml", plugin);
    let mut command = Command::new(helm);
    command.args(["template", "cart", CHART, "--namespace", "shop"]);
    command.args(["--post-renderer", if is_plugin { "otel-inject" } else { "otel-inject-fn" }]);
    command.args(args.iter().map(|arg| format!("--post-renderer-args={arg}")));
    for (name, folder) in [("HELM_PLUGINS", "plugins"), ("HELM_CACHE_HOME", "cache"), ("HELM_CONFIG_HOME", "config")] {
        command.env(name, room.path().join(folder));
    }
    room.feed(command.env("PATH", path(&[function()])), b"")
}

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata:
  name: python
spec:
  exporter:
    endpoint: http://collector:4318
";

#[test]
fn helm_3_passes_everything_but_hooks() {
    let Some(helm) = helm("3") else { return };
    let room = Room::new();
    let file = room.write("python.yaml", INSTRUMENTATION);
    let instrumentation = format!("--instrumentation={}", file.display());
    let run = render(&room, &helm, false, &[&instrumentation, "--namespace=shop"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    settings().bind(|| insta::assert_snapshot!("helm3", run.text()));

    let run = render(&room, &helm, false, &[]);
    assert_eq!((run.code, run.text()), (Some(1), ""));
    assert!(run.stderr.contains("error[instrumentation-not-found]: "), "{}", run.stderr);
}

#[test]
fn helm_4_passes_hooks_too_and_shows_nothing_of_what_is_said() {
    let Some(helm) = helm("4") else { return };
    let room = Room::new();
    let file = room.write("python.yaml", INSTRUMENTATION);
    let instrumentation = format!("--instrumentation={}", file.display());
    let report = format!("--report={}", room.path().join("report.txt").display());
    let run = render(&room, &helm, true, &[&instrumentation, "--namespace=shop", &report]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    settings().bind(|| insta::assert_snapshot!("helm4", run.text()));
    let said = || std::fs::read_to_string(room.path().join("report.txt")).unwrap();
    assert!(said().contains("Job cart-migrate: injected python into container migrate\n"), "{}", said());

    let run = render(&room, &helm, true, &[&report]);
    assert_eq!((run.code, run.text()), (Some(1), ""));
    assert!(!run.stderr.contains("instrumentation-not-found"), "{}", run.stderr);
    assert!(said().starts_with("error[instrumentation-not-found]: "), "{}", said());
}
