//! `windows-pod`

use crate::decision::{Decision, Skip};
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};

/// ## What it does
///
/// Finds pods that ask for an agent and run on Windows: by `spec.os.name`, or by a `nodeSelector` or a required node
/// affinity for `kubernetes.io/os`.
///
/// ## Why is this bad?
///
/// The operator's agents are built for Linux. Its webhook injects them into such a pod all the same: the init container's
/// image has no variant for Windows, and the pod never starts. otel-inject leaves the pod as it is.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-dotnet: "true"
/// spec:
///   nodeSelector:
///     kubernetes.io/os: windows
///   containers:
///   - name: app
///     image: registry.example.com/shop/cart:1.4.0
/// ```
///
/// ## Use instead
///
/// Set the agent up in the image, and have the operator add the SDK's settings alone:
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-sdk: "true"
/// spec:
///   nodeSelector:
///     kubernetes.io/os: windows
///   containers:
///   - name: app
///     image: registry.example.com/shop/cart:1.4.0
/// ```
///
/// ## References
///
/// - [Kubernetes: Windows containers](https://kubernetes.io/docs/concepts/windows/intro/)
pub struct WindowsPod;

impl Rule for WindowsPod {
    const ID: &'static str = "windows-pod";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            let Decision::Skipped { reason: reason @ Skip::WindowsPod { at }, .. } = workload.decision() else {
                continue;
            };
            found.add(workload.written_place(at), reason.to_string()).help(reason.help());
        }
    }
}
