//! What is said of agents whose image is mounted.

use crate::config::Delivery;
use crate::decision::{Decision, Outcome};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::index::Inputs;
use crate::operator::Language;

use super::report::Workload;

/// Said once a run, and only where Python is injected: it is about the cluster, not about a workload.
pub(crate) fn native_modules(inputs: &Inputs, workloads: &[Workload<'_>]) -> Option<Diagnostic> {
    let is_python = |outcome: &Outcome| outcome.language == Language::Python && outcome.skipped.is_none();
    let injects_python = |workload: &Workload<'_>| matches!(&workload.decision, Decision::Injected { outcomes, .. } if outcomes.iter().any(is_python));
    if inputs.config.otel_inject.spec.delivery != Delivery::ImageVolume || !workloads.iter().any(injects_python) {
        return None;
    }
    let message = "container runtimes may block what is in a mounted image from being executed (noexec), and Python then \
                   loads no native modules from there";
    let said = Diagnostic::new(Severity::Warning, Code::NativeModules, message).at(inputs.config.delivery.clone()?);
    Some(said.help("leave delivery out where the instrumentation needs some, as for system metrics"))
}
