//! `go-target-missing`

use crate::decision::ContainerSkip;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};
use crate::operator::Language;

/// ## What it does
///
/// Finds workloads that ask for Go without saying which executable the agent is to instrument.
///
/// ## Why is this bad?
///
/// The operator then doesn't inject Go into the pod. Only an event says so.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-go: "true"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-go: "true"
///     instrumentation.opentelemetry.io/otel-go-auto-target-exe: /app/server
/// ```
///
/// `OTEL_GO_AUTO_TARGET_EXE` in the Instrumentation's `env` or `go.env` does it too. The annotation is read from the pod
/// template only, never from a Namespace.
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation, Go](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#go)
pub struct GoTargetMissing;

impl Rule for GoTargetMissing {
    const ID: &'static str = "go-target-missing";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            let outcomes = workload.decision().outcomes().iter().filter(|outcome| outcome.language == Language::Go);
            for outcome in outcomes {
                if let Some(ContainerSkip::NoTarget { annotation }) = &outcome.skipped {
                    found
                        .add(
                            workload.request_place(Language::Go),
                            "Go is left out: nothing says which executable the agent looks into",
                        )
                        .help(format!("give its path in {annotation} on the pod template"));
                }
            }
        }
    }
}
