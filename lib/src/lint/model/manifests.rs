//! What workloads stand in: all other objects, and the Instrumentations.

use std::collections::HashMap;

use crate::decision::Request;
use crate::diagnostic::{Location, ObjectRef};
use crate::instrumentation;
use crate::lint::finding::Place;
use crate::lint::rule::{Suppression, suppressions};
use crate::pointer::{Pointer, Step};

use super::container::{Container, Variable};
use super::document::Document;
use super::instrumentation::Instrumentation;
use super::{Resource, ResourceId, Workload};

/// What workloads stand in: all objects, the Instrumentations, and the comments.
#[derive(Debug)]
pub struct Surroundings<'i> {
    resources: Vec<Resource<'i>>,
    /// Where the Namespaces are among them, by name.
    namespaces: HashMap<String, usize>,
    instrumentations: Vec<Instrumentation<'i>>,
    suppressions: Vec<Suppression<'i>>,
}

impl<'i> Surroundings<'i> {
    /// Of all documents, and of the Instrumentations in them and in the configuration, with where they are.
    #[must_use]
    pub fn new(
        documents: &'i [Document<'i>],
        instrumentations: impl IntoIterator<Item = (&'i instrumentation::Instrumentation, Location, ObjectRef)>,
    ) -> Self {
        let resources: Vec<Resource<'i>> = Resource::all(documents).collect();
        let at = Pointer::keys(&["metadata", "name"]);
        let candidates: Vec<(Location, Resource<'i>)> = resources
            .iter()
            .filter(|resource| resource.object().kind() == "Instrumentation")
            .map(|resource| (resource.place(&at).location, *resource))
            .collect();
        let instrumentations = instrumentations.into_iter().map(|(settings, location, object)| {
            let resource = candidates.iter().find(|(place, _)| *place == location).map(|(_, resource)| *resource);
            Instrumentation::new(settings, (location, object), resource)
        });
        let instrumentations = instrumentations.collect();
        let suppressions = documents.iter().flat_map(suppressions).collect();
        let mut namespaces = HashMap::new();
        for (index, namespace) in resources.iter().enumerate().filter(|(_, one)| one.is("v1", "Namespace")) {
            namespaces.entry(namespace.object().name().into_owned()).or_insert(index);
        }
        Self { resources, namespaces, instrumentations, suppressions }
    }

    /// All objects, of whatever kind, in order.
    #[must_use]
    pub fn resources(&self) -> &[Resource<'i>] {
        &self.resources
    }

    /// The objects of a kind.
    pub fn of_kind(&self, api_version: &str, kind: &str) -> impl Iterator<Item = &Resource<'i>> {
        self.resources.iter().filter(move |resource| resource.is(api_version, kind))
    }

    /// The Namespace that a workload is in, where it is among the objects.
    #[must_use]
    pub fn namespace_of(&self, workload: &Workload<'i>) -> Option<&Resource<'i>> {
        let index = self.namespaces.get(workload.resource.namespace()?)?;
        Some(&self.resources[*index])
    }

    /// The Instrumentations, in order.
    #[must_use]
    pub fn instrumentations(&self) -> &[Instrumentation<'i>] {
        &self.instrumentations
    }

    /// The comments that suppress findings.
    #[must_use]
    pub fn suppressions(&self) -> &[Suppression<'i>] {
        &self.suppressions
    }

    /// An object.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> Option<&Resource<'i>> {
        let index = self.resources.binary_search_by_key(&id, Resource::id).ok()?;
        Some(&self.resources[index])
    }

    /// The Instrumentation by which a language is injected.
    #[must_use]
    pub fn instrumentation(&self, request: &Request<'_>) -> Option<&Instrumentation<'i>> {
        self.instrumentations.iter().find(|one| std::ptr::eq(one.settings, request.instrumentation))
    }

    /// Where a variable of a container is: in its manifest, or where the Instrumentation gives it. None where
    /// injection sets it by itself.
    #[must_use]
    pub fn given(&self, workload: &Workload<'i>, container: &Container<'i>, variable: &Variable<'i>) -> Option<Place> {
        let own = workload.own_value(container, variable).map(|at| workload.resource.place(&at));
        own.or_else(|| self.given_by(container, variable.name))
    }

    /// Where an Instrumentation gives a variable that injection sets.
    #[must_use]
    pub fn given_by(&self, container: &Container<'i>, name: &str) -> Option<Place> {
        container.requests.iter().find_map(|request| self.given_by_request(request, name))
    }

    /// The same for what is injected by one of them.
    pub(in crate::lint) fn given_by_request(&self, request: &Request<'i>, name: &str) -> Option<Place> {
        let at = field_of(request, name)?;
        Some(self.instrumentation(request)?.place(&at))
    }
}

/// The field of an Instrumentation that a variable comes from.
fn field_of(request: &Request<'_>, name: &str) -> Option<Pointer<'static>> {
    let spec = &request.instrumentation.spec;
    let in_list = |list: &[instrumentation::EnvVar], at: Pointer<'static>| {
        let index = list.iter().position(|variable| variable.name == name)?;
        Some(at.join(Step::Index(index)).join(Step::Key("value".into())))
    };
    let of_language = spec.settings(request.language).map(|settings| settings.env).unwrap_or_default();
    in_list(of_language, instrumentation::field_place(Some(request.language), "env"))
        .or_else(|| in_list(&spec.env, instrumentation::field_place(None, "env")))
        .or_else(|| {
            let field: &[&'static str] = match name {
                "OTEL_EXPORTER_OTLP_ENDPOINT" => &["spec", "exporter", "endpoint"],
                "OTEL_EXPORTER_OTLP_CERTIFICATE" => &["spec", "exporter", "tls", "ca_file"],
                "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE" => &["spec", "exporter", "tls", "cert_file"],
                "OTEL_EXPORTER_OTLP_CLIENT_KEY" => &["spec", "exporter", "tls", "key_file"],
                "OTEL_PROPAGATORS" => &["spec", "propagators"],
                "OTEL_TRACES_SAMPLER" => &["spec", "sampler", "type"],
                "OTEL_TRACES_SAMPLER_ARG" => &["spec", "sampler", "argument"],
                _ => return None,
            };
            Some(Pointer::keys(field))
        })
}
