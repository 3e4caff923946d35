//! `env-value-from-conflict`

use crate::decision::ContainerSkip;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};
use crate::pointer::Step;

/// ## What it does
///
/// Finds `PYTHONPATH`, `JAVA_TOOL_OPTIONS`, `NODE_OPTIONS` and the lists of .NET where they come from a ConfigMap, a Secret
/// or a field, in containers that are to be instrumented.
///
/// ## Why is this bad?
///
/// The agent is loaded by what is added to them, and nothing can be added to a value that the manifest doesn't hold. The
/// operator skips such a container; it adds the init container all the same, so the pod looks instrumented.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// spec:
///   containers:
///   - name: app
///     env:
///     - name: PYTHONPATH
///       valueFrom:
///         configMapKeyRef: {name: cart, key: pythonpath}
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// spec:
///   containers:
///   - name: app
///     env:
///     - name: PYTHONPATH
///       value: /app/lib
/// ```
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/)
pub struct EnvValueFromConflict;

impl Rule for EnvValueFromConflict {
    const ID: &'static str = "env-value-from-conflict";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            for outcome in workload.decision().outcomes() {
                let (Some(name), Some(ContainerSkip::ValueFrom { variable })) = (&outcome.container, &outcome.skipped)
                else {
                    continue;
                };
                let container = workload.own_containers().find(|container| container.name() == name);
                // Of several with one name, the operator looks at the first.
                let own = container.and_then(|container| {
                    let entry = container.variables().iter().find(|entry| entry.name == variable)?;
                    workload.effective_place(&container.entry(entry).join(Step::Key("valueFrom".into())))
                });
                let asked = input.request_place(workload, outcome.language);
                let place = own.unwrap_or_else(|| asked.clone());
                found
                    .add(
                        place,
                        format!(
                            "{variable} of container {name} comes from valueFrom, so {} is not injected",
                            outcome.language
                        ),
                    )
                    .also(asked, "it is asked for here")
                    .help(format!("give {variable} a plain value"));
            }
        }
    }
}
