//! What the configuration asks for, done.

use std::borrow::Cow;

use otel_inject::config::Mode;
use otel_inject::diagnostic::{Diagnostic, has_errors};
use otel_inject::engine::{Engine, LeftOut, Task};
use otel_inject::lint;
use otel_inject::render::left_out::by_reason;
use otel_inject::render::places::Places;
use otel_inject::render::summary::{self, Tense};
use otel_inject::render::tally::tally;
use otel_inject_front::{SideBySide, run_side_by_side};

/// What came of it.
pub(crate) struct Done<'e> {
    /// Standard input as it is to be; as it was with any error.
    pub(crate) after: Cow<'e, str>,
    /// What is to be said, in the order of the places.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// It all in short, for people.
    pub(crate) summary: String,
}

impl Done<'_> {
    pub(crate) fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Does what the configuration asks for with standard input, the first of the sources.
pub(crate) fn run(engine: &Engine) -> Done<'_> {
    match engine.mode() {
        Mode::Inject => decided(engine, Task::Inject),
        Mode::Verify => decided(engine, Task::Verify),
        Mode::Lint => linted(engine),
    }
}

fn decided(engine: &Engine, task: Task) -> Done<'_> {
    let mut report = engine.run_with(task, run_side_by_side);
    let summary = match task {
        Task::Verify => summary::verification(report.entries()),
        Task::Inject | Task::Remove | Task::RemoveByName => summary::injection(report.entries(), Tense::Done),
    }
    .to_string();
    let summary = left_out(engine, &report.left_out) + &summary;
    let diagnostics = report.said();
    Done { after: report.texts.swap_remove(0).joined(), diagnostics, summary }
}

fn linted(engine: &Engine) -> Done<'_> {
    let linted = engine.lint_with(&lint::LintSettings::default(), &SideBySide);
    let found = linted.findings.into_iter().map(|mut finding| {
        // The command line makes repairs, in files; its options are not named to those who build.
        finding.fix = None;
        finding.into_diagnostic()
    });
    let mut diagnostics: Vec<Diagnostic> = found.chain(linted.refusals).chain(linted.diagnostics).collect();
    diagnostics.sort_by_key(|one| one.location.as_ref().map(|location| (location.source, location.span.start)));
    let summary = match (tally(&diagnostics), linted.left_out.len()) {
        (tally, 0) => format!("{tally}\n"),
        // What was not read may hold something.
        _ if diagnostics.is_empty() => left_out(engine, &linted.left_out) + "no findings in what was read\n",
        (tally, _) => left_out(engine, &linted.left_out) + &format!("{tally}\n"),
    };
    Done { after: engine.sources()[0].text.as_str().into(), diagnostics, summary }
}

/// A line for each reason why something was left out.
fn left_out(engine: &Engine, left_out: &[LeftOut]) -> String {
    let files = engine.files();
    let lines = by_reason(left_out, &Places::of(&files));
    lines.into_iter().map(|line| format!("left out: {line}\n")).collect()
}
