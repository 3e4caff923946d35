//! `endpoint-service-not-found`

use crate::config::suggestion;
use crate::diagnostic::Severity;
use crate::lint::{Endpoint, Findings, Input, Resource, Rule};
use crate::pointer::Pointer;
use crate::value::{List, Value};

/// ## What it does
///
/// Finds endpoints at a Service that the input doesn't have, or at a port that the Service doesn't have, where the input
/// has other Services of that namespace.
///
/// ## Why is this bad?
///
/// A name that is spelled wrong can't be resolved, and a port that a Service doesn't have is not answered: nothing
/// arrives. The input may not hold all Services, so this is no more than a hint.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   exporter:
///     endpoint: http://colector.observability:4318
/// ---
/// kind: Service
/// metadata: {name: collector, namespace: observability}
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   exporter:
///     endpoint: http://collector.observability:4318
/// ```
///
/// ## References
///
/// - [Kubernetes: DNS for Services and Pods](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)
pub struct EndpointServiceNotFound;

impl Rule for EndpointServiceNotFound {
    const ID: &'static str = "endpoint-service-not-found";
    const SEVERITY: Severity = Severity::Info;

    fn check(input: &Input<'_>, found: &mut Findings) {
        if input.of_kind("v1", "Service").next().is_none() {
            return;
        }
        for endpoint in input.endpoints() {
            let Some((host, port)) = address(&endpoint.value) else { continue };
            let Some((name, namespace)) = service(host, endpoint) else { continue };
            let in_namespace = || input.of_kind("v1", "Service").filter(|one| one.namespace() == namespace);
            let names: Vec<_> = in_namespace().map(|one| one.object().name()).collect();
            if names.is_empty() {
                continue;
            }
            let place = endpoint.place.clone();
            match in_namespace().find(|one| one.object().name() == name) {
                Some(service) => {
                    let Some(ports) = ports(service).filter(|ports| !ports.contains(&port)) else { continue };
                    found
                        .add(place, format!("Service {name} has no port {port}"))
                        .also(
                            service.key(&Pointer::keys(&["spec", "ports"])),
                            format!("its ports: {}", ports.join(", ")),
                        )
                        .help("give one of its ports, or add this one to the Service");
                }
                None if makes_services(input, name) => {}
                None => {
                    let of_namespace = namespace.map(|name| format!(" of namespace {name}")).unwrap_or_default();
                    let message = format!("the Services{of_namespace} in the input have none named {name}");
                    let names: Vec<&str> = names.iter().map(|name| &**name).collect();
                    found.add(place, message).help(suggestion(name, &names));
                }
            }
        }
    }
}

/// Host and port of a URL.
fn address(endpoint: &str) -> Option<(&str, String)> {
    let (scheme, rest) = endpoint.split_once("://")?;
    let address = rest.split(['/', '?', '#']).next()?;
    let (host, port) = match address.rsplit_once(':') {
        Some((host, port)) => (host, port),
        None => (address, if scheme == "https" { "443" } else { "80" }),
    };
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    (is_port && !host.is_empty()).then(|| (host, port.to_owned()))
}

/// The Service and the namespace in a host name, if it may be that of a Service.
fn service<'e>(host: &'e str, endpoint: &Endpoint<'e>) -> Option<(&'e str, Option<&'e str>)> {
    let is_label = |label: &str| {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(allowed)
    };
    let labels: Vec<&str> = host.split('.').collect();
    if host == "localhost" || !labels.iter().all(|label| is_label(label)) {
        return None;
    }
    match labels[..] {
        // A name alone is resolved in the namespace of the pod.
        [name] => Some((name, endpoint.senders.first()?.workload.resource.namespace())),
        [name, namespace] | [name, namespace, "svc"] | [name, namespace, "svc", "cluster", "local"] => {
            Some((name, Some(namespace)))
        }
        _ => None,
    }
}

/// The ports of a Service. `None` if any port may do.
fn ports(service: &Resource<'_>) -> Option<Vec<String>> {
    let spec = service.value().get("spec")?;
    let is_elsewhere = spec.str_at(&["type"]) == Some("ExternalName") || spec.str_at(&["clusterIP"]) == Some("None");
    let ports = spec.get("ports").and_then(Value::as_list).filter(|_| !is_elsewhere)?;
    let numbers = List::iter(ports).filter_map(|port| port.get("port")?.text());
    Some(numbers.map(|number| number.into_owned()).collect())
}

/// Whether the operator creates a Service of this name for a collector in the input.
fn makes_services(input: &Input<'_>, name: &str) -> bool {
    let collectors = input.resources().iter().filter(|resource| resource.object().kind() == "OpenTelemetryCollector");
    collectors.into_iter().any(|collector| name.starts_with(&*collector.object().name()))
}
