//! `tls-secret-missing`

use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Place, Rule};
use crate::pointer::{Pointer, Step};

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
///     tls: {secretName: collector-tls, ca_file: ca.crt}
/// ---
/// kind: Secret
/// metadata: {name: collector-tls, namespace: observability}
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Secret
/// metadata: {name: collector-tls, namespace: shop}    # where the workloads are
/// ```
pub struct TlsSecretMissing;

/// The note that injection makes of it.
const NOTE: &str = "tls-source-unknown";

impl Rule for TlsSecretMissing {
    const ID: &'static str = "tls-secret-missing";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings<'_>) {
        let mut told: Vec<(Place, Option<&str>)> = Vec::new();
        for workload in input.workloads() {
            let notes = || workload.decision().notes().iter().filter(|note| note.code == NOTE);
            if notes().next().is_none() {
                continue;
            }
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
                    // One note for each of the two.
                    let Some(note) = notes().find(|note| note.message.contains(&format!(" {kind} {name} "))) else {
                        continue;
                    };
                    let at = Pointer::keys(&["spec", "exporter", "tls"]).join(Step::Key(field.into()));
                    let key = (one.place(&at), workload.resource.namespace());
                    if told.contains(&key) || is_made(input, name) {
                        continue;
                    }
                    let (message, help) = note.message.split_once("; ").unwrap_or((&note.message, ""));
                    let asked = format!("for {}", workload.resource.reference());
                    let finding = found.add(key.0.clone(), message);
                    finding.also(workload.asked_place(request.language), asked).help(help);
                    if input.of_kind("v1", kind).next().is_none() {
                        finding.severity(Severity::Info);
                    }
                    told.push(key);
                }
            }
        }
    }
}

/// Whether a controller makes a Secret of this name from something in the input.
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
