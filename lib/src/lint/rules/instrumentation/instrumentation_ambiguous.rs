//! `instrumentation-ambiguous`

use crate::decision::{Decision, RefusalReason};
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};

/// ## What it does
///
/// Finds workloads that ask with `"true"` where several Instrumentations could be meant, or by a name that several
/// namespaces have.
///
/// ## Why is this bad?
///
/// `"true"` means the only Instrumentation of the namespace. Where there are two, the operator takes none and leaves the
/// pod as it is, and only its log and an event tell of it. So adding a second Instrumentation stops all new pods of the
/// namespace from being instrumented.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// metadata: {name: java}
/// ---
/// kind: Instrumentation
/// metadata: {name: python}
/// ---
/// kind: Deployment
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// metadata: {name: java}
/// ---
/// kind: Instrumentation
/// metadata: {name: python}
/// ---
/// kind: Deployment
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: python
/// ```
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#add-annotations-to-existing-deployments)
pub struct InstrumentationAmbiguous;

impl Rule for InstrumentationAmbiguous {
    const ID: &'static str = "instrumentation-ambiguous";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            let Decision::Refused(refusal) = workload.decision() else { continue };
            let RefusalReason::InstrumentationAmbiguous { annotation, candidates, .. } = &refusal.reason else {
                continue;
            };
            let place = workload.refused_place(refusal);
            let finding = found.add(place, refusal.reason.to_string()).help(refusal.reason.help());
            if let Some(asked) = input.asked_by_namespace(workload, annotation) {
                finding.also(asked, "asked for here");
            }
            for one in input.instrumentations() {
                let name = one.settings.full_name();
                if candidates.contains(&name) {
                    finding.also(one.name_place(), "this one, perhaps");
                }
            }
        }
    }
}
