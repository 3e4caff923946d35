//! `tls-secret-missing`

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Place, Resource, Rule, Workload};
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
        let there = Referred::of(input);
        let mut told: HashSet<(usize, usize, String, Option<&str>)> = HashSet::new();
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
                    if !is_mounted(workload, kind, name) || there.has(kind, namespace, name) {
                        continue;
                    }
                    let place = one.place(&Pointer::keys(&["spec", "exporter", "tls", field]));
                    let Place { location, field, .. } = &place;
                    if !told.insert((location.source, location.span.start, field.clone(), namespace)) {
                        continue;
                    }
                    let message = format!("the {kind} {name} that the exporter's tls names is not among the inputs");
                    let asked = format!("for {}", workload.resource.reference());
                    let finding = found.add(place, message);
                    finding
                        .also(workload.request_place(request.language), asked)
                        .help("make sure that it is in the workload's namespace, or its pods will not start");
                    if !there.kinds.contains(kind) {
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

/// The Secrets and ConfigMaps of the input, wherever they are.
struct Referred<'i> {
    kinds: HashSet<&'i str>,
    /// By kind and name, now or earlier in a build: the namespaces that have one.
    namespaces: HashMap<(&'i str, String), HashSet<Option<&'i str>>>,
    /// The names of those that controllers create from something in the input.
    made: HashSet<String>,
}

impl<'i> Referred<'i> {
    fn of(input: &Input<'i>) -> Self {
        let (mut kinds, mut made) = (HashSet::new(), HashSet::new());
        let mut namespaces: HashMap<_, HashSet<_>> = HashMap::new();
        for resource in input.resources() {
            made.extend(made_by(resource));
            let object = resource.object();
            if !matches!((object.api_version(), object.kind()), ("v1", "Secret" | "ConfigMap")) {
                continue;
            }
            kinds.insert(object.kind());
            let previous = object.previous_names().into_iter().map(|previous| previous.name);
            for name in previous.chain([object.name().into_owned()]) {
                namespaces.entry((object.kind(), name)).or_default().insert(resource.namespace());
            }
        }
        Self { kinds, namespaces, made }
    }

    fn has(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        let namespaces = self.namespaces.get(&(kind, name.to_owned()));
        namespaces.is_some_and(|all| namespace.is_none() || all.contains(&namespace)) || self.made.contains(name)
    }
}

/// The names of the Secrets that a controller creates from an object.
fn made_by(resource: &Resource<'_>) -> Vec<String> {
    let name = || resource.object().name().into_owned();
    let at = |path: &[&str]| resource.value().str_at(path).map(str::to_owned);
    match resource.object().kind() {
        "SealedSecret" | "ExternalSecret" => at(&["spec", "target", "name"]).into_iter().chain([name()]).collect(),
        "Certificate" => at(&["spec", "secretName"]).into_iter().collect(),
        "Bundle" => vec![name()],
        _ => Vec::new(),
    }
}
