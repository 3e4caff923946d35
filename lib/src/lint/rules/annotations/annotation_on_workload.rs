//! `annotation-on-workload`

use crate::asking::rule;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule, Safety};

/// ## What it does
///
/// Finds annotations of the operator (`instrumentation.opentelemetry.io/…`, `resource.opentelemetry.io/…` and
/// `sidecar.opentelemetry.io/…`) on a workload's own metadata, unless its pod template has them as well.
///
/// ## Why is this bad?
///
/// The operator reads the annotations of pods and of Namespaces. A pod has those of the workload's pod template, and
/// none of the workload itself: nothing is injected, and nothing says so. `kubectl annotate deployment` puts them there.
///
/// ## Example
///
/// ```yaml
/// kind: Deployment
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Deployment
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/)
pub struct AnnotationOnWorkload;

impl Rule for AnnotationOnWorkload {
    const ID: &'static str = rule::ON_WORKLOAD;
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        super::keys(Self::ID, input, found, |severity| severity);
    }
}
