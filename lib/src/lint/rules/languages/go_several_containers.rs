//! `go-several-containers`

use crate::decision::ContainerSkip;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};
use crate::operator::{ANNOTATION_PREFIX, Language};

/// ## What it does
///
/// Finds workloads that ask for Go in several containers.
///
/// ## Why is this bad?
///
/// The agent looks into one process. Where the pod's list for Go has several names, the operator leaves Go out, and nothing
/// but an event says so.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-go: "true"
///     instrumentation.opentelemetry.io/go-container-names: server,worker
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-go: "true"
///     instrumentation.opentelemetry.io/go-container-names: server
/// ```
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation, Go](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#go)
pub struct GoSeveralContainers;

impl Rule for GoSeveralContainers {
    const ID: &'static str = "go-several-containers";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            let outcomes = workload.decision().outcomes().iter().filter(|outcome| outcome.language == Language::Go);
            for outcome in outcomes {
                let Some(ContainerSkip::OneContainerOnly { annotation }) = &outcome.skipped else { continue };
                // A rule of the configuration may have listed them.
                let place = if annotation.starts_with(ANNOTATION_PREFIX) {
                    workload.written_place(&workload.annotation(annotation))
                } else {
                    workload.request_place(Language::Go)
                };
                found
                    .add(place, "Go is left out: several containers are listed, and the agent looks into one")
                    .help(format!("name one container in {annotation}"));
            }
        }
    }
}
