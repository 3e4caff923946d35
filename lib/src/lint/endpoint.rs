//! Where telemetry is sent, by whom, and what is spoken there.

use std::collections::BTreeMap;

use crate::pointer::Pointer;

use super::{Agent, Container, Input, Owner, Place, Workload};

/// The signals that may have an endpoint of their own, as their variables name them; the first is all of them.
pub const SIGNALS: [&str; 4] = ["", "TRACES_", "METRICS_", "LOGS_"];

/// A protocol of OTLP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// gRPC.
    Grpc,
    /// HTTP, with protobuf or JSON.
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

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Protocol::Grpc => "gRPC",
            Protocol::Http => "HTTP",
        }
    }

    /// The port on which collectors take it.
    #[must_use]
    pub fn port(self) -> &'static str {
        match self {
            Protocol::Grpc => "4317",
            Protocol::Http => "4318",
        }
    }
}

/// A container that sends somewhere.
#[derive(Debug)]
pub struct Sender<'i> {
    /// Its workload.
    pub workload: &'i Workload<'i>,
    /// It.
    pub container: &'i Container<'i>,
    /// What it speaks, where that is known.
    pub protocol: Option<Protocol>,
    /// Where the protocol is given; none where it is the SDK's own.
    pub protocol_given: Option<Place>,
}

/// An endpoint that is given somewhere, with all that send there.
#[derive(Debug)]
pub struct Endpoint<'i> {
    /// Where.
    pub place: Place,
    /// What is given.
    pub value: String,
    /// For which signal, as in [`SIGNALS`].
    pub signal: &'static str,
    /// Who sends there; nobody where no workload of the input uses the Instrumentation.
    pub senders: Vec<Sender<'i>>,
}

/// Every endpoint that is given somewhere, in the order of the places.
pub fn endpoints<'i>(input: &'i Input<'i>) -> Vec<Endpoint<'i>> {
    let mut endpoints = Endpoints::default();
    for (workload, container) in input.containers() {
        of_container(input, workload, container, &mut endpoints);
    }
    for one in input.instrumentations() {
        if let Some(value) = &one.settings.spec.exporter.endpoint {
            endpoints.at(one.place(&Pointer::keys(&["spec", "exporter", "endpoint"])), value, "");
        }
    }
    for setting in input.settings().filter(|setting| matches!(setting.owner, Owner::Instrumentation(..))) {
        let signal = SIGNALS.into_iter().find(|signal| is_endpoint(setting.name, signal));
        if let (Some(signal), Some(value)) = (signal, &setting.value) {
            endpoints.at(setting.place(), value, signal);
        }
    }
    endpoints.0.into_values().filter(|endpoint| !endpoint.value.is_empty()).collect()
}

#[derive(Default)]
struct Endpoints<'i>(BTreeMap<(usize, usize, String), Endpoint<'i>>);

impl<'i> Endpoints<'i> {
    fn at(&mut self, place: Place, value: &str, signal: &'static str) -> &mut Endpoint<'i> {
        // Those of an Instrumentation in the configuration are all where it begins.
        let key = (place.location.source, place.location.span.start, place.field.clone());
        let new = || Endpoint { place, value: value.to_owned(), signal, senders: Vec::new() };
        self.0.entry(key).or_insert_with(new)
    }
}

/// Where a container sends, and what it speaks there.
fn of_container<'i>(
    input: &'i Input<'i>,
    workload: &'i Workload<'i>,
    container: &'i Container<'i>,
    endpoints: &mut Endpoints<'i>,
) {
    let common = container.variable("OTEL_EXPORTER_OTLP_PROTOCOL");
    let default = container.requests.iter().find_map(|request| default_protocol(workload, request.language));
    for signal in SIGNALS {
        let endpoint = container.variables().iter().rev().find(|variable| is_endpoint(variable.name, signal));
        let Some(endpoint) = endpoint else { continue };
        let own = container.variable(&format!("OTEL_EXPORTER_OTLP_{signal}PROTOCOL"));
        let given = own.or(common);
        let protocol = match &given {
            Some(variable) => variable.value().and_then(|value| Protocol::of(&value)),
            None => default,
        };
        let (Some(value), Some(place)) = (endpoint.value(), input.given(workload, container, endpoint)) else {
            continue;
        };
        let protocol_given = given.and_then(|variable| input.given(workload, container, &variable));
        let sender = Sender { workload, container, protocol, protocol_given };
        endpoints.at(place, &value, signal).senders.push(sender);
    }
    // The servers' agents are told in their configuration, not by a variable.
    let servers = container.requests.iter().filter(|request| matches!(request.language, "apache-httpd" | "nginx"));
    for request in servers {
        let endpoint = request.instrumentation.spec.exporter.endpoint.as_deref();
        if let (Some(endpoint), Some(one)) = (endpoint, input.instrumentation(request)) {
            let place = one.place(&Pointer::keys(&["spec", "exporter", "endpoint"]));
            let sender = Sender { workload, container, protocol: Some(Protocol::Grpc), protocol_given: None };
            endpoints.at(place, endpoint, "").senders.push(sender);
        }
    }
}

/// What a language's SDK speaks where nothing is given; none where it is not the agent that brings the SDK.
fn default_protocol(workload: &Workload<'_>, language: &str) -> Option<Protocol> {
    // The first release of the agent that speaks HTTP, where older ones spoke gRPC.
    let first: &[u32] = match language {
        "java" => &[2],
        "nodejs" => &[0, 56],
        "python" | "dotnet" | "go" => return Some(Protocol::Http),
        _ => return None,
    };
    let version = Agent::of(workload, language).map(|agent| agent.image.version()).unwrap_or_default();
    Some(if !version.is_empty() && version[..] < *first { Protocol::Grpc } else { Protocol::Http })
}

/// Whether a variable is the endpoint of a signal.
fn is_endpoint(name: &str, signal: &str) -> bool {
    let rest = name.strip_prefix("OTEL_EXPORTER_OTLP_").and_then(|rest| rest.strip_prefix(signal));
    rest == Some("ENDPOINT")
}
