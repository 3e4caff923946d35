//! `pod-security`

use crate::diagnostic::{Severity, listed};
use crate::inject::languages_of;
use crate::k8s::Pod;
use crate::lint::{Facts, Findings, Manifests, Place, Rule, Workload};
use crate::operator::Language;
use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};

/// ## What it does
///
/// Finds workloads whose pods would be refused for what injection adds, by the Pod Security level that their Namespace
/// enforces (`pod-security.kubernetes.io/enforce`). Namespaces that are not among the inputs are not known.
///
/// ## Why is this bad?
///
/// The admission controller refuses the pods: the workload is applied, and has none.
///
/// Go's agent is privileged and mounts a folder of the node, which `baseline` forbids. Under `restricted` each init
/// container has to say that it runs without privileges; those of injection have the security context of the first
/// instrumented container, which may leave to the pod what a container has to say itself.
///
/// ## Example
///
/// ```yaml
/// kind: Namespace
/// metadata:
///   name: shop
///   labels:
///     pod-security.kubernetes.io/enforce: restricted
/// ---
/// kind: Deployment
/// metadata: {name: cart, namespace: shop}
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: "true"
///     spec:
///       containers:
///       - name: app
///         securityContext:
///           allowPrivilegeEscalation: false
///           capabilities: {drop: [ALL]}
///           runAsNonRoot: true
///           seccompProfile: {type: RuntimeDefault}
/// ---
/// kind: Instrumentation
/// metadata: {name: telemetry, namespace: shop}
/// spec:
///   initContainerSecurityContext: {}
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Namespace
/// metadata:
///   name: shop
///   labels:
///     pod-security.kubernetes.io/enforce: restricted
/// ---
/// kind: Deployment
/// metadata: {name: cart, namespace: shop}
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: "true"
///     spec:
///       containers:
///       - name: app
///         securityContext:
///           allowPrivilegeEscalation: false
///           capabilities: {drop: [ALL]}
///           runAsNonRoot: true
///           seccompProfile: {type: RuntimeDefault}
/// ---
/// kind: Instrumentation
/// metadata: {name: telemetry, namespace: shop}
/// spec:
///   initContainerSecurityContext:
///     allowPrivilegeEscalation: false
///     capabilities: {drop: [ALL]}
///     runAsNonRoot: true
///     seccompProfile: {type: RuntimeDefault}
/// ```
///
/// ## References
///
/// - [Kubernetes: Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/)
/// - [Kubernetes: Pod Security Admission](https://kubernetes.io/docs/concepts/security/pod-security-admission/)
pub struct PodSecurity;

const LABEL: &str = "pod-security.kubernetes.io/enforce";

/// The levels that forbid something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Baseline,
    Restricted,
}

impl Rule for PodSecurity {
    const ID: &'static str = "pod-security";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        if workload.requests().is_empty() {
            return;
        }
        let Some((level, label)) = enforced(manifests, workload) else { return };
        let (Some(pod), Some(written)) = (workload.effective_pod(), workload.pod()) else { return };
        // A pod that is refused without injection too is not what this rule is about.
        let is_refused = sections(written).any(|container| !missing(written, container, level).is_empty());
        if is_refused || host_paths(written) > 0 {
            return;
        }
        let enforced = format!("the Namespace's {} level refuses", level.name());
        // Only Go's agent mounts a folder of the node.
        if host_paths(pod) > 0 {
            found
                .add(
                    workload.request_place(Language::Go),
                    format!("{enforced} Go's agent, which mounts a folder of the node"),
                )
                .also(label, "enforced by this")
                .help("run it in a Namespace that enforces privileged, or don't have Go injected");
            return;
        }
        let added = workload.containers().iter().filter(|container| container.is_added());
        let mut refused = added
            .map(|container| (container.name(), missing(pod, container.effective.0, level)))
            .filter(|(_, missing)| !missing.is_empty());
        let Some((name, fields)) = refused.next() else { return };
        let languages = languages_of(name);
        let Some(language) = languages.into_iter().find(|language| workload.request(*language).is_some()) else {
            return;
        };
        let fields = listed(&fields, "and");
        found
            .add(workload.request_place(language), format!("{enforced} {name}, which does not say {fields}"))
            .also(label, "enforced by this")
            .help("say it in spec.initContainerSecurityContext of the Instrumentation");
    }
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Level::Baseline => "baseline",
            Level::Restricted => "restricted",
        }
    }
}

/// The level that a workload's Namespace enforces, and where it says so.
fn enforced<'i>(manifests: &Manifests<'i>, workload: &Workload<'i>) -> Option<(Level, Place)> {
    let namespace = manifests.namespace_of(workload)?;
    let level = match &*namespace.object().labels().get(LABEL)? {
        "baseline" => Level::Baseline,
        "restricted" => Level::Restricted,
        _ => return None,
    };
    let at = Pointer::keys(&["metadata", "labels"]).join(Step::Key(LABEL.into()));
    Some((level, namespace.place(&at)))
}

fn sections<'v>(pod: Pod<'v, 'v>) -> impl Iterator<Item = &'v Value<'v>> {
    pod.all_containers().map(|(_, container)| container.0)
}

fn host_paths(pod: Pod<'_, '_>) -> usize {
    pod.volumes().filter(|volume| volume.get("hostPath").is_some_and(|source| !source.is_null())).count()
}

/// The fields that a container lacks for a level, as far as injection plays a part.
fn missing(pod: Pod<'_, '_>, container: &Value<'_>, level: Level) -> Vec<&'static str> {
    let own = |path: &[&str]| container.get("securityContext").and_then(|context| context.at(path));
    let of_pod = |path: &[&str]| pod.0.at(&["spec", "securityContext"]).and_then(|context| context.at(path));
    let is = |value: Option<&Value<'_>>, wanted: bool| matches!(value, Some(Value::Bool(found)) if *found == wanted);
    let mut missing = Vec::new();
    if is(own(&["privileged"]), true) {
        missing.push("privileged: false");
    }
    if level == Level::Baseline {
        return missing;
    }
    if !is(own(&["allowPrivilegeEscalation"]), false) {
        missing.push("allowPrivilegeEscalation: false");
    }
    let dropped = own(&["capabilities", "drop"]).and_then(Value::as_list);
    if !dropped.into_iter().flat_map(List::iter).any(|name| name.as_str() == Some("ALL")) {
        missing.push("capabilities.drop: [ALL]");
    }
    // A container's own setting overrides the pod's.
    if !is(own(&["runAsNonRoot"]).or_else(|| of_pod(&["runAsNonRoot"])), true) {
        missing.push("runAsNonRoot: true");
    }
    let profile = own(&["seccompProfile", "type"]).or_else(|| of_pod(&["seccompProfile", "type"]));
    if !profile.and_then(Value::as_str).is_some_and(|profile| matches!(profile, "RuntimeDefault" | "Localhost")) {
        missing.push("seccompProfile.type: RuntimeDefault");
    }
    missing
}
