//! All workloads decided, all sources rendered; or, with any error, nothing changed.

use std::borrow::Cow;
use std::mem;

use crate::diagnostic::{Code, Diagnostic, DiagnosticId, Severity, has_errors};
use crate::engine::index::Inputs;
use crate::engine::input::{Role, Source, Task, may_request_injection};
use crate::render::explain::Explained;

use super::arguments::Effect;
use super::asked::Asked;
use super::delivery::native_modules;
use super::explained::{Known, explained};
use super::job::Job;
use super::order::in_order;
use super::report::Report;
use super::text::Text;
use super::view::WorkloadView;

/// Runs a task over all inputs.
pub(crate) fn run<'e>(inputs: &'e Inputs, task: Task, all: impl FnOnce(&mut [Job<'e>])) -> Report<'e> {
    let contradiction = inputs.config.contradicts(task);
    if !task.is_removal() && (inputs.config.has_errors() || contradiction.is_some()) {
        return misconfigured(inputs, contradiction);
    }
    // Of a source that holds none of the words no document need be searched for them.
    let may_ask = |source: &Source| source.role.is_input() && may_request_injection(&source.text);
    let may_ask: Vec<bool> = inputs.sources.iter().map(may_ask).collect();
    let documents = inputs.documents(Role::is_input);
    let new = |(source, range)| Job::new(inputs, task, source, range, may_ask[source]);
    let mut jobs: Vec<Job<'_>> = documents.map(new).collect();
    all(&mut jobs);
    let mut workloads = Vec::new();
    let mut diagnostics = inputs.index.diagnostics.clone();
    let mut findings = Vec::new();
    let mut left_out = Vec::new();
    let mut texts = vec![Text::default(); inputs.sources.len()];
    let mut taken = vec![0; inputs.sources.len()];
    jobs.iter_mut().for_each(Job::run);
    let mut effect = Effect::default();
    let mut asked = Asked::default();
    let mut unread = Vec::new();
    if !task.is_removal() {
        asked.extend(Asked::of_references(inputs));
        asked.extend(Asked::of_config(inputs));
    }
    for job in jobs {
        if job.is_unread {
            unread.push((job.source, job.range.clone()));
        }
        if let Some(edited) = job.edited {
            let unchanged = mem::replace(&mut taken[job.source], job.range.end)..job.range.start;
            texts[job.source].push(Cow::Borrowed(&inputs.sources[job.source].text[unchanged]));
            texts[job.source].push(Cow::Owned(edited));
        }
        workloads.extend(job.workloads);
        diagnostics.extend(job.diagnostics);
        findings.extend(job.findings);
        left_out.extend(job.left_out);
        effect.extend(job.effect);
        asked.extend(job.asked);
    }
    for ((source, text), taken) in inputs.sources.iter().zip(&mut texts).zip(taken) {
        text.push(Cow::Borrowed(&source.text[taken..]));
    }
    if !task.is_removal() {
        instrumentations(inputs, &mut diagnostics);
        diagnostics.extend(inputs.config.diagnostics.iter().cloned());
        diagnostics.extend(native_modules(inputs, &workloads));
        // What can't be read, or isn't there, may be what the arguments are for.
        let is_given = |source: &Source| source.role.is_input() && !source.text.trim().is_empty();
        let is_known = !has_errors(&diagnostics) && inputs.sources.iter().any(is_given);
        let arguments = inputs.config.arguments().filter(|_| is_known);
        diagnostics.extend(arguments.into_iter().flat_map(|rule| effect.mistakes(rule)));
    }
    if task.is_removal() {
        diagnostics.extend(given_configuration(inputs));
    }
    let (told, unmet) = asked.told(task);
    diagnostics.extend(told);
    findings.extend(unmet);
    for said in [&mut diagnostics, &mut findings] {
        in_order(said);
        said.dedup();
    }
    // What can't be read may be the very thing that was not found.
    if diagnostics
        .iter()
        .any(|diagnostic| matches!(diagnostic.code, DiagnosticId::Code(Code::Syntax | Code::Unreadable)))
    {
        diagnostics.retain(|diagnostic| diagnostic.code != Code::InstrumentationNotFound);
    }
    let mut report = Report { inputs, texts, workloads, unread, diagnostics, findings, left_out };
    if report.has_errors() {
        report.texts = unchanged(inputs);
    }
    report
}

/// Runs a task without rendering anything, and shows each workload that was decided.
pub(crate) fn examine<'e>(inputs: &'e Inputs, task: Task, mut look: impl FnMut(&WorkloadView<'_, '_>)) -> Report<'e> {
    run(inputs, task, |jobs| jobs.iter_mut().for_each(|job| job.examine(&mut look)))
}

/// Injects without rendering anything, and shows of each workload the way to its decision.
pub(crate) fn explain<'e>(inputs: &'e Inputs, mut look: impl FnMut(&Explained<'_>)) -> Report<'e> {
    let mut known = Known::default();
    run(inputs, Task::Inject, |jobs| {
        for job in jobs {
            job.traced = true;
            job.examine(&mut |view| explained(inputs, view, &mut known).iter().for_each(&mut look));
        }
    })
}

/// Nothing is decided by a configuration that is not what was meant.
fn misconfigured(inputs: &Inputs, contradiction: Option<Diagnostic>) -> Report<'_> {
    let mut diagnostics = inputs.config.diagnostics.clone();
    diagnostics.extend(contradiction);
    in_order(&mut diagnostics);
    let (workloads, unread, findings, left_out) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Report { inputs, texts: unchanged(inputs), workloads, unread, diagnostics, findings, left_out }
}

fn unchanged(inputs: &Inputs) -> Vec<Text<'_>> {
    inputs.sources.iter().map(|source| Text::from(source.text.as_str())).collect()
}

/// What is wrong with a configuration that is given to a removal: what it leaves out of folders is not known then.
fn given_configuration(inputs: &Inputs) -> impl Iterator<Item = Diagnostic> {
    let is_given = |diagnostic: &&Diagnostic| {
        let source = diagnostic.location.as_ref().map(|location| inputs.sources[location.source].role);
        diagnostic.severity == Severity::Error && source == Some(Role::Config)
    };
    inputs.config.diagnostics.iter().filter(is_given).cloned()
}

/// What is to be said about Instrumentations: mistakes of those that nobody asks for only warn.
fn instrumentations(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) {
    for found in &inputs.index.problems {
        for error in &found.errors {
            if !diagnostics.contains(error) {
                diagnostics.push(Diagnostic { severity: Severity::Warning, ..error.clone() });
            }
        }
        diagnostics.extend(found.warnings.iter().cloned());
    }
}
