//! The objects that a run makes, printed as they mean rather than as they were written.

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use otel_inject::decision::Decision;
use otel_inject::engine::{Task, WorkloadView};
use otel_inject::render::summary::Tense;
use otel_inject::yaml;
use serde_json::{Value as Json, json};

use crate::exit::Outcome;
use crate::manifests::Loaded;
use crate::output;

/// How they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A stream of documents
    Yaml,
    /// An object, or a List where there are several
    Json,
}

/// Runs a task and prints the objects that are injected, or of which an injection was taken back.
pub(crate) fn print(task: Task, format: Format, loaded: &Loaded) -> Result<Outcome> {
    let mut documents: Vec<String> = Vec::new();
    let mut objects: Vec<Json> = Vec::new();
    let report = loaded.engine.examine(task, |examined| {
        let Some(object) = is_meant(examined).then(|| examined.wanted.unwrap_or(examined.value)) else { return };
        match format {
            Format::Yaml => documents.push(yaml::print(object)),
            Format::Json => objects.push(object.to_json()),
        }
    });
    loaded.say_diagnostics(&report);
    if report.has_errors() {
        loaded.say_nothing_done(&report, "printed");
        return Ok(Outcome::of(&report.diagnostics));
    }
    let text = match (format, objects.as_slice()) {
        (Format::Yaml, _) => documents.join("---\n"),
        (Format::Json, []) => String::new(),
        (Format::Json, [object]) => format!("{object:#}\n"),
        (Format::Json, _) => format!("{:#}\n", json!({"apiVersion": "v1", "kind": "List", "items": objects})),
    };
    output::print(&[vec![text.as_bytes()]]).context("can't write to standard output")?;
    if task == Task::Inject {
        loaded.say_summary(task, &report, Tense::Done);
    } else {
        loaded.say_left_out(&report);
    }
    Ok(Outcome::of(&report.diagnostics))
}

fn is_meant(examined: &WorkloadView<'_, '_>) -> bool {
    let changes = examined.decision.plan().is_some_and(|plan| !plan.is_empty());
    changes || matches!(examined.decision, Decision::Injected { .. })
}
