//! `go-job-never-ends`

use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};

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
        let jobs = input.asked("go").filter(|(workload, _)| matches!(workload.written.kind.kind, "Job" | "CronJob"));
        for (workload, _) in jobs {
            let kind = workload.written.kind.kind;
            found
                .add(
                    workload.asked_place("go"),
                    format!("Go's agent runs on when the program of this {kind} has ended"),
                )
                .help("don't have Go injected here, or end the agent with the program");
        }
    }
}
