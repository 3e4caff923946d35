//! What the program offers, as its own help lists it. A new command or format fails here until it is documented and
//! recorded.

use std::fs;
use std::path::Path;

use otel_inject_testing::sandbox::Sandbox;
use otel_inject_testing::snapshots::settings;
use serde_json::Value as Json;

use crate::sandbox;
use crate::services::{INJECTION, service};

/// The commands.
pub fn commands() -> Vec<String> {
    let help = sandbox().run(&["-h"]);
    let (_, list) = help.text().split_once("Commands:\n").unwrap();
    let names = list.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next());
    let commands: Vec<String> = names.filter(|name| *name != "help").map(str::to_owned).collect();
    assert!(commands.len() > 10, "{commands:?}");
    commands
}

/// The values of a command's `--format`.
fn formats(command: &str) -> Vec<String> {
    let help = sandbox().run(&[command, "-h"]);
    let help = help.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((_, rest)) = help.split_once("--format <FORMAT>") else { return Vec::new() };
    let (_, rest) = rest.split_once("[possible values: ").unwrap();
    rest.split_once(']').unwrap().0.split(", ").map(str::to_owned).collect()
}

/// The pages that people read.
fn pages() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let files = docs.filter(|path| path.is_file()).chain([root.join("README.md")]);
    files.map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn every_command_is_documented() {
    let pages = pages();
    for command in commands() {
        assert!(pages.contains(&format!("otel-inject {command}")), "{command}: no page names it");
        let help = sandbox().run(&[&command, "--help"]);
        assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""), "{command}");
        assert!(help.text().contains("Examples:\n  "), "{}", help.text());
    }
}

/// One service, injected where that is to be removed, or two files in which rules of the linter find something.
fn input(command: &str) -> (Sandbox, Vec<&'static str>) {
    if command == "lint" {
        let sandbox = sandbox();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/lint");
        for (rule, namespace) in [("otlp-port-protocol-mismatch", "shop"), ("musl-image-glibc-agent", "bank")] {
            let text = fs::read_to_string(fixtures.join(rule).join("finds/input.yaml")).unwrap();
            sandbox.write(
                &format!("{namespace}.yaml"),
                text.replace("namespace: shop", &format!("namespace: {namespace}")),
            );
        }
        return (sandbox, vec!["shop.yaml", "bank.yaml"]);
    }
    let sandbox = service("logstream");
    if command == "remove" {
        sandbox.run(&[&["inject", "--in-place"], &INJECTION[..]].concat()).expect(0, "");
        return (sandbox, INJECTION[2..].to_vec());
    }
    (sandbox, INJECTION.to_vec())
}

#[test]
fn every_format_is_documented_and_recorded() {
    let pages = pages();
    let mut recorded = 0;
    for command in commands() {
        for format in formats(&command) {
            let named = [format!("--format {format}"), format!("-o {format}"), format!("`{format}`")];
            assert!(named.iter().any(|name| pages.contains(name)), "{command} --format {format}: no page names it");
            let (sandbox, files) = input(&command);
            let run = sandbox.run(&[&[command.as_str(), "--format", &format], &files[..]].concat());
            assert!(!run.text().is_empty(), "{command} --format {format}: {}", run.stderr);
            let kept = if command == "lint" { "musl-image-glibc-agent" } else { "not-injected" };
            let text = if format == "sarif" { without_rules(run.text(), kept) } else { run.text().to_owned() };
            settings().bind(|| insta::assert_snapshot!(format!("format.{command}.{format}"), text));
            recorded += 1;
        }
    }
    assert!(recorded >= 12, "only {recorded} formats");
}

/// Without the list of all rules but one, whose texts are the pages in `docs`.
fn without_rules(sarif: &str, kept: &str) -> String {
    let mut log: Json = serde_json::from_str(sarif).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    assert!(rules.len() > 30, "only {} rules", rules.len());
    rules.retain(|rule| rule["id"] == kept);
    for result in log["runs"][0]["results"].as_array_mut().unwrap() {
        result.as_object_mut().unwrap().remove("ruleIndex");
    }
    format!("{log:#}\n")
}
