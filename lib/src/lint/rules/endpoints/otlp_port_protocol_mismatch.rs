//! `otlp-port-protocol-mismatch`

use crate::diagnostic::Severity;
use crate::lint::{Endpoint, Finding, Findings, Fix, Input, Protocol, Rule, Safety, Sender};
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
/// and in Python, where the operator sets it. The agents of Apache and nginx speak gRPC, as did those for Java before 2.0
/// and for Node.js before 0.56, which an Instrumentation may still name as `image`. Of agents that somebody built under
/// another name it is not known. The port is only repaired where all that send there are known to speak the same, and not
/// with `https`, where another port is mostly that of a vendor.
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

impl Rule for OtlpPortProtocolMismatch {
    const ID: &'static str = "otlp-port-protocol-mismatch";
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        for endpoint in input.endpoints() {
            let port = port(&endpoint.value);
            let Some(port) = port else { continue };
            let known = || endpoint.senders.iter().filter_map(|sender| Some((sender, sender.protocol?)));
            let wrong: Vec<(&Sender<'_>, Protocol)> = known().filter(|(_, protocol)| port != protocol.port()).collect();
            let Some((first, protocol)) = wrong.first().copied() else { continue };
            let message =
                format!("port {port} takes {}, and {} is spoken to it", other(protocol).name(), protocol.name());
            let finding = found.add(endpoint.place.clone(), message);
            finding.help(format!("collectors take {} on port {}", protocol.name(), protocol.port()));
            explain(input, finding, first, protocol, wrong.len());
            // The other port is right only if all senders speak the same protocol, and to a collector that is not a
            // vendor's.
            let is_ours = !endpoint.value.starts_with("https:");
            if is_ours && wrong.len() == endpoint.senders.len() && wrong.iter().all(|(_, other)| *other == protocol) {
                finding.fix(with_port(input, endpoint, port, protocol.port()));
            }
        }
    }
}

fn other(protocol: Protocol) -> Protocol {
    match protocol {
        Protocol::Grpc => Protocol::Http,
        Protocol::Http => Protocol::Grpc,
    }
}

/// The port of an endpoint, if it is one of the two that OTLP uses.
fn port(endpoint: &str) -> Option<&'static str> {
    let address = endpoint.split_once("://").map_or(endpoint, |(_, address)| address);
    let host = address.split(['/', '?']).next().unwrap_or_default();
    ["4317", "4318"].into_iter().find(|port| host.strip_suffix(port).is_some_and(|host| host.ends_with(':')))
}

/// Points at a container that speaks the protocol.
fn explain<'i>(input: &Input<'i>, finding: &mut Finding, sender: &Sender<'i>, protocol: Protocol, count: usize) {
    let Sender { workload, container, language, protocol_given, .. } = sender;
    let given = protocol_given.and_then(|variable| input.given(workload, container, &variable));
    let more = if count > 1 { format!(", and {} more", count - 1) } else { String::new() };
    let what =
        format!("container {} of {} speaks {}{more}", container.name(), workload.resource.reference(), protocol.name());
    match (given, language) {
        (Some(given), _) => finding.also(given, what),
        (None, Some(language)) => finding.also(workload.request_place(*language), what),
        (None, None) => finding,
    };
}

/// Changes the port where an Instrumentation or a manifest gives the endpoint.
fn with_port(input: &Input<'_>, endpoint: &Endpoint<'_>, port: &str, right: &str) -> Option<Fix> {
    let text = endpoint.value.replacen(&format!(":{port}"), &format!(":{right}"), 1);
    let sender = endpoint.senders.first()?;
    let value = || Value::from(text.clone());
    let variable = sender.container.variables().iter().find(|variable| {
        variable.name.ends_with("ENDPOINT")
            && input.given(sender.workload, sender.container, variable).as_ref() == Some(&endpoint.place)
    });
    if let Some(at) = variable.and_then(|variable| sender.workload.own_value(sender.container, variable)) {
        return sender.workload.resource.fix_replacing(Safety::Safe, &at, value());
    }
    let of_this = |at: &Pointer<'_>, resource: &crate::lint::Resource<'_>| resource.place(at) == endpoint.place;
    let exporter = Pointer::keys(&["spec", "exporter", "endpoint"]);
    input.instrumentations().iter().filter_map(|one| one.resource).find_map(|resource| {
        of_this(&exporter, &resource).then(|| resource.fix_replacing(Safety::Safe, &exporter, value()))?
    })
}
