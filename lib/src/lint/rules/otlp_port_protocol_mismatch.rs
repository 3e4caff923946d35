//! `otlp-port-protocol-mismatch`

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::lint::{Container, Finding, Findings, Fix, Input, Place, Rule, Safety, Workload};
use crate::pointer::Pointer;
use crate::value::Value;

/// ## What it does
///
/// Finds containers that speak HTTP to port 4317, or gRPC to port 4318, after injection.
///
/// ## Why is this bad?
///
/// Collectors take gRPC on 4317 and HTTP on 4318. A client that speaks the other one gets an error for each export, which
/// most SDKs log once or not at all, and nothing arrives.
///
/// What is spoken is `OTEL_EXPORTER_OTLP_PROTOCOL`, else what the SDK has: `http/protobuf` in Java, Node.js, .NET and Go,
/// and in Python, where the operator sets it. The agents of Apache and nginx speak gRPC.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   exporter:
///     endpoint: http://collector:4317
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   exporter:
///     endpoint: http://collector:4318
/// ```
///
/// ## References
///
/// - [OpenTelemetry: OTLP exporter](https://opentelemetry.io/docs/specs/otel/protocol/exporter/)
pub struct OtlpPortProtocolMismatch;

/// A protocol of OTLP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protocol {
    Grpc,
    Http,
}

impl Protocol {
    fn of(text: &str) -> Option<Self> {
        match text {
            "grpc" => Some(Protocol::Grpc),
            "http/protobuf" | "http/json" => Some(Protocol::Http),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Protocol::Grpc => "gRPC",
            Protocol::Http => "HTTP",
        }
    }

    fn port(self) -> &'static str {
        match self {
            Protocol::Grpc => "4317",
            Protocol::Http => "4318",
        }
    }
}

/// A container that sends somewhere.
struct Sender<'i> {
    workload: &'i Workload<'i>,
    container: &'i Container<'i>,
    protocol: Protocol,
    /// Where the protocol is given; none where it is the SDK's own.
    protocol_given: Option<Place>,
}

/// An endpoint, with all that send there.
struct Endpoint<'i> {
    place: Place,
    value: String,
    senders: Vec<Sender<'i>>,
}

impl Rule for OtlpPortProtocolMismatch {
    const ID: &'static str = "otlp-port-protocol-mismatch";
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings<'_>) {
        for endpoint in endpoints(input) {
            let port = port(&endpoint.value);
            let is_wrong = |sender: &&Sender<'_>| port.is_some_and(|port| port != sender.protocol.port());
            let wrong: Vec<&Sender<'_>> = endpoint.senders.iter().filter(is_wrong).collect();
            let (Some(first), Some(port)) = (wrong.first(), port) else { continue };
            let protocol = first.protocol;
            let message =
                format!("port {port} takes {}, and {} is spoken to it", other(protocol).name(), protocol.name());
            let finding = found.add(endpoint.place.clone(), message);
            finding.help(format!("collectors take {} on port {}", protocol.name(), protocol.port()));
            explain(finding, first, wrong.len());
            // Another port is right only if everybody who sends there speaks the same.
            if wrong.len() == endpoint.senders.len() && wrong.iter().all(|sender| sender.protocol == protocol) {
                finding.fix(with_port(input, &endpoint, port, protocol.port()));
            }
        }
    }
}

/// Every endpoint that is given somewhere, with who sends there.
fn endpoints<'i>(input: &'i Input<'i>) -> Vec<Endpoint<'i>> {
    let mut endpoints: BTreeMap<(usize, usize), Endpoint<'i>> = BTreeMap::new();
    for (workload, container) in input.containers() {
        for (value, place, protocol, protocol_given) in of_container(input, workload, container) {
            let sender = Sender { workload, container, protocol, protocol_given };
            let at = (place.location.source, place.location.span.start);
            let endpoint = endpoints.entry(at).or_insert_with(|| Endpoint { place, value, senders: Vec::new() });
            endpoint.senders.push(sender);
        }
    }
    endpoints.into_values().collect()
}

