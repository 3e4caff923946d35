//! Nothing that asks passes in silence: what every command makes of inputs that ask for injection and don't get it.

use std::fmt::Write as _;
use std::path::Path;

use otel_inject_testing::snapshots::settings;

use crate::sandbox;

/// The commands that see what asks; a gate fails for what is asked for and not done.
const COMMANDS: [&[&str]; 7] = [
    &["inject"],
    &["inject", "--check"],
    &["diff", "--exit-code"],
    &["patch", "--format", "kustomize"],
    &["verify"],
    &["lint"],
    &["explain"],
];

/// Asked for and not done: the gates fail, and everybody else warns. The linter finds an error.
const UNMET: [i32; 7] = [0, 1, 1, 0, 1, 1, 0];
/// The same, where the linter can't know whether the operator of the cluster does it: a warning there.
const UNMET_HERE: [i32; 7] = [0, 1, 1, 0, 1, 0, 0];
/// Where nothing can run anything: a warning.
const WARNED: [i32; 7] = [0; 7];
/// Something can't be read as kubectl reads it.
const ERROR: [i32; 7] = [3; 7];

/// What the commands come to for each folder of `fixtures/silence`, input by input.
const EXPECTED: [(&str, &str, [i32; 7]); 19] = [
    ("ambiguous", "input.yaml", UNMET),
    ("container-unknown", "input.yaml", UNMET),
    ("cronjob-job-metadata", "input.yaml", UNMET),
    ("function-unknown-kinds", "input.yaml", UNMET_HERE),
    ("glued-marker", "input.yaml", ERROR),
    ("glued-marker", "input2.yaml", ERROR),
    ("items-twice", "input.json", ERROR),
    ("items-twice-function", "input.json", ERROR),
    ("kind-twice", "input.yaml", ERROR),
    ("kinds-unknown", "input.yaml", UNMET),
    ("labels", "input.yaml", UNMET),
    ("next-line", "input.yaml", ERROR),
    ("numbers", "input.yaml", UNMET),
    ("php", "input.yaml", UNMET_HERE),
    ("service", "input.yaml", WARNED),
    ("sidecar-prefix", "input.yaml", UNMET),
    ("typo", "input.yaml", UNMET),
    ("wrong-depth", "input.yaml", UNMET),
    ("wrong-domain", "input.yaml", UNMET),
];

/// A folder of `fixtures/silence`.
fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/silence").join(name)
}

#[test]
fn every_folder_is_in_the_table() {
    for entry in std::fs::read_dir(folder("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(EXPECTED.iter().any(|(folder, ..)| *folder == name), "{name}");
    }
}

#[test]
fn every_command_tells_what_asks_and_is_not_done() {
    let mut wrong = String::new();
    for (name, input, expected) in EXPECTED {
        let sandbox = sandbox();
        let mut arguments = vec![input];
        sandbox.write(input, std::fs::read(folder(name).join(input)).unwrap());
        if let Ok(reference) = std::fs::read(folder(name).join("reference.yaml")) {
            sandbox.write("reference.yaml", reference);
            arguments.extend(["-i", "reference.yaml"]);
        }
        let mut said = String::new();
        for (command, expected) in COMMANDS.into_iter().zip(expected) {
            let run = sandbox.run(&[command, &arguments[..]].concat());
            if run.code != Some(expected) {
                let _ = writeln!(wrong, "{name}/{input}: {} is {:?}, not {expected}", command.join(" "), run.code);
            }
            let is_silent = run.stderr.trim().is_empty() && run.text().trim().is_empty();
            assert!(!is_silent, "{name}/{input}: {command:?} says nothing");
            // What is printed again is what was read, or what other tests look at.
            let prints = matches!(command[0], "verify" | "lint" | "explain");
            let printed = if prints { run.text() } else { "" };
            let _ =
                writeln!(said, "$ otel-inject {} {}\n{printed}{}", command.join(" "), arguments.join(" "), run.stderr);
        }
        let case = format!("silence.{name}{}", if input.starts_with("input2") { ".2" } else { "" });
        settings().bind(|| insta::assert_snapshot!(case, said));
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
