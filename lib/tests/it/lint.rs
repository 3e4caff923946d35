//! The linter's rules: each on its fixtures, and what must hold for all of them.

use std::collections::BTreeSet;
use std::fs;

use otel_inject::engine::{Engine, Source, repair};
use otel_inject::lint::{ALL, Finding, LintSettings, RuleInfo, Safety};
use otel_inject::render::text::{File, Style, diagnostics};

use crate::fixtures::{Fixture, below, root};
use crate::snapshots::settings;

/// A rule's fixtures whose names begin with a word.
fn fixtures(rule: &RuleInfo, kind: &str) -> Vec<Fixture> {
    let of_kind = |fixture: &Fixture| {
        let name = fixture.name.rsplit('/').next().unwrap_or_default();
        name == kind || name.strip_prefix(kind).is_some_and(|rest| rest.starts_with('-'))
    };
    let found: Vec<Fixture> = below(&format!("lint/{}", rule.id)).into_iter().filter(of_kind).collect();
    assert!(!found.is_empty(), "fixtures/lint/{}: there is no folder {kind}", rule.id);
    found
}

fn only(rule: &RuleInfo, fixture: &Fixture) -> LintSettings {
    // What it looks at is what the others left.
    let only = if rule.id == "unused-ignore" { Vec::new() } else { vec![rule.id.to_owned()] };
    LintSettings { only, require_injected: fixture.require_injected, ..LintSettings::default() }
}

fn lint(fixture: &Fixture, rule: &RuleInfo, look: impl FnOnce(&Engine, &[Finding])) {
    let engine = fixture.engine();
    let linted = engine.lint(&only(rule, fixture));
    assert_eq!(linted.diagnostics, [], "{}", fixture.name);
    let found: Vec<Finding> = linted.findings.into_iter().filter(|finding| finding.rule == rule.id).collect();
    look(&engine, &found);
}

#[test]
fn every_rule_finds_what_it_is_about() {
    settings().bind(|| {
        for rule in ALL {
            for fixture in fixtures(rule, "finds") {
                lint(&fixture, rule, |engine, found| {
                    assert!(!found.is_empty(), "{}: nothing is found", fixture.name);
                    let found: Vec<_> = found.iter().cloned().map(Finding::into_diagnostic).collect();
                    let files: Vec<File<'_>> =
                        engine.sources().iter().map(|Source { name, text, .. }| File { name, text }).collect();
                    insta::assert_snapshot!(fixture.name.replace('/', "."), diagnostics(&found, &files, Style::Plain));
                });
            }
        }
    });
}

#[test]
fn no_rule_finds_what_only_looks_like_it() {
    for rule in ALL {
        for fixture in fixtures(rule, "near-miss") {
            lint(&fixture, rule, |_, found| assert!(found.is_empty(), "{}: {found:#?}", fixture.name));
        }
    }
}

#[test]
fn what_is_repaired_is_not_found_again() {
    for rule in ALL {
        let mut repaired = 0;
        for fixture in fixtures(rule, "finds") {
            let Ok(wanted) = fs::read_to_string(root().join(&fixture.name).join("fixed.yaml")) else { continue };
            let safety = rule.fix.unwrap_or_else(|| panic!("{} repairs nothing, it says", rule.id));
            for (fixture, wanted) in
                [(fixture.with_text(fixture.text()), wanted.clone()), (fixture.with_crlf(), crlf(&wanted))]
            {
                let done = repair(fixture.sources.clone(), &fixture.settings, &only(rule, &fixture), safety);
                assert_eq!(done.sources[0].text, wanted, "{}", fixture.name);
                lint(&fixture.with_text(&wanted), rule, |_, found| {
                    assert!(found.is_empty(), "{}: {found:#?}", fixture.name)
                });
            }
            repaired += 1;
        }
        assert_eq!(repaired > 0, rule.fix.is_some(), "fixtures/lint/{}: a fixed.yaml beside some input", rule.id);
    }
}

fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

#[test]
fn every_folder_is_of_a_rule_and_every_rule_is_told() {
    let known: BTreeSet<&str> = ALL.iter().map(|rule| rule.id).collect();
    for entry in fs::read_dir(root().join("lint")).expect("fixtures") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        assert!(known.contains(name.as_str()), "fixtures/lint/{name}: there is no such rule");
    }
    assert!(ALL.is_sorted_by_key(|rule| rule.id), "the list is in the order of the names");
    assert_eq!(known.len(), ALL.len(), "a name stands twice");
    for rule in ALL {
        let page = rule.page();
        for heading in ["## What it does\n", "## Why is this bad?\n", "## Example\n", "## Use instead\n"] {
            assert!(page.markdown().contains(heading), "{}: no {heading}", rule.id);
        }
        assert!(page.summary().starts_with("Finds "), "{}: {}", rule.id, page.summary());
    }
}

/// What is found, but for where.
fn found(fixture: &Fixture) -> Vec<(&'static str, String)> {
    let engine = fixture.engine();
    let mut found: Vec<_> =
        engine.lint(&LintSettings::default()).findings.into_iter().map(|found| (found.rule, found.message)).collect();
    found.sort();
    found
}

#[test]
fn what_is_injected_is_judged_as_it_was_written() {
    for fixture in below("") {
        if let Ok(injected) = fixture.inject() {
            assert_eq!(found(&fixture.with_text(&injected)), found(&fixture), "{}", fixture.name);
        }
    }
}

#[test]
fn repairs_come_to_an_end_and_leave_the_rest_alone() {
    let mut repaired = 0;
    for fixture in below("").into_iter().flat_map(|fixture| [fixture.with_crlf(), fixture]) {
        let done = repair(fixture.sources.clone(), &fixture.settings, &LintSettings::default(), Safety::Unsafe);
        let again = repair(done.sources.clone(), &fixture.settings, &LintSettings::default(), Safety::Unsafe);
        assert_eq!(again.count, 0, "{}", fixture.name);
        repaired += done.count;
        if done.count == 0 {
            assert_eq!(done.sources[0].text, fixture.text(), "{}", fixture.name);
        }
    }
    assert!(repaired > 20, "only {repaired} repairs were made");
}
