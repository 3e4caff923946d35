//! Where telemetry is sent, by whom, and by which protocol.

use std::collections::{BTreeMap, HashMap};

use crate::inject::languages_of;
use crate::lint::finding::Place;
use crate::lint::model::{Container, Manifests, Variable, Workload};
use crate::operator::{ConfiguredBy, DefaultProtocol, Language};
use crate::pointer::Pointer;

use super::export::Export;
use super::{Agent, Facts, Protocol, Signal};

/// A container that sends somewhere.
#[derive(Debug)]
pub struct Sender<'i> {
    /// The workload that has the container.
    pub workload: &'i Workload<'i>,
    /// The container.
    pub container: &'i Container<'i>,
    /// The language whose agent sends. `None` if only the container says so.
    pub language: Option<Language>,
    /// The protocol it speaks, if that is known.
    pub protocol: Option<Protocol>,
    /// The variable that gives the protocol. `None` if the SDK's default applies.
    pub protocol_given: Option<Variable<'i>>,
}

/// An endpoint in the inputs, with all containers that send there.
#[derive(Debug)]
pub struct Endpoint<'i> {
    /// Where the endpoint is given.
    pub place: Place,
    /// The URL.
    pub value: String,
    /// What is sent there.
    pub signal: Signal,
    /// Who sends there: nobody if no workload of the input uses the Instrumentation.
    pub senders: Vec<Sender<'i>>,
}

/// Every endpoint in the inputs, in the order of the places.
pub fn endpoints<'i>(
    manifests: &'i Manifests<'i>,
    workloads: &'i [Workload<'i>],
    facts: &'i [Facts<'i>],
) -> Vec<Endpoint<'i>> {
    let mut endpoints = Endpoints::default();
    for (workload, facts) in workloads.iter().zip(facts) {
        let senders = workload.containers().iter().filter(|one| !one.is_added() || sends(one).is_some());
        for container in senders {
            endpoints.add(manifests, workload, facts, container);
        }
    }
    for one in manifests.instrumentations() {
        if let Some(value) = &one.settings.spec.exporter.endpoint {
            endpoints.at(one.place(&Pointer::keys(&["spec", "exporter", "endpoint"])), value, Signal::All);
        }
    }
    for entry in manifests.instrumentation_env_entries() {
        let signal = Signal::EACH.into_iter().find(|signal| signal.endpoint_variable() == entry.name);
        if let (Some(signal), Some(value)) = (signal, &entry.value) {
            endpoints.at(entry.place(), value, signal);
        }
    }
    let mut endpoints = endpoints.all;
    endpoints.retain(|endpoint| !endpoint.value.is_empty());
    endpoints.sort_by(|one, other| key(&one.place).cmp(&key(&other.place)));
    endpoints
}

/// What tells one endpoint from another. Instrumentations inside the configuration share one location, so the field is
/// part of it.
fn key(place: &Place) -> (usize, usize, &str) {
    (place.location.source, place.location.span.start, &place.field)
}

/// The endpoints found so far, by place.
#[derive(Default)]
struct Endpoints<'i> {
    all: Vec<Endpoint<'i>>,
    by_place: BTreeMap<(usize, usize, String), usize>,
    /// Those that an Instrumentation gives, by its place among the Instrumentations, language and signal: many
    /// containers send to each, and where a field is takes a look at the document.
    by_instrumentation: HashMap<(usize, Language, Signal), Option<usize>>,
}

