//! What carries no record is named, and removed where that is asked for.

use crate::sandbox;

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: \"true\"
    spec:
      containers:
      - name: app # the one
        image: 'registry/app:1.10'
        env:
        - {name: MODE, value: \"0644\"}
";

const CONFIG: &str = "\
apiVersion: otel-inject.dev/v1alpha1
kind: OtelInject
metadata: {name: shop}
spec:
  record: false
  instrumentations:
  - apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: python}
    spec: {exporter: {endpoint: http://collector:4318}}
";

#[test]
fn what_carries_no_record_is_removed_only_where_that_is_asked_for() {
    let sandbox = sandbox();
    sandbox.write("config.yaml", CONFIG);
    let injected = sandbox.pipe(&["inject", "--config", "config.yaml"], DEPLOYMENT.as_bytes());
    assert_eq!(injected.code, Some(0), "{}", injected.stderr);
    assert!(!injected.text().contains("otel-inject.dev/injected"));

    let named = sandbox.pipe(&["remove"], &injected.stdout);
    assert_eq!((named.code, named.text()), (Some(0), injected.text()));
    named.expect_stderr(&[
        "Deployment web: skipped: no record tells of its injection (init container",
        "--by-name",
        "[without-record]",
    ]);

    let removed = sandbox.pipe(&["remove", "--by-name"], &injected.stdout);
    assert_eq!((removed.code, removed.text()), (Some(0), DEPLOYMENT));
    removed.expect_stderr(&[
        "info[removed-by-name]: ",
        "removed by name: OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_TRACES_EXPORTER",
        "Deployment web: removed by the operator's names, as far as they tell\n",
    ]);
}

#[test]
fn a_record_that_is_damaged_gives_way_to_the_names() {
    let sandbox = sandbox();
    sandbox.write("config.yaml", CONFIG.replace("  record: false\n", ""));
    let injected = sandbox.pipe(&["inject", "--config", "config.yaml"], DEPLOYMENT.as_bytes());
    let damaged = injected.text().replacen("\"version\":1,", "\"version\":1,,", 1);
    assert_ne!(damaged, injected.text());
    let refused = sandbox.pipe(&["remove"], damaged.as_bytes());
    assert_eq!((refused.code, refused.text()), (Some(3), ""));
    refused.expect_stderr(&["it is damaged", "--by-name"]);
    let removed = sandbox.pipe(&["remove", "--by-name"], damaged.as_bytes());
    assert_eq!((removed.code, removed.text()), (Some(0), DEPLOYMENT));

    let later = injected.text().replacen("\"version\":1,", "\"version\":7,", 1);
    for arguments in [&["remove"][..], &["remove", "--by-name"], &["inject", "--config", "config.yaml"]] {
        let refused = sandbox.pipe(arguments, later.as_bytes());
        assert_eq!((refused.code, refused.text()), (Some(3), ""), "{arguments:?}");
        refused.expect_stderr(&["it has version 7, and this program knows version 1; use the program that wrote it"]);
    }
}
