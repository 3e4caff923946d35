//! `sidecar-first`

use crate::diagnostic::Severity;
use crate::k8s::Section;
use crate::lint::{Container, Facts, Findings, Manifests, Rule, Workload};
use crate::operator::{Annotation, Language};

/// ## What it does
///
/// Finds pods whose first container is a well-known proxy, and which don't say into which container a language is injected.
///
/// ## Why is this bad?
///
/// Without a list the operator takes the first container. The proxy gets the agent, and the app none.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-java: "true"
/// spec:
///   containers:
///   - name: cloud-sql-proxy
///   - name: app
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-java: "true"
///     instrumentation.opentelemetry.io/container-names: app
/// spec:
///   containers:
///   - name: cloud-sql-proxy
///   - name: app
/// ```
///
/// ## References
///
/// - [OpenTelemetry: multi-container pods](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#multi-container-pods-with-single-instrumentation)
pub struct SidecarFirst;

/// Names of containers or of their images.
const PROXIES: [&str; 11] = [
    "istio-proxy",
    "proxyv2",
    "linkerd-proxy",
    "envoy",
    "envoy-proxy",
    "cloud-sql-proxy",
    "cloudsql-proxy",
    "gce-proxy",
    "vault-agent",
    "oauth2-proxy",
    "kube-rbac-proxy",
];

impl Rule for SidecarFirst {
    const ID: &'static str = "sidecar-first";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for language in Language::ALL {
            for container in workload.asked(language) {
                let is_alone = workload.pod().is_none_or(|pod| pod.containers(Section::Regular).nth(1).is_none());
                if is_alone || !is_proxy(container) || is_listed(workload, language) {
                    continue;
                }
                let Some(place) = workload.effective_place(&container.below(&["name"])) else { continue };
                let message = format!("{} is the first container, so {language} is injected there", container.name());
                found
                    .add(place, message)
                    .also(workload.request_place(language), "this doesn't say into which container")
                    .help(format!("name the app's container in {}", Annotation::ContainerNames(None)));
            }
        }
    }
}

fn is_proxy(container: &Container<'_>) -> bool {
    let image = container.tagged_image().map(|image| image.name).unwrap_or_default();
    PROXIES.contains(&container.name()) || PROXIES.contains(&image)
}

/// Whether anything lists containers for the language.
fn is_listed(workload: &Workload<'_>, language: Language) -> bool {
    let by_annotation =
        Annotation::lists(language).into_iter().any(|list| !workload.effective_annotation(list).is_empty());
    by_annotation || workload.request(language).is_some_and(|request| request.listed_by_rule)
}
