//! `endpoint-path`

use crate::diagnostic::Severity;
use crate::lint::{Endpoint, Findings, Input, Protocol, Rule, Signal};

/// ## What it does
///
/// Finds endpoints with the wrong path: any path with gRPC, `/v1/traces` and the like in the endpoint for all signals, and no
/// path in the endpoint of a single signal on port 4318.
///
/// ## Why is this bad?
///
/// gRPC has no paths: some SDKs refuse to start, others ignore the path. With HTTP, SDKs append the path of each signal to the
/// endpoint for all signals, so `/v1/traces` is there twice and the collector answers 404. They use the endpoint of a single
/// signal as it is, so without its path the collector answers 404 as well.
///
/// ## Example
///
/// ```yaml
/// - name: OTEL_EXPORTER_OTLP_ENDPOINT
///   value: http://collector:4318/v1/traces
/// ```
///
/// ## Use instead
///
/// ```yaml
/// - name: OTEL_EXPORTER_OTLP_ENDPOINT
///   value: http://collector:4318
/// ```
///
/// ## References
///
/// - [OpenTelemetry: endpoint URLs for OTLP/HTTP](https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp)
pub struct EndpointPath;

impl Rule for EndpointPath {
    const ID: &'static str = "endpoint-path";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for endpoint in input.endpoints() {
            let Some((message, help)) = wrong(endpoint) else { continue };
            found.add(endpoint.place.clone(), message).help(help);
        }
    }
}

fn wrong(endpoint: &Endpoint<'_>) -> Option<(String, String)> {
    let (_, address) = endpoint.value.split_once("://")?;
    let path = address.find('/').map_or("", |start| &address[start..]);
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let speaks = |protocol| endpoint.senders.iter().any(|sender| sender.protocol == Some(protocol));
    if !path.is_empty() && speaks(Protocol::Grpc) {
        let message = format!("gRPC has no paths, and this endpoint has {path}");
        return Some((message, format!("leave {path} away")));
    }
    let Some(own) = endpoint.signal.path() else {
        let (signal, appended) = Signal::SINGLE
            .into_iter()
            .filter_map(|signal| Some((signal, signal.path()?)))
            .find(|(_, appended)| path.ends_with(appended))?;
        let message = format!("SDKs append {appended} themselves, so it stands there twice");
        let variable = signal.endpoint_variable();
        return Some((message, format!("leave {appended} away, or give this in {variable} for that signal alone")));
    };
    let is_bare = path.is_empty() && address.trim_end_matches('/').ends_with(":4318") && speaks(Protocol::Http);
    is_bare.then(|| {
        let message = format!("the endpoint of a single signal is taken as it stands, without {own}");
        (message, format!("write {}{own}", endpoint.value.trim_end_matches('/')))
    })
}
