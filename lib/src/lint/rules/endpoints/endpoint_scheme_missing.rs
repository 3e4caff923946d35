//! `endpoint-scheme-missing`

use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Protocol, Rule};

/// ## What it does
///
/// Finds endpoints without a scheme: `collector:4317`.
///
/// ## Why is this bad?
///
/// An endpoint is a URL. Over HTTP it is no address without `http://` or `https://`: Java's SDK refuses it, and nothing
/// arrives from others. gRPC may take `collector:4317`, so that is only a warning, and so is what a container without an
/// agent is given.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   exporter:
///     endpoint: collector:4318
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
pub struct EndpointSchemeMissing;

impl Rule for EndpointSchemeMissing {
    const ID: &'static str = "endpoint-scheme-missing";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for endpoint in input.endpoints() {
            let value = endpoint.value.as_str();
            // A reference may contain the scheme, and gRPC has names of its own.
            if value.contains("://") || ["$", "unix:", "dns:"].into_iter().any(|start| value.starts_with(start)) {
                continue;
            }
            let needs_one = endpoint.senders.iter().any(|sender| {
                !sender.container.requests.is_empty() && sender.protocol.is_none_or(|one| one == Protocol::Http)
            });
            let finding = found.add(endpoint.place.clone(), format!("the endpoint {value} has no scheme"));
            finding.help(format!("write http://{value}, or https:// where the collector has a certificate"));
            if !needs_one && !endpoint.senders.is_empty() {
                finding.severity(Severity::Warning);
            }
        }
    }
}