impl<'i> Endpoints<'i> {
    /// Adds a container to the endpoints that it sends to.
    fn add(
        &mut self,
        manifests: &Manifests<'i>,
        workload: &'i Workload<'i>,
        facts: &'i Facts<'i>,
        container: &'i Container<'i>,
    ) {
        let language = sends(container);
        // Go's agent takes its settings from the container that it watches.
        let own = language.filter(|language| language.facts().configured_by == ConfiguredBy::AgentContainer);
        let watched = own.and_then(|language| workload.containers().iter().find(|other| other.has(language)));
        for Export { signal, variable, protocol_given, .. } in
            facts.exports(container).iter().filter(|_| !is_server(container))
        {
            let own = workload.own_value(container, variable).map(|at| workload.resource.place(&at));
            let endpoint = match own {
                Some(place) => variable.value().map(|value| self.at(place, &value, *signal)),
                None => self.given_by(manifests, watched.unwrap_or(container), variable, *signal),
            };
            let Some(endpoint) = endpoint else { continue };
            let protocol = match protocol_given {
                Some(variable) => variable.value().and_then(|value| Protocol::of(&value)),
                None => language.and_then(|language| default_protocol(manifests, workload, language)),
            };
            let protocol_given = *protocol_given;
            self.all[endpoint].senders.push(Sender { workload, container, language, protocol, protocol_given });
        }
        // The agents of servers read the endpoint from a configuration file, not from a variable.
        for request in container.requests.iter().filter(|request| is_server_language(request.language)) {
            let endpoint = request.instrumentation.spec.exporter.endpoint.as_deref();
            if let (Some(endpoint), Some(one)) = (endpoint, manifests.instrumentation(request)) {
                let place = one.place(&Pointer::keys(&["spec", "exporter", "endpoint"]));
                let (language, protocol) =
                    (Some(request.language), default_protocol(manifests, workload, request.language));
                let sender = Sender { workload, container, language, protocol, protocol_given: None };
                let endpoint = self.at(place, endpoint, Signal::All);
                self.all[endpoint].senders.push(sender);
            }
        }
    }

    fn at(&mut self, place: Place, value: &str, signal: Signal) -> usize {
        let (source, start, field) = key(&place);
        *self.by_place.entry((source, start, field.to_owned())).or_insert_with(|| {
            self.all.push(Endpoint { place, value: value.to_owned(), signal, senders: Vec::new() });
            self.all.len() - 1
        })
    }

    /// The endpoint that one of a container's Instrumentations gives it in a variable.
    fn given_by(
        &mut self,
        manifests: &Manifests<'i>,
        container: &Container<'i>,
        variable: &Variable<'i>,
        signal: Signal,
    ) -> Option<usize> {
        container.requests.iter().find_map(|request| {
            let given = (manifests.instrumentation_index(request)?, request.language, signal);
            if let Some(known) = self.by_instrumentation.get(&given) {
                return *known;
            }
            let place = manifests.given_by_request(request, variable.name);
            let endpoint = place.and_then(|place| Some(self.at(place, &variable.value()?, signal)));
            self.by_instrumentation.insert(given, endpoint);
            endpoint
        })
    }
}

/// What a language's agent speaks where nothing is given. `None` if that is not known, as of one that somebody built
/// under another name.
fn default_protocol(manifests: &Manifests<'_>, workload: &Workload<'_>, language: Language) -> Option<Protocol> {
    Some(match language.facts().protocol? {
        DefaultProtocol::Grpc => Protocol::Grpc,
        DefaultProtocol::Http => Protocol::Http,
        DefaultProtocol::HttpSince(first) => {
            let version = Agent::of(manifests, workload, language)?.image.version();
            if !version.is_empty() && version[..] < *first { Protocol::Grpc } else { Protocol::Http }
        }
    })
}

/// The language whose agent takes its settings from the variables of a container.
fn sends(container: &Container<'_>) -> Option<Language> {
    let is_configured_by = |by: ConfiguredBy| move |language: &Language| language.facts().configured_by == by;
    // Go is requested for the container that is watched, but the added container is the one that sends.
    if container.is_added() {
        return languages_of(container.name()).into_iter().find(is_configured_by(ConfiguredBy::AgentContainer));
    }
    container.requests.iter().map(|request| request.language).find(is_configured_by(ConfiguredBy::Container))
}

/// Whether all injected agents read their settings from a configuration file.
fn is_server(container: &Container<'_>) -> bool {
    !container.requests.is_empty() && container.requests.iter().all(|request| is_server_language(request.language))
}

fn is_server_language(language: Language) -> bool {
    language.facts().configured_by == ConfiguredBy::ServerConfiguration
}
