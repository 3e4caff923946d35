//! `go-shared-pid-off`

use crate::decision::ContainerSkip;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};
use crate::operator::Language;
use crate::pointer::Pointer;

/// ## What it does
///
/// Finds workloads that ask for Go and say `shareProcessNamespace: false`.
///
/// ## Why is this bad?
///
/// The agent is a container of its own that looks into the program's process, so it has to see that. The operator leaves Go
/// out of such a pod, and nothing but an event says so.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-go: "true"
/// spec:
///   shareProcessNamespace: false
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-go: "true"
/// spec: {}
/// ```
///
/// Injection then sets it to `true`.
///
/// ## References
///
/// - [Kubernetes: share process namespace between containers](https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/)
pub struct GoSharedPidOff;

impl Rule for GoSharedPidOff {
    const ID: &'static str = "go-shared-pid-off";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            let outcomes = workload.decision().outcomes().iter().filter(|outcome| outcome.language == Language::Go);
            for _ in outcomes.filter(|outcome| outcome.skipped == Some(ContainerSkip::ProcessesApart)) {
                let at = workload.written.in_template(Pointer::keys(&["spec", "shareProcessNamespace"]));
                found
                    .add(
                        workload.written_place(&at),
                        "Go is left out: containers here don't see each other's processes",
                    )
                    .also(
                        workload.request_place(Language::Go),
                        "the agent is asked for here, and has to see the program's",
                    )
                    .help("take the line away, or don't have Go injected");
            }
        }
    }
}