/// Where a container sends, and what it speaks there.
fn of_container<'i>(
    input: &Input<'i>,
    workload: &Workload<'i>,
    container: &Container<'i>,
) -> Vec<(String, Place, Protocol, Option<Place>)> {
    let mut found = Vec::new();
    let common = container.variable("OTEL_EXPORTER_OTLP_PROTOCOL");
    let default = container.requests.iter().find_map(|request| match request.language {
        "java" | "nodejs" | "python" | "dotnet" | "go" => Some(Protocol::Http),
        _ => None,
    });
    for signal in ["", "TRACES_", "METRICS_", "LOGS_"] {
        let Some(endpoint) = container.variable(&format!("OTEL_EXPORTER_OTLP_{signal}ENDPOINT")) else { continue };
        let own = container.variable(&format!("OTEL_EXPORTER_OTLP_{signal}PROTOCOL"));
        let given = own.or(common);
        let protocol = match &given {
            Some(variable) => variable.value().and_then(|value| Protocol::of(&value)),
            None => default,
        };
        let value = endpoint.value().filter(|value| port(value).is_some());
        let (Some(protocol), Some(value)) = (protocol, value) else { continue };
        let Some(place) = input.given(workload, container, &endpoint) else { continue };
        let protocol_given = given.and_then(|variable| input.given(workload, container, &variable));
        found.push((value.into_owned(), place, protocol, protocol_given));
    }
    // The servers' agents are told in their configuration, not by a variable.
    let servers = container.requests.iter().filter(|request| matches!(request.language, "apache-httpd" | "nginx"));
    for request in servers {
        let endpoint = request.instrumentation.spec.exporter.endpoint.as_deref().filter(|value| port(value).is_some());
        if let (Some(endpoint), Some(one)) = (endpoint, input.instrumentation(request)) {
            let place = one.place(&Pointer::keys(&["spec", "exporter", "endpoint"]));
            found.push((endpoint.to_owned(), place, Protocol::Grpc, None));
        }
    }
    found
}

fn other(protocol: Protocol) -> Protocol {
    match protocol {
        Protocol::Grpc => Protocol::Http,
        Protocol::Http => Protocol::Grpc,
    }
}

/// The port of an endpoint, where it is one of the two that have a meaning.
fn port(endpoint: &str) -> Option<&'static str> {
    let address = endpoint.split_once("://").map_or(endpoint, |(_, address)| address);
    let host = address.split(['/', '?']).next().unwrap_or_default();
    ["4317", "4318"].into_iter().find(|port| host.strip_suffix(port).is_some_and(|host| host.ends_with(':')))
}

/// Points at what speaks the protocol.
fn explain(finding: &mut Finding, sender: &Sender<'_>, count: usize) {
    let Sender { workload, container, protocol, protocol_given } = sender;
    let more = if count > 1 { format!(", and {} more", count - 1) } else { String::new() };
    let what =
        format!("container {} of {} speaks {}{more}", container.name(), workload.resource.reference(), protocol.name());
    match (protocol_given, container.requests.first()) {
        (Some(given), _) => finding.also(given.clone(), what),
        (None, Some(request)) => finding.also(workload.asked_place(request.language), what),
        (None, None) => finding,
    };
}

/// The endpoint with another port, where it stands in an Instrumentation or a manifest.
fn with_port(input: &Input<'_>, endpoint: &Endpoint<'_>, port: &str, right: &str) -> Option<Fix> {
    let text = endpoint.value.replacen(&format!(":{port}"), &format!(":{right}"), 1);
    let sender = endpoint.senders.first()?;
    let value = || Value::from(text.clone());
    let variable = sender.container.variables().iter().find(|variable| {
        variable.name.ends_with("ENDPOINT")
            && input.given(sender.workload, sender.container, variable).as_ref() == Some(&endpoint.place)
    });
    if let Some(at) = variable.and_then(|variable| sender.workload.own(&sender.container.value(variable))) {
        return Fix::replace(Safety::Safe, &sender.workload.resource, &at, value());
    }
    let of_this = |at: &Pointer<'_>, resource: &crate::lint::Resource<'_>| resource.place(at) == endpoint.place;
    let exporter = Pointer::keys(&["spec", "exporter", "endpoint"]);
    input.instrumentations().iter().filter_map(|one| one.resource).find_map(|resource| {
        of_this(&exporter, &resource).then(|| Fix::replace(Safety::Safe, &resource, &exporter, value()))?
    })
}
