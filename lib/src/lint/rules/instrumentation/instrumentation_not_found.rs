//! `instrumentation-not-found`

use crate::decision::{Decision, Perhaps, RefusalReason, Request};
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Instrumentation, Rule, Workload};

/// ## What it does
///
/// Finds workloads that ask for an Instrumentation that is not among the inputs.
///
/// ## Why is this bad?
///
/// A name without a slash is looked for in the workload's own namespace. Where it isn't there the operator leaves the pod
/// as it is, and only its log and an event tell of it.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// metadata: {name: telemetry, namespace: observability}
/// ---
/// kind: Deployment
/// metadata: {name: cart, namespace: shop}
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: telemetry
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// metadata: {name: telemetry, namespace: observability}
/// ---
/// kind: Deployment
/// metadata: {name: cart, namespace: shop}
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: observability/telemetry
/// ```
///
/// Where the inputs have no Instrumentation at all, they are probably in the cluster: then this is only said as an
/// information, and `-i` takes a file with them. So it is for one in another namespace of which the inputs have none, as
/// where a chart brings it. One that names no namespace may come to be in the right one: a warning.
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#add-annotations-to-existing-deployments)
pub struct InstrumentationNotFound;

impl Rule for InstrumentationNotFound {
    const ID: &'static str = "instrumentation-not-found";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            unplaced(input, workload, found);
            let Decision::Refused(refusal) = workload.decision() else { continue };
            let RefusalReason::InstrumentationNotFound { annotation, namespace, perhaps, name } = &refusal.reason
            else {
                continue;
            };
            let place = workload.refused_place(refusal);
            let finding = found.add(place, refusal.reason.to_string()).help(refusal.reason.help());
            let is_elsewhere = matches!(perhaps.as_deref(), Some(Perhaps::Elsewhere(_) | Perhaps::Nowhere(_)));
            let in_another = namespace.as_deref().filter(|namespace| Some(*namespace) != workload.resource.namespace());
            let is_unknown = in_another.is_some_and(|namespace| {
                let here = |one: &Instrumentation<'_>| one.settings.namespace.as_deref() == Some(namespace);
                !is_elsewhere && !input.instrumentations().iter().any(here)
            });
            if input.instrumentations().is_empty() || is_unknown {
                finding.severity(Severity::Info);
            }
            if let Some(asked) = input.asked_by_namespace(workload, annotation) {
                finding.also(asked, "asked for here");
            }
            let is_meant = |given: &str| name.as_ref().is_none_or(|name| name == given);
            let there = input.instrumentations().iter().find(|one| is_elsewhere && is_meant(&one.settings.name));
            let Some(there) = there else { continue };
            if there.settings.namespace.is_some() {
                finding.also(there.name_place(), "this one is in another namespace");
            } else {
                // `kubectl apply` puts it into whatever namespace is current.
                finding.severity(Severity::Warning).also(there.name_place(), "this one says nothing of its namespace");
            }
        }
    }
}

/// Tells of an Instrumentation that was taken because it is the only one that fits, and that may be somewhere else in the
/// cluster: `kubectl apply` puts it into whatever namespace is current.
fn unplaced(input: &Input<'_>, workload: &Workload<'_>, found: &mut Findings) {
    let Some(namespace) = workload.resource.namespace() else { return };
    let is_unplaced =
        |request: &&Request<'_>| !request.instrumentation.everywhere && request.instrumentation.namespace.is_none();
    let Some(request) = workload.requests().iter().find(is_unplaced) else { return };
    let name = &request.instrumentation.name;
    let message = format!(
        "the operator looks for the Instrumentation {name} in namespace {namespace}, and nothing says that it is there"
    );
    let finding = found.add(workload.request_place(request.language), message).severity(Severity::Warning);
    if let Some(there) = input.manifests().instrumentation(request) {
        finding.also(there.name_place(), "this one says nothing of its namespace");
    }
    finding.help(format!("write there: namespace: {namespace}; or give it with --namespace"));
}
