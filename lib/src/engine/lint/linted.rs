//! Looks for what is wrong with all inputs: reads and decides the documents, then runs the rules.

use crate::decision::LeftOut;
use crate::diagnostic::Diagnostic;
use crate::engine::index::Inputs;
use crate::engine::input::Role;
use crate::engine::output::in_order;
use crate::engine::workers::Workers;
use crate::lint::{self, Change, Document, Finding, Input, Manifests, RuleRun, WorkloadBatch};

use super::reading::Reading;

/// From this many documents on, another thread saves time; from this many workloads on, one for every single rule.
const DOCUMENTS: usize = 16;
const MANY: usize = 64;

/// What is wrong with all inputs.
#[derive(Debug)]
pub struct Linted<'e> {
    /// What the rules found, in the order of the places.
    pub findings: Vec<Finding>,
    /// What is refused for reasons that no rule is about.
    pub refusals: Vec<Diagnostic>,
    /// What can't be read, and what is wrong with the configuration. With errors in it no rule was run.
    pub diagnostics: Vec<Diagnostic>,
    /// What was left out of the inputs, in the order of the places.
    pub left_out: Vec<LeftOut>,
    pub(super) inputs: &'e Inputs,
    pub(super) documents: Vec<Document<'e>>,
}

/// Looks for what is probably wrong, by all rules that the settings and the configuration leave.
pub(crate) fn linted<'e>(inputs: &'e Inputs, settings: &lint::LintSettings, workers: &impl Workers) -> Linted<'e> {
    let mut linted = Linted {
        findings: Vec::new(),
        refusals: Vec::new(),
        diagnostics: inputs.config.diagnostics.clone(),
        left_out: Vec::new(),
        inputs,
        documents: Vec::new(),
    };
    if inputs.config.has_errors() {
        return linted;
    }
    let mut diagnostics = inputs.index.diagnostics.clone();
    let verify = settings.requires_injected();
    let documents = inputs.documents(|role| !matches!(role, Role::Config | Role::LeftOut));
    let mut readings: Vec<Reading<'_>> =
        documents.map(|(source, range)| Reading::new(inputs, source, range, verify)).collect();
    workers.each(&mut readings, DOCUMENTS, Reading::run);
    for reading in readings {
        linted.documents.extend(reading.document);
        diagnostics.extend(reading.unreadable);
        linted.refusals.extend(reading.refusals);
        linted.left_out.extend(reading.left_out);
    }
    // The index has told of references that can't be read.
    in_order(&mut diagnostics);
    diagnostics.dedup();
    linted.diagnostics.extend(diagnostics);
    // With `--rule`, refusals are not what was asked about.
    if !settings.only.is_empty() {
        linted.refusals.clear();
    }
    let found = inputs.index.instrumentations.iter().zip(&inputs.index.problems);
    let instrumentations = found.map(|(one, found)| (one, found.location.clone(), found.object.clone()));
    let manifests = Manifests::new(&linted.documents, instrumentations, inputs.settings.release)
        .with_kinds(&inputs.kinds)
        .with_scope(&inputs.index.scope);
    let settings = inputs.config.lint_settings(settings);
    let mut batches = WorkloadBatch::all(&manifests, &settings, DOCUMENTS);
    workers.each(&mut batches, 1, WorkloadBatch::run);
    let (mut workloads, mut facts) = (Vec::new(), Vec::new());
    let mut found = Vec::with_capacity(batches.len());
    for batch in batches {
        workloads.extend(batch.workloads);
        facts.extend(batch.facts);
        found.push(batch.found);
    }
    let endpoints = lint::endpoints(&manifests, &workloads, &facts);
    let input = Input::new(&manifests, &workloads, &facts, &endpoints);
    let mut runs = RuleRun::all(&input, &settings);
    let min_batch = if input.workloads().len() < MANY { runs.len() } else { 1 };
    workers.each(&mut runs, min_batch, RuleRun::run);
    let mut findings = lint::findings(&input, &settings, found, runs);
    // What is given beside the input is never written.
    let is_written = |change: &Change| {
        let source = linted.documents.get(change.resource.document).map(|document| document.source);
        source.is_some_and(|source| inputs.sources[source].role.is_input())
    };
    for finding in &mut findings {
        finding.fix = finding.fix.take().filter(|fix| fix.changes.iter().all(is_written));
    }
    linted.findings = findings;
    linted
}
