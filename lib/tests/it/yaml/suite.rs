//! The YAML test suite: what it calls valid is read or refused with a reason, what it calls invalid is never edited.

use std::collections::BTreeMap;

use otel_inject::yaml::{documents, read, value};

const CASES: &str = include_str!("../../yaml-test-suite/cases.jsonl");

fn outcome(text: &str) -> Result<(), String> {
    for range in documents(text) {
        let tree = read(&text[range]).map_err(|error| format!("syntax: {error}"))?;
        if let Some(root) = tree.root() {
            value(&tree, root).map_err(|error| format!("value: {error}"))?;
        }
    }
    Ok(())
}

#[test]
#[allow(clippy::print_stdout)]
fn the_yaml_test_suite_is_read() {
    let (mut valid, mut read, mut invalid, mut accepted) = (0, 0, 0, Vec::new());
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in CASES.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case a line");
        let (id, text) = (case["id"].as_str().unwrap_or_default(), case["yaml"].as_str().unwrap_or_default());
        let outcome = outcome(text);
        if case["fail"] == true {
            invalid += 1;
            if outcome.is_ok() {
                accepted.push(id.to_owned());
            }
            continue;
        }
        valid += 1;
        match outcome {
            Ok(()) => read += 1,
            Err(why) => refused.entry(why).or_default().push(id.to_owned()),
        }
    }
    println!("valid {valid}, of which read {read}: {refused:#?}\ninvalid {invalid}, of which accepted {accepted:?}");
    assert!(read * 100 >= valid * READ_PERCENT, "{read} of {valid} read: {refused:#?}");
    assert_eq!(accepted, ACCEPTED, "invalid cases that are read");
}

/// The rest has keys that are no strings, or binary data: nothing that Kubernetes could read.
const READ_PERCENT: usize = 90;
/// A flow collection that goes on without indentation, as JSON is often pasted, which the parser takes, and a quoted text
/// that does, which kubectl reads.
const ACCEPTED: [&str; 2] = ["9C9N", "QB6E"];
