//! `otel-inject explain`

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use clap::builder::styling::{AnsiColor, Effects, Style};
use otel_inject::diagnostic::{Code, Diagnostic, ObjectRef};
use otel_inject::render::explain::explanation;
use otel_inject::render::explain_json::json;
use otel_inject::render::places::Places;

use crate::asked::Asked;
use crate::exit::Outcome;
use crate::output;
use crate::workload_name::WorkloadName;

/// Says why a workload is injected, or why not
///
/// For each workload what was looked at, what was found, and in which line: annotations of pod template and Namespace,
/// rules, Instrumentations, lists of containers; for each injected container who gives each variable, and what lost
/// against that. Nothing is changed. With a workload that is refused the rest is told all the same; the exit code is 3.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  otel-inject explain -i instrumentation.yaml deployment.yaml
  otel-inject explain -i instrumentation.yaml --workload deployment/web k8s/
  helm template shop ./chart | otel-inject explain --namespace shop -i instrumentation.yaml
  otel-inject explain --format json k8s/ | jq '.[].reason.message'")]
pub(crate) struct Args {
    /// A workload to explain, as deployment/web; without any, all are. Repeatable
    #[arg(long = "workload", value_name = "KIND/NAME")]
    workloads: Vec<WorkloadName>,
    /// How it is written
    #[arg(short = 'o', long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// To read
    Text,
    /// A list with an object for each workload
    Json,
}

pub(crate) fn run(Args { workloads, format, asked }: Args) -> Result<Outcome> {
    let Some(loaded) = asked.load("explain")? else { return Ok(Outcome::BadInput) };
    let files = loaded.files();
    let places = Places::of(&files);
    let mut texts: Vec<String> = Vec::new();
    let mut objects = Vec::new();
    let mut told: Vec<ObjectRef> = Vec::new();
    let mut report = loaded.engine.explain(|explained| {
        told.push(explained.object.clone());
        if !workloads.is_empty() && !workloads.iter().any(|name| name.is_of(explained.object)) {
            return;
        }
        match format {
            Format::Text => texts.push(painted(&explanation(explained, &places))),
            Format::Json => objects.push(json(explained, &places)),
        }
    });
    let outcome = Outcome::of(&report.diagnostics);
    // What is about a workload is part of its explanation.
    let is_told = |object: &ObjectRef| told.contains(object);
    for said in [&mut report.diagnostics, &mut report.findings] {
        // A fragment is called as the workload that it is a part of.
        let is_part = |diagnostic: &Diagnostic| {
            diagnostic.code != Code::LeftOut && diagnostic.object.as_ref().is_some_and(is_told)
        };
        said.retain(|diagnostic| !is_part(diagnostic));
    }
    loaded.say_diagnostics(&report);
    let missing = workloads.iter().filter(|name| !told.iter().any(|object| name.is_of(object)));
    let missing = missing.map(|name| output::error(&format!("there is no workload {name} in what was read"))).count();
    match format {
        Format::Text => output::show(&texts.join("\n")),
        Format::Json => output::print(&[vec![format!("{:#}\n", serde_json::Value::from(objects)).as_bytes()]]),
    }
    .context("can't write to standard output")?;
    if told.is_empty() && outcome == Outcome::Done {
        loaded.say_nothing_found(&report, "there are no workloads in what was read");
    } else {
        loaded.say_left_out(&report);
    }
    Ok(if missing > 0 { outcome.max(Outcome::BadInput) } else { outcome })
}

const HEADER: Style = Style::new().effects(Effects::BOLD);
const INJECTED: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);
const NOT_INJECTED: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
const REFUSED: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
const NOTE: Style = AnsiColor::Yellow.on_default();

/// An explanation whose workload, decision and notes stand out.
fn painted(explanation: &str) -> String {
    let mut out = String::with_capacity(explanation.len() + 64);
    for (number, line) in explanation.split_inclusive('\n').enumerate() {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let decision = line.strip_prefix("  => ");
        let style = match decision {
            _ if number == 0 => HEADER,
            Some(decision) if decision.starts_with("refused") => REFUSED,
            Some(decision) if decision.starts_with("would inject") || decision.starts_with("unchanged") => INJECTED,
            Some(_) => NOT_INJECTED,
            None if line.starts_with("  note: ") => NOTE,
            None => Style::new(),
        };
        out.push_str(&format!("{style}{line}{style:#}{end}"));
    }
    out
}
