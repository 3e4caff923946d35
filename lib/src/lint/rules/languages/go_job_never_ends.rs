//! `go-job-never-ends`

use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};
use crate::operator::Language;

/// ## What it does
///
/// Finds Jobs and CronJobs into which Go is injected.
///
/// ## Why is this bad?
///
/// Go's agent is a regular container beside the program's. A Job's pod is done when all of its regular containers have
/// ended, and the agent does not end by itself: the Job runs on, and a CronJob may start more and more of them.
///
/// ## Example
///
/// ```yaml
/// kind: Job
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-go: "true"
///         instrumentation.opentelemetry.io/otel-go-auto-target-exe: /app/import
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Job
/// spec:
///   template: {}
/// ```
///
/// With OpenTelemetry's SDK in the program itself.
///
/// ## References
///
/// - [Kubernetes: Job termination](https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup)
pub struct GoJobNeverEnds;

impl Rule for GoJobNeverEnds {
    const ID: &'static str = "go-job-never-ends";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        let jobs = input.asked(Language::Go).filter(|(workload, _)| workload.written.kind.runs_to_completion);
        for (workload, _) in jobs {
            let kind = &workload.written.kind.kind;
            found
                .add(
                    workload.request_place(Language::Go),
                    format!("Go's agent runs on when the program of this {kind} has ended"),
                )
                .help("don't have Go injected here, or end the agent with the program");
        }
    }
}
