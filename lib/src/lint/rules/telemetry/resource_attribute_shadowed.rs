//! `resource-attribute-shadowed`

use crate::decision::Request;
use crate::diagnostic::Severity;
use crate::lint::{Container, Facts, Findings, Manifests, Rule, Workload};
use crate::operator::RESOURCE_PREFIX;
use crate::pointer::{Pointer, Step};

/// ## What it does
///
/// Finds attributes of an Instrumentation that injection gives another value: `service.version` by the image's tag,
/// `service.name` and `k8s.…` by the workload.
///
/// ## Why is this bad?
///
/// The value in the Instrumentation is not the one that arrives, and nothing says so. What an annotation of the pod, a
/// variable of the container, or a rule of an OtelInject says otherwise is meant so, and is not found.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   resource:
///     resourceAttributes:
///       service.version: 25.2.2
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
///         resource.opentelemetry.io/service.version: 25.2.2
/// ```
///
/// ## References
///
/// - [OpenTelemetry: resource attributes by Kubernetes annotations](https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes)
pub struct ResourceAttributeShadowed;

impl Rule for ResourceAttributeShadowed {
    const ID: &'static str = "resource-attribute-shadowed";
    const SEVERITY: Severity = Severity::Info;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for container in workload.own_containers() {
            for request in &container.requests {
                for (key, value) in shadowed(workload, container, request) {
                    let at = Pointer::keys(&["spec", "resource", "resourceAttributes"]).join(Step::Key(key.into()));
                    let Some(one) = manifests.instrumentation(request) else { continue };
                    let reference = workload.resource.reference();
                    let what = format!("container {} of {reference} has {value}", container.name());
                    found
                        .add(one.place(&at), format!("injection gives {key} another value than this one"))
                        .also(workload.request_place(request.language), what)
                        .dedup_with_count("more likewise")
                        .help(format!("give it in the pod template's annotation {RESOURCE_PREFIX}{key}"));
                }
            }
        }
    }
}

/// The Instrumentation's attributes that get another value, with that value.
fn shadowed<'i>(workload: &Workload<'i>, container: &Container<'i>, request: &Request<'i>) -> Vec<(&'i str, String)> {
    let given = &request.instrumentation.spec.resource.attributes;
    let written = container.written.map(|written| written.env_value("OTEL_RESOURCE_ATTRIBUTES")).unwrap_or_default();
    let annotations = workload.pod().map(|pod| pod.annotations()).unwrap_or_default();
    let by_rule =
        |key: &str| request.rule.is_some_and(|rule| rule.resource_attributes.keys().any(|of| of.as_str() == key));
    let by_annotation = |key: &str| annotations.iter().any(|(name, _)| name.strip_prefix(RESOURCE_PREFIX) == Some(key));
    let is_meant = |key: &str| written.contains(key) || by_annotation(key) || by_rule(key);
    let mut found = Vec::new();
    for (key, value) in given.iter().filter(|(key, _)| !is_meant(key)) {
        let effective = match key.as_str() {
            "service.name" => container.variable("OTEL_SERVICE_NAME").filter(|name| !is_own(workload, container, name)),
            _ => container.variable("OTEL_RESOURCE_ATTRIBUTES"),
        };
        let Some(effective) = effective.and_then(|variable| variable.value()) else { continue };
        let effective = match key.as_str() {
            "service.name" => Some(&*effective),
            _ => effective.rsplit(',').find_map(|pair| pair.trim().strip_prefix(key.as_str())?.strip_prefix('=')),
        };
        if let Some(effective) = effective.filter(|effective| effective != value) {
            found.push((key.as_str(), effective.to_owned()));
        }
    }
    found
}

/// Whether a variable is the container's own.
fn is_own(workload: &Workload<'_>, container: &Container<'_>, variable: &crate::lint::Variable<'_>) -> bool {
    workload.own_value(container, variable).is_some()
        && container.written.is_some_and(|written| written.has_env(variable.name))
}
