//! What other objects of the input say: the Secrets and ConfigMaps that an injection refers to, and lists of objects.

use otel_inject::engine::Task;
use otel_inject_testing::manifests::{DEPLOYMENT, INSTRUMENTATION, replaced};

use crate::testing::texts::run;

/// Whether the Secret `certs`, which the Instrumentation names, is said to be unknown where there is this object.
#[track_caller]
fn is_unknown(namespace: &str, other: &str) -> bool {
    let metadata = format!("  name: web\n{namespace}");
    let input = format!("{}---\n{other}", replaced(DEPLOYMENT, "  name: web\n", &metadata));
    let (_, codes) = run(Task::Inject, &input, &format!("{INSTRUMENTATION}    tls: {{secretName: certs}}\n"));
    codes.contains(&"tls-source-unknown")
}

#[test]
fn a_secret_is_looked_for_in_the_namespace_of_the_workload() {
    let object = |kind: &str, metadata: &str| format!("apiVersion: v1\nkind: {kind}\nmetadata: {{{metadata}}}\n");
    let (bank, nowhere) = ("  namespace: bank\n", "");
    assert!(is_unknown(bank, "kind: Secret\n"));
    assert!(!is_unknown(bank, &object("Secret", "name: certs, namespace: bank")));
    assert!(is_unknown(bank, &object("Secret", "name: certs, namespace: shop")));
    assert!(is_unknown(bank, &object("ConfigMap", "name: certs, namespace: bank")));
    assert!(is_unknown(bank, &object("Secret", "name: keys, namespace: bank")));
    // A workload without a namespace may go into any.
    assert!(!is_unknown(nowhere, &object("Secret", "name: certs, namespace: shop")));
    assert!(!is_unknown(nowhere, &object("Secret", "name: certs")));
    // kustomize renamed it, and follows that in what refers to it.
    let names = "name: certs-5f2, namespace: bank, annotations: {internal.config.kubernetes.io/previousNames: certs, \
                 internal.config.kubernetes.io/previousNamespaces: bank}";
    assert!(!is_unknown(bank, &object("Secret", names)));
}

#[test]
fn lists_in_lists_are_read_to_a_depth_that_nobody_needs() {
    let indented = |text: &str| text.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let mut text = DEPLOYMENT.to_owned();
    for depth in 1..=9 {
        text = format!("apiVersion: v1\nkind: List\nitems:\n- {}", indented(&text).trim_start());
        let (injected, codes) = run(Task::Inject, &text, INSTRUMENTATION);
        assert_eq!(codes, [""; 0], "{depth}");
        assert_eq!(injected.contains("opentelemetry-auto-instrumentation-python"), depth <= 8, "{depth}");
        assert_eq!(run(Task::Remove, &injected, INSTRUMENTATION).0, text, "{depth}");
    }
}
