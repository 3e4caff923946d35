//! What people see of the fixtures: the text, and the diff that a reviewer reads.

use otel_inject::engine::Task;
use otel_inject::render::diff::unified;
use otel_inject::render::summary::{Tense, injection};
use otel_inject::render::text::{Style, diagnostics};
use otel_inject_testing::snapshots::settings;

use crate::testing::fixtures::{Fixture, below};

/// What is said and what changes, as one text to read.
fn seen(fixture: &Fixture) -> String {
    let engine = fixture.engine();
    let report = engine.run(Task::Inject);
    let files = engine.files();
    let said = diagnostics(&report.said(), &files, Style::Plain);
    let summary = injection(report.entries(), Tense::Done).with_unread(report.workloads_unread()).to_string();
    let diff = unified(&fixture.sources[0].name, fixture.text(), &report.texts[0].to_string());
    [said, summary, diff].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_three_services() {
    settings().bind(|| {
        for name in ["zipservice", "image-retriever", "logstream"] {
            let fixture = below(name).remove(0);
            insta::assert_snapshot!(format!("{name}.text"), fixture.inject().expect("injected"));
            insta::assert_snapshot!(format!("{name}.diff"), seen(&fixture));
        }
    });
}

#[test]
fn styles_namespaces_languages_and_rules() {
    settings().bind(|| {
        let groups = ["style", "no-namespace", "languages", "rules", "by-hand"];
        for fixture in groups.into_iter().flat_map(below) {
            insta::assert_snapshot!(format!("{}.diff", fixture.name.replace('/', ".")), seen(&fixture));
        }
    });
}
