//! `annotation-misplaced`

use crate::asking::rule;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule, Safety};

/// ## What it does
///
/// Finds annotations of the operator (`instrumentation.opentelemetry.io/…`, `resource.opentelemetry.io/…` and
/// `sidecar.opentelemetry.io/…`) in places where the operator doesn't look, and labels of these names. Those on a
/// workload's own metadata have a rule of their own, `annotation-on-workload`.
///
/// ## Why is this bad?
///
/// The operator reads the annotations of pods and of Namespaces. Anywhere else they have no effect, and nothing says so:
/// in the metadata of a CronJob's `jobTemplate`, one level too high or too low, as a label, or on a Service.
///
/// ## Example
///
/// ```yaml
/// kind: CronJob
/// spec:
///   jobTemplate:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-java: "true"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: CronJob
/// spec:
///   jobTemplate:
///     spec:
///       template:
///         metadata:
///           annotations:
///             instrumentation.opentelemetry.io/inject-java: "true"
/// ```
///
/// On objects that are no workloads it is a warning. There the rule is silent about a copy: a key that a pod template of
/// the input has with the same value, as kustomize's `commonAnnotations` puts it everywhere. Some objects hold such keys
/// on purpose, for the pods that their controllers make: a Kyverno policy, or the values of a HelmRelease. Suppress the
/// finding there, with a comment at the line.
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/)
pub struct AnnotationMisplaced;

impl Rule for AnnotationMisplaced {
    const ID: &'static str = rule::MISPLACED;
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        super::keys(Self::ID, input, found, |severity| severity);
    }
}
