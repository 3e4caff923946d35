//! `otel-inject patch`

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use otel_inject::diagnostic::ObjectRef;
use otel_inject::engine::{Task, WorkloadView};
use otel_inject::render::json_patch::json_patch;
use otel_inject::render::kustomize;
use otel_inject::render::strategic::strategic;
use otel_inject::render::summary::Tense;
use otel_inject::value::Value;
use otel_inject::yaml::print;
use serde_json::Value as Json;

use crate::exit::Outcome;
use crate::view::View;
use crate::workload_name::WorkloadName;
use crate::{output, wrong_usage};

/// Prints what `inject` would do as a patch
///
/// For those who keep their manifests as they are and patch them when they build or deploy. A JSON Patch tests the
/// containers that it goes to, appends to lists and replaces none that holds something, so it fails where the manifest
/// is another by then. What a manifest did not have can't be tested: where a container without `env` has got one since,
/// the patch would replace it. So make the patch anew when the manifest changes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  otel-inject patch -i instrumentation.yaml deployment.yaml > patch.json
  kubectl patch deployment web --type=json --patch-file patch.json

  # A Component, for the overlay to list: components: [otel]
  mkdir -p overlay/otel
  otel-inject patch -i instrumentation.yaml --format kustomize k8s/ > overlay/otel/kustomization.yaml

  # Strategic merge patches in one file, for the overlay to list: patches: [{path: otel.yaml}]
  otel-inject patch -i instrumentation.yaml --format strategic k8s/ > overlay/otel.yaml")]
pub(crate) struct Args {
    /// What to print
    #[arg(short = 'o', long, value_enum, value_name = "FORMAT", default_value_t = Format::JsonPatch)]
    format: Format,
    /// The one workload to print a patch for, as deployment/web, or deployment/shop/web with its namespace
    #[arg(long, value_name = "KIND/NAME")]
    workload: Option<WorkloadName>,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A JSON Patch (RFC 6902) for one workload
    #[value(alias = "json")]
    JsonPatch,
    /// A kustomize Component with a JSON Patch for each workload
    Kustomize,
    /// Strategic merge patches, a document for each workload, where these can say it
    Strategic,
}

/// The patch of a workload, where anything about it changes, or why it can't have one.
fn patch(format: Format, examined: &WorkloadView<'_, '_>) -> Option<Result<Json, String>> {
    let plan = examined.decision.plan().filter(|plan| !plan.is_empty())?;
    Some(match format {
        Format::Strategic => strategic(examined.value, examined.wanted?).map(|patch| patch.to_json()).map_err(|why| {
            format!("it can't have a strategic merge patch: {why}; --format kustomize or json-patch can say it")
        }),
        Format::Kustomize if examined.object.name.is_empty() => {
            Err("it has no name that kustomize could find it by; give it one".to_owned())
        }
        Format::JsonPatch | Format::Kustomize => Ok(json_patch(plan, examined.value)),
    })
}

pub(crate) fn run(args: Args) -> Result<Outcome> {
    let Args { format, workload, view } = args;
    let Some((task, loaded)) = view.load("patch")? else { return Ok(Outcome::BadInput) };
    let mut patches = Vec::new();
    let mut report = loaded.engine.examine(task, |examined| {
        let is_meant = workload.as_ref().is_none_or(|workload| workload.is_of(examined.object));
        let patch = is_meant.then(|| patch(format, examined)).flatten();
        patches.extend(patch.map(|patch| (examined.object.clone(), patch)));
    });
    loaded.say_diagnostics(&report);
    let outcome = Outcome::of(&report.diagnostics);
    if report.has_errors() {
        loaded.say_nothing_done(&report, "printed");
        return Ok(outcome);
    }
    let Some(patches) = sayable(patches) else { return Ok(Outcome::BadInput) };
    let text = text(format, &patches)?;
    output::print(&[vec![text.as_bytes()]]).context("can't write to standard output")?;
    if let Some(workload) = &workload {
        report.retain(|object| workload.is_of(object));
        if report.workloads.is_empty() {
            loaded.say_warning(&format!("there is no workload {workload} in what was read, or nothing is asked of it"));
        }
    }
    if task == Task::Inject {
        loaded.say_summary(task, &report, Tense::Would);
    } else {
        loaded.say_left_out(&report);
    }
    Ok(outcome)
}

/// The patches, unless there is one that can't say what it should: then it is said why.
fn sayable(patches: Vec<(ObjectRef, Result<Json, String>)>) -> Option<Vec<(ObjectRef, Json)>> {
    let mut made = Vec::new();
    let count = patches.len();
    for (object, patch) in patches {
        match patch {
            Ok(patch) => made.push((object, patch)),
            Err(why) => output::error(&format!("{object}: {why}")),
        }
    }
    (made.len() == count).then_some(made)
}

fn text(format: Format, patches: &[(ObjectRef, Json)]) -> Result<String> {
    Ok(match (format, patches) {
        (Format::Kustomize, patches) => kustomize::component(patches),
        (Format::Strategic, patches) => {
            let documents: Vec<String> = patches.iter().map(|(_, patch)| print(&Value::from(patch))).collect();
            documents.join("---\n")
        }
        (Format::JsonPatch, []) => "[]\n".to_owned(),
        (Format::JsonPatch, [(_, patch)]) => format!("{patch:#}\n"),
        (Format::JsonPatch, [(first, _), (second, _), ..]) => {
            let message = format!(
                "a JSON Patch is for one workload, and {} would change, such as {first} and {second}: name one with \
                 --workload, or use --format kustomize",
                patches.len()
            );
            return Err(wrong_usage("patch", &message));
        }
    })
}
