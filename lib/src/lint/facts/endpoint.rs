//! Where telemetry is sent, by whom, and what is spoken there.

use std::collections::{BTreeMap, HashMap};

use crate::inject::languages_of;
use crate::instrumentation;
use crate::lint::finding::Place;
use crate::lint::model::{Container, Surroundings, Variable, Workload};
use crate::operator::{self, ConfiguredBy, Language};
use crate::pointer::Pointer;

use super::Agent;

/// The signals that may have an endpoint of their own, as their variables name them; the first is all of them.
pub const SIGNALS: [&str; 4] = ["", "TRACES_", "METRICS_", "LOGS_"];

const PREFIX: &str = "OTEL_EXPORTER_OTLP_";
const ENDPOINT: &str = "ENDPOINT";
const PROTOCOL: &str = "PROTOCOL";

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
    /// The language whose agent sends; none where only the container says so.
    pub language: Option<Language>,
    /// What it speaks, where that is known.
    pub protocol: Option<Protocol>,
    /// What gives the protocol; none where it is the SDK's own.
    pub protocol_given: Option<Variable<'i>>,
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

/// A variable of a container that says where one signal is sent, or all of them.
#[derive(Debug)]
pub(in crate::lint) struct Export<'i> {
    signal: &'static str,
    variable: Variable<'i>,
    protocol_given: Option<Variable<'i>>,
}

