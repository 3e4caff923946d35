//! The linter's rules: each on its fixtures and on the examples of its page, and what must hold for all of them.

/// The tests of each rule, named after what they ask and after the rule: `lint::by_rule::finds::endpoint_missing`.
macro_rules! of_each_rule {
    ($($rule:ident)*) => {
        pub(super) const RULES: &[&str] = &[$(stringify!($rule)),*];

        mod finds {
            $(#[test] fn $rule() { crate::lint::finds(crate::lint::rule(stringify!($rule))); })*
        }

        mod passes_over {
            $(#[test] fn $rule() { crate::lint::passes_over(crate::lint::rule(stringify!($rule))); })*
        }

        mod repairs {
            $(#[test] fn $rule() { crate::lint::repairs(crate::lint::rule(stringify!($rule))); })*
        }

        mod examples {
            $(#[test] fn $rule() { crate::lint::examples::of(crate::lint::rule(stringify!($rule))); })*
        }
    };
}

mod by_rule;
mod examples;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};

use otel_inject::engine::{Engine, Role, Settings, Source, Workers, repair};
use otel_inject::lint::{ALL, Finding, LintSettings, RuleInfo, Safety, by_id};
use otel_inject::render::text::{File, Style, diagnostics};
use otel_inject_testing::manifests::{DEPLOYMENT, replaced};
use otel_inject_testing::snapshots::settings;

use crate::testing::fixtures::{Fixture, below, root};
use crate::testing::texts::source;

/// A rule by the name of its file.
fn rule(file: &str) -> &'static RuleInfo {
    by_id(&file.replace('_', "-")).unwrap_or_else(|| panic!("there is no rule {file}"))
}

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

fn only(rule: &RuleInfo, require_injected: bool) -> LintSettings {
    // What it looks at is what the others left.
    let only = if rule.id == "unused-ignore" { Vec::new() } else { vec![rule.id.to_owned()] };
    LintSettings { only, require_injected, ..LintSettings::default() }
}

fn lint(fixture: &Fixture, rule: &RuleInfo, look: impl FnOnce(&Engine, &[Finding])) {
    let engine = fixture.engine();
    let linted = engine.lint(&only(rule, fixture.require_injected));
    assert_eq!(linted.diagnostics, [], "{}", fixture.name);
    let found: Vec<Finding> = linted.findings.into_iter().filter(|finding| finding.rule == rule.id).collect();
    look(&engine, &found);
}

/// Looks at each fixture, and fails only when all were looked at: the first failure hides no other.
fn each(fixtures: Vec<Fixture>, look: impl Fn(&Fixture)) {
    let failed = |fixture: &Fixture| panic::catch_unwind(AssertUnwindSafe(|| look(fixture))).is_err();
    let failed: Vec<String> = fixtures.into_iter().filter(failed).map(|fixture| fixture.name).collect();
    assert!(failed.is_empty(), "not as expected: {}", failed.join(", "));
}

/// The rule finds what its fixtures `finds` are about, and says it well.
fn finds(rule: &RuleInfo) {
    each(fixtures(rule, "finds"), |fixture| {
        lint(fixture, rule, |engine, found| {
            assert!(!found.is_empty(), "{}: nothing is found", fixture.name);
            let found: Vec<_> = found.iter().cloned().map(Finding::into_diagnostic).collect();
            let files: Vec<File<'_>> =
                engine.sources().iter().map(|Source { name, text, .. }| File { name, text }).collect();
            settings().bind(|| {
                insta::assert_snapshot!(fixture.name.replace('/', "."), diagnostics(&found, &files, Style::Plain));
            });
        });
    });
}

/// The rule does not find what only looks like it.
fn passes_over(rule: &RuleInfo) {
    each(fixtures(rule, "near-miss"), |fixture| {
        lint(fixture, rule, |_, found| assert!(found.is_empty(), "{}: {found:#?}", fixture.name));
    });
}

/// What the rule repairs comes out as its fixtures say, and is not found again. A rule without repairs has no such
/// fixtures.
fn repairs(rule: &RuleInfo) {
    let wanted = |fixture: &Fixture| fs::read_to_string(root().join(&fixture.name).join("fixed.yaml"));
    let mut repaired = fixtures(rule, "finds");
    repaired.retain(|fixture| wanted(fixture).is_ok());
    if rule.fix.is_none() {
        assert!(repaired.is_empty(), "{} repairs nothing, it says, and has a fixed.yaml", rule.id);
        return;
    }
    assert!(!repaired.is_empty(), "fixtures/lint/{}: a fixed.yaml beside some input", rule.id);
    each(repaired, |fixture| {
        let wanted = wanted(fixture).expect("it was there");
        for (fixture, wanted) in
            [(fixture.with_text(fixture.text()), wanted.clone()), (fixture.with_crlf(), crlf(&wanted))]
        {
            // A repair of an Instrumentation is unsafe, whatever the rule says of its others.
            let (rules, safety) = (only(rule, fixture.require_injected), Safety::Unsafe);
            let done = repair(fixture.sources.clone(), &fixture.settings, &rules, safety);
            assert_eq!(done.sources[0].text, wanted, "{}", fixture.name);
            lint(&fixture.with_text(&wanted), rule, |_, found| {
                assert!(found.is_empty(), "{}: {found:#?}", fixture.name)
            });
        }
    });
}

fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

#[test]
fn every_rule_has_its_tests() {
    let rules: Vec<String> = ALL.iter().map(|rule| rule.id.replace('-', "_")).collect();
    assert_eq!(by_rule::RULES, rules, "`cargo xtask generate` writes lint/by_rule.rs");
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

/// Does the last unit first.
struct Backwards;

impl Workers for Backwards {
    fn each<T: Send>(&self, units: &mut [T], _: usize, work: impl Fn(&mut T) + Sync) {
        units.iter_mut().rev().for_each(work);
    }
}

#[test]
fn in_which_order_the_work_is_done_makes_no_difference() {
    let sources = below("lint").into_iter().flat_map(|fixture| fixture.sources);
    let sources: Vec<Source> = sources.filter(|source| source.role == Role::Input).collect();
    let engine = Engine::load(sources, Settings::default());
    let told = |findings: Vec<Finding>| -> Vec<_> { findings.into_iter().map(Finding::into_diagnostic).collect() };
    let (forwards, backwards) =
        (engine.lint(&LintSettings::default()), engine.lint_with(&LintSettings::default(), &Backwards));
    assert!(forwards.findings.len() > 100, "only {} findings", forwards.findings.len());
    assert_eq!(told(forwards.findings), told(backwards.findings));
    assert_eq!(forwards.refusals, backwards.refusals);
}

#[test]
fn references_that_cannot_be_read_are_told_once_each() {
    let unreadable =
        "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: python\nspec: {}\n";
    let workloads = source("web.yaml", "kind: Namespace\napiVersion: v1\nmetadata: {name: shop}\n", Role::Input);
    let reference = |name: &str| source(name, unreadable, Role::Reference);
    let sources = vec![workloads, reference("python.yaml"), reference("java.yaml")];
    let engine = Engine::load(sources, Settings::default());
    let told: Vec<_> = engine.lint(&LintSettings::default()).diagnostics;
    let told = told.iter().map(|told| (told.code.as_str(), told.location.as_ref().map(|location| location.source)));
    assert_eq!(told.collect::<Vec<_>>(), [("syntax", Some(1)), ("syntax", Some(2))]);
}

#[test]
fn a_repair_that_can_t_be_written_keeps_no_other_back() {
    let misplaced = replaced(DEPLOYMENT, "  template:\n    metadata:\n      annotations:\n", "  template:\n");
    let annotation = "        instrumentation.opentelemetry.io/inject-python: python\n";
    let asking = replaced(&misplaced, annotation, "");
    let own = replaced(&asking, "  name: web\n", &format!("  name: web\n  annotations:\n{}", &annotation[4..]));
    // What a merge key brings can't be taken away in one place.
    let merged = replaced(&asking, "  name: web\n", "  name: worker\n  annotations:\n    a: b\n    <<: *asks\n");
    let merged = format!("asks: &asks\n{}{merged}", &annotation[6..]);
    for text in [format!("{own}---\n{merged}"), format!("{merged}---\n{own}")] {
        let sources = vec![source("web.yaml", &text, Role::Input)];
        let done = repair(sources, &Settings::default(), &LintSettings::default(), Safety::Safe);
        assert_eq!(done.count, 1, "{}", done.sources[0].text);
        assert!(done.sources[0].text.contains(&merged), "{}", done.sources[0].text);
    }
}

const MISMATCH: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: main}
spec: {exporter: {endpoint: http://collector:4317}}
";

const ASKING: &str = "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations: {instrumentation.opentelemetry.io/inject-python: 'true'}
spec: {containers: [{name: app, image: a}]}
";

#[test]
fn an_instrumentation_is_repaired_only_on_request_and_never_where_it_is_given_beside_the_input() {
    let repaired = |role, safety| {
        let source = |name: &str, text: &str, role| Source { name: name.to_owned(), text: text.to_owned(), role };
        let sources = vec![source("pod.yaml", ASKING, Role::Input), source("i.yaml", MISMATCH, role)];
        let done = repair(sources, &Settings::default(), &LintSettings::default(), safety);
        done.sources[1].text != MISMATCH
    };
    // Workloads outside of the run may use it.
    assert!(!repaired(Role::Input, Safety::Safe) && repaired(Role::Input, Safety::Unsafe));
    assert!(!repaired(Role::Reference, Safety::Unsafe));
}
