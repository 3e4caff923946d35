//! Records that no injection wrote: a record is input from a stranger, and nothing of such a one is used.

use std::path::Path;

use crate::sandbox;

/// Every command that reads a record.
const COMMANDS: [&[&str]; 10] = [
    &["inject", "--in-place"],
    &["inject", "--check"],
    &["remove", "--in-place"],
    &["remove", "--check"],
    &["diff"],
    &["patch"],
    &["images"],
    &["explain"],
    &["verify"],
    &["lint", "--fix"],
];

#[test]
fn a_forged_record_is_refused_by_every_command() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/hostile");
    let instrumentation = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: py, namespace: \
                           shop}\nspec: {exporter: {endpoint: 'http://collector:4318'}}\n";
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let case = entry.unwrap().path();
        if !case.is_dir() {
            continue;
        }
        let input = std::fs::read_to_string(case.join("input.yaml")).unwrap();
        for command in COMMANDS {
            let sandbox = sandbox();
            sandbox.write("input.yaml", &input);
            sandbox.write("i.yaml", instrumentation);
            let beside: &[&str] = if command[0] == "remove" { &[] } else { &["-i", "i.yaml"] };
            let run = sandbox.run(&[command, &["input.yaml"], beside].concat());
            let said = format!("{}{}", run.text(), run.stderr);
            assert_eq!(run.code, Some(3), "{case:?}: {command:?}: {said}");
            assert!(said.contains("[record-unusable]"), "{case:?}: {command:?}: {said}");
            assert_eq!(sandbox.read("input.yaml"), input, "{case:?}: {command:?}");
        }
        cases += 1;
    }
    assert!(cases >= 5, "{cases}");
}