impl<'i> Export<'i> {
    /// Those of a container.
    pub(in crate::lint) fn all(variables: &[Variable<'i>]) -> Vec<Self> {
        let of_exporter: Vec<&Variable<'i>> =
            variables.iter().filter(|variable| variable.name.starts_with(PREFIX)).collect();
        let last = |signal: &str, what: &str| {
            of_exporter.iter().rev().find(|variable| is_of(variable.name, signal, what)).map(|variable| **variable)
        };
        let export = |signal| {
            let variable = last(signal, ENDPOINT)?;
            variable.value()?;
            let protocol_given = last(signal, PROTOCOL).or_else(|| last("", PROTOCOL));
            Some(Self { signal, variable, protocol_given })
        };
        let mut exports = Vec::new();
        for export in SIGNALS.into_iter().filter_map(export) {
            // Most have one.
            exports.reserve_exact(1);
            exports.push(export);
        }
        exports
    }
}

/// Every endpoint that is given somewhere, in the order of the places.
pub fn endpoints<'i>(surroundings: &'i Surroundings<'i>, workloads: &'i [Workload<'i>]) -> Vec<Endpoint<'i>> {
    let mut endpoints = Endpoints::default();
    for workload in workloads {
        let senders = workload.containers().iter().filter(|one| !one.is_added() || sends(one).is_some());
        for container in senders {
            of_container(surroundings, workload, container, &mut endpoints);
        }
    }
    for one in surroundings.instrumentations() {
        if let Some(value) = &one.settings.spec.exporter.endpoint {
            endpoints.at(one.place(&Pointer::keys(&["spec", "exporter", "endpoint"])), value, "");
        }
    }
    for setting in surroundings.settings_of_instrumentations() {
        let signal = SIGNALS.into_iter().find(|signal| is_of(setting.name, signal, ENDPOINT));
        if let (Some(signal), Some(value)) = (signal, &setting.value) {
            endpoints.at(setting.place(), value, signal);
        }
    }
    let mut endpoints = endpoints.all;
    endpoints.retain(|endpoint| !endpoint.value.is_empty());
    endpoints.sort_by(|one, other| key(&one.place).cmp(&key(&other.place)));
    endpoints
}

/// By what endpoints are told apart: those of an Instrumentation in the configuration are all where it begins.
fn key(place: &Place) -> (usize, usize, &str) {
    (place.location.source, place.location.span.start, &place.field)
}

/// The endpoints that were met, found by their places. That of an Instrumentation is found by what sends there, too:
/// many containers do.
#[derive(Default)]
struct Endpoints<'i> {
    all: Vec<Endpoint<'i>>,
    by_place: BTreeMap<(usize, usize, String), usize>,
    by_sender: HashMap<(*const instrumentation::Instrumentation, Language, &'static str), Option<usize>>,
}

impl<'i> Endpoints<'i> {
    fn at(&mut self, place: Place, value: &str, signal: &'static str) -> usize {
        let (source, start, field) = key(&place);
        *self.by_place.entry((source, start, field.to_owned())).or_insert_with(|| {
            self.all.push(Endpoint { place, value: value.to_owned(), signal, senders: Vec::new() });
            self.all.len() - 1
        })
    }

    /// The one that an Instrumentation gives a container in a variable, if any of its own does.
    fn given_by(
        &mut self,
        surroundings: &Surroundings<'i>,
        container: &Container<'i>,
        variable: &Variable<'i>,
        signal: &'static str,
    ) -> Option<usize> {
        container.requests.iter().find_map(|request| {
            let sender = (std::ptr::from_ref(request.instrumentation), request.language, signal);
            if let Some(known) = self.by_sender.get(&sender) {
                return *known;
            }
            let place = surroundings.given_by_request(request, variable.name);
            let endpoint = place.and_then(|place| Some(self.at(place, &variable.value()?, signal)));
            self.by_sender.insert(sender, endpoint);
            endpoint
        })
    }
}

/// Where a container sends, and what it speaks there.
fn of_container<'i>(
    surroundings: &Surroundings<'i>,
    workload: &'i Workload<'i>,
    container: &'i Container<'i>,
    endpoints: &mut Endpoints<'i>,
) {
    let language = sends(container);
    // Go's agent has the settings of the container that it watches.
    let own = language.filter(|language| language.facts().configured_by == ConfiguredBy::AgentContainer);
    let watched = own.and_then(|language| workload.containers().iter().find(|other| other.has(language)));
    for Export { signal, variable, protocol_given } in container.exports.iter().filter(|_| !is_server(container)) {
        let own = workload.own_value(container, variable).map(|at| workload.resource.place(&at));
        let endpoint = match own {
            Some(place) => variable.value().map(|value| endpoints.at(place, &value, signal)),
            None => endpoints.given_by(surroundings, watched.unwrap_or(container), variable, signal),
        };
        let Some(endpoint) = endpoint else { continue };
        let protocol = match protocol_given {
            Some(variable) => variable.value().and_then(|value| Protocol::of(&value)),
            None => language.and_then(|language| default_protocol(workload, language)),
        };
        let protocol_given = *protocol_given;
        endpoints.all[endpoint].senders.push(Sender { workload, container, language, protocol, protocol_given });
    }
    // The servers' agents are told in their configuration, not by a variable.
    for request in container.requests.iter().filter(|request| is_server_language(request.language)) {
        let endpoint = request.instrumentation.spec.exporter.endpoint.as_deref();
        if let (Some(endpoint), Some(one)) = (endpoint, surroundings.instrumentation(request)) {
            let place = one.place(&Pointer::keys(&["spec", "exporter", "endpoint"]));
            let (language, protocol) = (Some(request.language), default_protocol(workload, request.language));
            let sender = Sender { workload, container, language, protocol, protocol_given: None };
            let endpoint = endpoints.at(place, endpoint, "");
            endpoints.all[endpoint].senders.push(sender);
        }
    }
}

/// What a language's agent speaks where nothing is given; none where that is not known, as of one that somebody built under
/// another name.
fn default_protocol(workload: &Workload<'_>, language: Language) -> Option<Protocol> {
    Some(match language.facts().protocol? {
        operator::Protocol::Grpc => Protocol::Grpc,
        operator::Protocol::Http => Protocol::Http,
        operator::Protocol::HttpSince(first) => {
            let version = Agent::of(workload, language)?.image.version();
            if !version.is_empty() && version[..] < *first { Protocol::Grpc } else { Protocol::Http }
        }
    })
}

/// The language whose agent takes its settings from the variables of a container.
fn sends(container: &Container<'_>) -> Option<Language> {
    let is_configured_by = |by: ConfiguredBy| move |language: &Language| language.facts().configured_by == by;
    // What Go asks for is in the container that is watched, and what it sends comes from the one that is added.
    if container.is_added() {
        return languages_of(container.name()).into_iter().find(is_configured_by(ConfiguredBy::AgentContainer));
    }
    container.requests.iter().map(|request| request.language).find(is_configured_by(ConfiguredBy::Container))
}

/// Whether all that is injected is told what to do in a configuration.
fn is_server(container: &Container<'_>) -> bool {
    !container.requests.is_empty() && container.requests.iter().all(|request| is_server_language(request.language))
}

fn is_server_language(language: Language) -> bool {
    language.facts().configured_by == ConfiguredBy::ServerConfiguration
}

/// Whether a variable is the one of OTLP's exporter for a signal.
fn is_of(name: &str, signal: &str, what: &str) -> bool {
    let rest = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_prefix(signal));
    rest == Some(what)
}
