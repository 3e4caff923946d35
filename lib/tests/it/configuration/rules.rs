//! Who asked: what a rule asked for is followed and taken back by its own configuration, and by no other.

use otel_inject::engine::Task;

use crate::testing::fixtures::below;
use crate::testing::texts::{configured, done, engine};

const RULE: &str = "  - inject: {python: by-rule}\n";
/// A rule for another kind of workload.
const SILENT: &str = "  - select: {kinds: [Job]}\n    inject: {python: by-rule}\n";

/// The text after a run, and the codes of what was said.
#[track_caller]
fn run(input: &str, config: Option<&str>) -> (String, Vec<&'static str>) {
    done(&config.map_or_else(|| engine(input, ""), |config| configured(input, config)), Task::Inject)
}

/// A workload that mentions nothing, the configuration that has it injected, and what comes of that.
fn case() -> (String, String, String) {
    let fixture = below("rules/nothing-but-a-rule").remove(0);
    let config = fixture.sources[1].text.clone();
    assert!(config.contains(RULE));
    let injected = fixture.inject().expect("injected");
    (fixture.text().to_owned(), config, injected)
}

#[test]
fn what_a_rule_asked_for_follows_its_configuration() {
    let (_, config, injected) = case();
    assert_eq!(run(&injected, Some(&config)), (injected.clone(), Vec::new()));
    let moved = config.replace("by-rule.example.com", "elsewhere.example.com");
    assert!(run(&injected, Some(&moved)).0.contains("http://elsewhere.example.com:4318"));
}

#[test]
fn what_no_rule_asks_for_any_more_is_taken_back_by_its_configuration() {
    let (original, config, injected) = case();
    let silent = config.replace(RULE, SILENT);
    assert_eq!(run(&injected, Some(&silent)), (original.clone(), Vec::new()));
    let opted_out = injected.replace(
        "      annotations:\n",
        "      annotations:\n        instrumentation.opentelemetry.io/inject-python: \"false\"\n",
    );
    assert!(!run(&opted_out, Some(&config)).0.contains("PYTHONPATH"));
}

#[test]
fn what_a_rule_asked_for_stays_where_its_configuration_is_not_at_hand() {
    let (_, config, injected) = case();
    assert_eq!(run(&injected, None), (injected.clone(), vec!["asked-elsewhere"]));
    let other = config.replace("name: shop\n", "name: bank\n").replace(RULE, SILENT);
    assert_eq!(run(&injected, Some(&other)), (injected.clone(), vec!["asked-elsewhere"]));
}

#[test]
fn a_rule_reaches_into_lists_and_leaves_other_documents_alone() {
    let (original, config, _) = case();
    let indented: String = original.lines().map(|line| format!("  {line}\n")).collect();
    let others = "apiVersion: v1\nkind: Service # kept\nspec: {ports: [ {port: 0644} ]}\n---\nkind: [ broken\n---\n";
    let (text, codes) = run(&format!("{others}kind: List\nitems:\n- {}", indented.trim_start()), Some(&config));
    assert!(text.starts_with(others) && text.contains("PYTHONPATH"), "{text}");
    assert_eq!(codes, Vec::<&str>::new());
}

#[test]
fn another_configuration_that_asks_takes_over() {
    let (_, config, injected) = case();
    let renamed = config.replace("name: shop\n", "name: bank\n");
    let (text, codes) = run(&injected, Some(&renamed));
    assert_eq!((text.replace("{\"python\":\"bank\"}", "{\"python\":\"shop\"}"), codes), (injected, Vec::new()));
}

#[test]
fn who_asked_is_said_of_rules_only() {
    let fixture = below("rules/by-language").remove(0);
    let injected = fixture.inject().expect("injected");
    assert!(injected.contains("\"askedBy\":{\"python\":\"shop\"}"), "{injected}");
    let damaged = injected.replace("\"askedBy\":{\"python\"", "\"askedBy\":{\"cobol\"");
    assert_eq!(fixture.with_text(&damaged).inject(), Err(vec!["record-unusable"]));
}
