//! Nothing that asks passes in silence: what the function makes of inputs that ask for injection and don't get it.

use std::fmt::Write as _;
use std::path::Path;

use otel_inject_testing::snapshots::settings;

use crate::sandbox;

/// What the function ends with for each folder of `fixtures/silence`, input by input: 1 if it can't do its work, or if
/// it verifies and something is asked for and not done.
const EXPECTED: [(&str, &str, i32); 20] = [
    ("ambiguous", "input.yaml", 0),
    ("container-unknown", "input.yaml", 0),
    ("cronjob-job-metadata", "input.yaml", 0),
    ("function-unknown-kinds", "input.yaml", 0),
    ("function-unknown-kinds", "verify.yaml", 1),
    ("glued-marker", "input.yaml", 1),
    ("glued-marker", "input2.yaml", 1),
    ("items-twice", "input.json", 1),
    ("items-twice-function", "input.json", 1),
    ("kind-twice", "input.yaml", 1),
    ("kinds-unknown", "input.yaml", 0),
    ("labels", "input.yaml", 0),
    ("next-line", "input.yaml", 1),
    ("numbers", "input.yaml", 0),
    ("php", "input.yaml", 0),
    ("service", "input.yaml", 0),
    ("sidecar-prefix", "input.yaml", 0),
    ("typo", "input.yaml", 0),
    ("wrong-depth", "input.yaml", 0),
    ("wrong-domain", "input.yaml", 0),
];

/// What a program such as Helm pipes in: the documents, and the Instrumentation among them.
fn piped(name: &str, input: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/silence").join(name);
    let mut text = std::fs::read_to_string(folder.join(input)).unwrap();
    if let Ok(reference) = std::fs::read_to_string(folder.join("reference.yaml")) {
        // Among the documents it lies in a namespace, as everything in a cluster does.
        let reference = reference.replace("{name: default}", "{name: default, namespace: shop}");
        text = format!("{reference}---\n{text}");
    }
    text
}

#[test]
fn the_function_tells_what_asks_and_is_not_done() {
    let mut wrong = String::new();
    for (name, input, expected) in EXPECTED {
        let run = sandbox().pipe(&[], piped(name, input));
        if run.code != Some(expected) {
            let _ = writeln!(wrong, "{name}/{input} is {:?}, not {expected}", run.code);
        }
        assert!(!run.stderr.trim().is_empty(), "{name}/{input}: nothing is said");
        let input = input.split('.').next().unwrap_or_default();
        settings().bind(|| insta::assert_snapshot!(format!("silence.function.{name}.{input}"), run.stderr));
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
