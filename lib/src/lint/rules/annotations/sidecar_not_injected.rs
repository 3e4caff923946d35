//! `sidecar-not-injected`

use crate::asking::rule;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule, Workload};

/// ## What it does
///
/// Finds requests for a collector sidecar: the annotation `sidecar.opentelemetry.io/inject` of a pod template or
/// Namespace, unless its value is `"false"`.
///
/// ## Why is this bad?
///
/// The operator adds the sidecar in the cluster. otel-inject can't add it yet, so manifests that it injects are deployed
/// without a collector beside the app. With `--require-injected` this is an error.
///
/// ## Example
///
/// ```yaml
/// sidecar.opentelemetry.io/inject: "true"
/// ```
///
/// ## Use instead
///
/// A collector that runs as a Deployment or DaemonSet, or its container in the manifest:
///
/// ```yaml
/// spec:
///   containers:
///   - name: collector
///     image: registry.example.com/otel/collector:0.160.0
/// ```
pub struct SidecarNotInjected;

impl Rule for SidecarNotInjected {
    const ID: &'static str = rule::SIDECAR;
    const SEVERITY: Severity = Severity::Info;

    fn check(input: &Input<'_>, found: &mut Findings) {
        let is_required = input.workloads().iter().any(|workload: &Workload<'_>| workload.verified().is_some());
        super::keys(Self::ID, input, found, |severity| if is_required { Severity::Error } else { severity });
    }
}
