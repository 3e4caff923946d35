//! `endpoint-service-not-found`

use std::borrow::Cow;
use std::collections::HashMap;

use crate::config::suggestion;
use crate::diagnostic::Severity;
use crate::lint::{Endpoint, Findings, Input, Resource, Rule};
use crate::pointer::Pointer;
use crate::scope::Candidates;
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
        let services = Services::of(input);
        if services.all.is_empty() {
            return;
        }
        for endpoint in input.endpoints() {
            let Some((host, port)) = address(&endpoint.value) else { continue };
            let Some((name, namespace)) = service(host, endpoint) else { continue };
            let source = endpoint.senders.first().map(|sender| sender.workload.resource.source());
            let source = source.unwrap_or(endpoint.place.location.source);
            let place = endpoint.place.clone();
            let there = services.named(namespace, name, source);
            if !there.is_empty() {
                // Of several that are near, any may be meant.
                let lacks = there.iter().map(|one| Some((*one, ports(one).filter(|ports| !ports.contains(&port))?)));
                let Some((service, ports)) =
                    lacks.collect::<Option<Vec<_>>>().and_then(|lacks| lacks.into_iter().next())
                else {
                    continue;
                };
                found
                    .add(place, format!("Service {name} has no port {port}"))
                    .also(service.key(&Pointer::keys(&["spec", "ports"])), format!("its ports: {}", ports.join(", ")))
                    .help("give one of its ports, or add this one to the Service");
            } else if !services.may_be_made(name) {
                let names = services.names(namespace, source);
                if names.is_empty() {
                    continue;
                }
                let of_namespace = namespace.map(|name| format!(" of namespace {name}")).unwrap_or_default();
                let message = format!("the Services{of_namespace} in the input have none named {name}");
                let names: Vec<&str> = names.iter().map(|name| &**name).collect();
                found.add(place, message).help(suggestion(name, &names));
            }
        }
    }
}

/// The Services of the input.
struct Services<'i> {
    input: &'i Input<'i>,
    all: Vec<&'i Resource<'i>>,
    /// By namespace, and by namespace and name.
    by_namespace: HashMap<Option<&'i str>, Candidates>,
    by_name: HashMap<(Option<&'i str>, Cow<'i, str>), Candidates>,
    /// The names of the collectors, for which the operator creates Services.
    collectors: Vec<Cow<'i, str>>,
}

impl<'i> Services<'i> {
    fn of(input: &'i Input<'i>) -> Self {
        let all: Vec<&Resource<'i>> = input.of_kind("v1", "Service").collect();
        let (mut by_namespace, mut by_name) = (HashMap::new(), HashMap::new());
        let scope = input.scope();
        for (number, service) in all.iter().enumerate() {
            let (namespace, source) = (service.namespace(), service.source());
            let of_namespace: &mut Candidates = by_namespace.entry(namespace).or_default();
            of_namespace.add(number, source, scope, |_, _| false);
            let named: &mut Candidates = by_name.entry((namespace, service.object().name())).or_default();
            named.add(number, source, scope, |_, _| false);
        }
        let collectors = input.resources().iter().filter(|one| one.object().kind() == "OpenTelemetryCollector");
        let collectors = collectors.map(|collector| collector.object().name()).collect();
        Self { input, all, by_namespace, by_name, collectors }
    }

    /// Those that a name means in a source.
    fn named(&self, namespace: Option<&'i str>, name: &'i str, source: usize) -> Vec<&'i Resource<'i>> {
        let named = self.by_name.get(&(namespace, Cow::Borrowed(name)));
        let nearest = named.and_then(|named| named.nearest(self.input.scope(), source));
        nearest.into_iter().flat_map(|nearest| nearest.numbers.into_owned()).map(|number| self.all[number]).collect()
    }

    /// The names of those of a namespace. Where none is known, others than those that are near say nothing.
    fn names(&self, namespace: Option<&str>, source: usize) -> Vec<Cow<'i, str>> {
        let Some(candidates) = self.by_namespace.get(&namespace) else { return Vec::new() };
        let scope = self.input.scope();
        let there = if namespace.is_some() { Some(candidates.all()) } else { candidates.near(scope, source) };
        let numbers = there.into_iter().flat_map(|there| there.numbers.into_owned());
        numbers.map(|number| self.all[number].object().name()).collect()
    }

    /// Whether the operator creates a Service of this name for a collector in the input.
    fn may_be_made(&self, name: &str) -> bool {
        self.collectors.iter().any(|collector| name.starts_with(&**collector))
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
