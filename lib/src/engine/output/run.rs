//! All workloads decided, all sources rendered; or, with any error, nothing changed.

use std::borrow::Cow;
use std::mem;

use crate::diagnostic::{Diagnostic, SYNTAX, Severity, UNREADABLE};
use crate::yaml;

use crate::engine::Engine;
use crate::engine::input::{Role, Source, Task};

use super::delivery::native_modules;
use super::{Job, Report, Text};

/// The documents of all inputs, in order.
fn jobs(engine: &Engine, task: Task) -> Vec<Job<'_>> {
    let mut jobs = Vec::new();
    let inputs = engine.sources.iter().enumerate().filter(|(_, source)| source.role == Role::Input);
    for (source, Source { text, .. }) in inputs {
        jobs.extend(yaml::documents(text).into_iter().map(|range| Job::new(engine, task, source, range)));
    }
    jobs
}

/// Runs a task over all inputs.
pub(crate) fn run<'e>(engine: &'e Engine, task: Task, all: impl FnOnce(&mut [Job<'e>])) -> Report<'e> {
    let contradiction = engine.config.contradicts(task);
    if !task.is_removal() && (engine.config.has_errors() || contradiction.is_some()) {
        return misconfigured(engine, contradiction);
    }
    let mut jobs = jobs(engine, task);
    all(&mut jobs);
    let mut workloads = Vec::new();
    let mut diagnostics = engine.world.diagnostics.clone();
    let mut texts = vec![Text::default(); engine.sources.len()];
    let mut taken = vec![0; engine.sources.len()];
    jobs.iter_mut().for_each(Job::run);
    let selected = jobs.iter().any(|job| job.selected);
    for job in jobs {
        if let Some(edited) = job.edited {
            let unchanged = mem::replace(&mut taken[job.source], job.range.end)..job.range.start;
            texts[job.source].push(Cow::Borrowed(&engine.sources[job.source].text[unchanged]));
            texts[job.source].push(Cow::Owned(edited));
        }
        workloads.extend(job.workloads);
        diagnostics.extend(job.diagnostics);
    }
    for ((source, text), taken) in engine.sources.iter().zip(&mut texts).zip(taken) {
        text.push(Cow::Borrowed(&source.text[taken..]));
    }
    if !task.is_removal() {
        instrumentations(engine, &mut diagnostics);
        diagnostics.extend(engine.config.diagnostics.iter().cloned());
        diagnostics.extend(native_modules(engine, &workloads));
        diagnostics.extend(engine.config.nothing_selected().filter(|_| !selected));
    }
    in_order(&mut diagnostics);
    diagnostics.dedup();
    // What can't be read may be the very thing that was not found.
    if diagnostics.iter().any(|diagnostic| matches!(diagnostic.code, SYNTAX | UNREADABLE)) {
        diagnostics.retain(|diagnostic| diagnostic.code != "instrumentation-not-found");
    }
    let mut report = Report { texts, workloads, diagnostics };
    if report.has_errors() {
        report.texts = unchanged(engine);
    }
    report
}

/// Nothing is decided by a configuration that is not what was meant.
fn misconfigured(engine: &Engine, contradiction: Option<Diagnostic>) -> Report<'_> {
    let mut diagnostics = engine.config.diagnostics.clone();
    diagnostics.extend(contradiction);
    in_order(&mut diagnostics);
    Report { texts: unchanged(engine), workloads: Vec::new(), diagnostics }
}

fn unchanged(engine: &Engine) -> Vec<Text<'_>> {
    engine.sources.iter().map(|source| Text::from(source.text.as_str())).collect()
}

fn in_order(diagnostics: &mut [Diagnostic]) {
    diagnostics
        .sort_by_key(|diagnostic| diagnostic.location.as_ref().map(|location| (location.source, location.span.start)));
}

/// What is to be said about Instrumentations: mistakes of those that nobody asks for only warn.
fn instrumentations(engine: &Engine, diagnostics: &mut Vec<Diagnostic>) {
    for found in &engine.world.found {
        for error in &found.errors {
            if !diagnostics.contains(error) {
                diagnostics.push(Diagnostic { severity: Severity::Warning, ..error.clone() });
            }
        }
        diagnostics.extend(found.warnings.iter().cloned());
    }
}
