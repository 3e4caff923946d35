//! `tls-secret-missing`

use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Place, Rule, Workload};
use crate::pointer::Pointer;
use crate::value::List;

/// ## What it does
///
/// Finds Secrets and ConfigMaps that an Instrumentation's `tls` names and that the input doesn't have in the namespace of
/// the workload.
///
/// ## Why is this bad?
///
/// The operator injects nothing then. Where the manifests are injected before, their pods don't start. Both are looked for
/// in the workload's namespace, not in that of the Instrumentation.
///
/// Where the input has no object of that kind at all, this is only an info: most Secrets are not in a repository. It is
/// silent where something in the input makes the Secret.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// metadata: {name: telemetry, namespace: observability}
/// spec:
///   exporter:
///     endpoint: https://collector.observability:4318
///     tls: {secretName: collector-tls, ca_file: ca.crt}
/// ---
/// kind: Deployment
/// metadata: {name: cart, namespace: shop}
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: observability/telemetry
/// ---
/// kind: Secret
/// metadata: {name: collector-tls, namespace: observability}
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// metadata: {name: telemetry, namespace: observability}
/// spec:
///   exporter:
///     endpoint: https://collector.observability:4318
///     tls: {secretName: collector-tls, ca_file: ca.crt}
/// ---
/// kind: Deployment
/// metadata: {name: cart, namespace: shop}
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: observability/telemetry
/// ---
/// kind: Secret
/// metadata: {name: collector-tls, namespace: shop} # where the workload is
/// ```
pub struct TlsSecretMissing;

impl Rule for TlsSecretMissing {
    const ID: &'static str = "tls-secret-missing";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        let mut told: Vec<(Place, Option<&str>)> = Vec::new();
        for workload in input.workloads() {
            for request in workload.requests() {
                let (Some(tls), Some(one)) =
                    (&request.instrumentation.spec.exporter.tls, input.instrumentation(request))
                else {
                    continue;
                };
                let named =
                    [("Secret", "secretName", &tls.secret_name), ("ConfigMap", "configMapName", &tls.config_map_name)];
                for (kind, field, name) in named {
                    let Some(name) = name.as_deref().filter(|name| !name.is_empty()) else { continue };
                    let namespace = workload.resource.namespace();
                    if !is_mounted(workload, kind, name) || has(input, kind, namespace, name) || is_made(input, name) {
                        continue;
                    }
                    let place = one.place(&Pointer::keys(&["spec", "exporter", "tls", field]));
                    if told.contains(&(place.clone(), namespace)) {
                        continue;
                    }
                    told.push((place.clone(), namespace));
                    let message = format!("the {kind} {name} that the exporter's tls names is not among the inputs");
                    let asked = format!("for {}", workload.resource.reference());
                    let finding = found.add(place, message);
                    finding
                        .also(workload.request_place(request.language), asked)
                        .help("make sure that it is in the workload's namespace, or its pods will not start");
                    if input.of_kind("v1", kind).next().is_none() {
                        finding.severity(Severity::Info);
                    }
                }
            }
        }
    }
}

/// Whether a volume of the pod is made from it.
fn is_mounted(workload: &Workload<'_>, kind: &str, name: &str) -> bool {
    let source: [&str; 2] = if kind == "Secret" { ["secret", "secretName"] } else { ["configMap", "name"] };
    let volumes = workload.effective_pod().and_then(|pod| pod.0.at(&["spec", "volumes"])?.as_list());
    volumes.into_iter().flat_map(List::iter).any(|volume| volume.str_at(&source) == Some(name))
}

/// Whether the input has an object with this name, now or earlier in a build.
fn has(input: &Input<'_>, kind: &str, namespace: Option<&str>, name: &str) -> bool {
    input.of_kind("v1", kind).any(|resource| {
        let object = resource.object();
        (namespace.is_none() || resource.namespace() == namespace)
            && (object.name() == name || object.previous_names().iter().any(|previous| previous.name == name))
    })
}

/// Whether a controller creates a Secret of this name from something in the input.
fn is_made(input: &Input<'_>, name: &str) -> bool {
    input.resources().iter().any(|resource| match resource.object().kind() {
        "SealedSecret" | "ExternalSecret" => {
            let target = resource.value().str_at(&["spec", "target", "name"]);
            target == Some(name) || resource.object().name() == name
        }
        "Certificate" => resource.value().str_at(&["spec", "secretName"]) == Some(name),
        "Bundle" => resource.object().name() == name,
        _ => false,
    })
}
