//! The codes of what is said, which scripts match: a change of one is a change for them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use otel_inject::diagnostic::{Code, Topic};
use otel_inject::lint::by_id;
use otel_inject_testing::snapshots::settings;

use crate::layering::texts;

/// Codes of things that a rule of the linter finds too.
const RULES: [Code; 15] = [
    Code::InstrumentationNotFound,
    Code::InstrumentationAmbiguous,
    Code::InstrumentationInvalid,
    Code::ContainerNamesInvalid,
    Code::AnnotationOnWorkload,
    Code::ContainersAmbiguous,
    Code::WindowsPod,
    Code::EnvValueFromConflict,
    Code::TakenForInjected,
    Code::GoSharedPidOff,
    Code::GoSeveralContainers,
    Code::GoTargetMissing,
    Code::ContainerNameUnknown,
    Code::NotInjected,
    Code::InjectionOutdated,
];

#[test]
fn all_codes_and_what_they_say() {
    let mut all = String::new();
    for topic in Topic::ALL {
        writeln!(all, "{}", topic.title()).expect("a string");
        for code in Code::ALL.iter().filter(|code| code.topic() == *topic) {
            writeln!(all, "  {code}: {}", code.description()).expect("a string");
        }
    }
    assert_eq!(all.lines().count(), Topic::ALL.len() + Code::ALL.len());
    settings().bind(|| insta::assert_snapshot!("codes", all));
}

#[test]
fn every_code_has_a_name_of_its_own_and_says_one_sentence() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        assert!(code.as_str().split('-').all(is_word), "{code}");
        let sentence = code.description();
        assert!(sentence.ends_with('.') && !sentence.contains(". "), "{code}: {sentence}");
    }
}

#[test]
fn a_code_has_the_name_of_a_rule_only_if_both_tell_of_one_thing() {
    let named: Vec<Code> = Code::ALL.iter().copied().filter(|code| by_id(code.as_str()).is_some()).collect();
    assert_eq!(named, RULES);
}

#[test]
fn every_code_is_said_somewhere() {
    let in_library = texts("").into_iter().filter(|(file, _)| file != "diagnostic/code.rs").map(|(_, text)| text);
    // What is read is the business of the command line.
    let in_program =
        [include_str!("../../../../cli/src/no_document.rs"), include_str!("../../../../cli/src/reference_use.rs")];
    let said: String = in_library.chain(in_program.map(str::to_owned)).collect();
    let is_said = |code: &&Code| {
        let name = format!("Code::{code:?}");
        said.match_indices(&name).any(|(at, _)| !said[at + name.len()..].starts_with(char::is_alphanumeric))
    };
    let unsaid: Vec<&Code> = Code::ALL.iter().filter(|code| !is_said(code)).collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
}
