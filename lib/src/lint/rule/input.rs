//! What rules that look at everything get.

use std::ops::Deref;

use crate::lint::facts::{Endpoint, Facts, Service};
use crate::lint::model::{Container, Manifests, Workload};
use crate::operator::Language;

/// Everything that was read and decided.
#[derive(Debug, Clone, Copy)]
pub struct Input<'i> {
    manifests: &'i Manifests<'i>,
    workloads: &'i [Workload<'i>],
    facts: &'i [Facts<'i>],
    endpoints: &'i [Endpoint<'i>],
}

impl<'i> Input<'i> {
    /// From all manifests, the workloads among them, the facts of each, and the endpoints.
    #[must_use]
    pub fn new(
        manifests: &'i Manifests<'i>,
        workloads: &'i [Workload<'i>],
        facts: &'i [Facts<'i>],
        endpoints: &'i [Endpoint<'i>],
    ) -> Self {
        Self { manifests, workloads, facts, endpoints }
    }

    /// All manifests.
    #[must_use]
    pub fn manifests(&self) -> &'i Manifests<'i> {
        self.manifests
    }

    /// The workloads, in order.
    #[must_use]
    pub fn workloads(&self) -> &'i [Workload<'i>] {
        self.workloads
    }

    /// Every endpoint in the inputs, in the order of the places.
    #[must_use]
    pub fn endpoints(&self) -> &'i [Endpoint<'i>] {
        self.endpoints
    }

    /// The containers that people wrote, of all workloads.
    pub fn containers(&self) -> impl Iterator<Item = (&'i Workload<'i>, &'i Container<'i>)> + use<'i> {
        self.workloads.iter().flat_map(|workload| workload.own_containers().map(move |container| (workload, container)))
    }

    /// The containers that report as a service, with the service.
    pub fn services(&self) -> impl Iterator<Item = (&'i Workload<'i>, &'i Container<'i>, &'i Service<'i>)> + use<'i> {
        self.workloads.iter().zip(self.facts).flat_map(|(workload, facts)| {
            let of = move |container| Some((workload, container, facts.service(container)?));
            workload.own_containers().filter_map(of)
        })
    }

    /// As [`Workload::asked`], of all workloads.
    pub fn asked(&self, language: Language) -> impl Iterator<Item = (&Workload<'i>, &Container<'i>)> {
        self.workloads
            .iter()
            .flat_map(move |workload| workload.asked(language).map(move |container| (workload, container)))
    }
}

impl<'i> Deref for Input<'i> {
    type Target = Manifests<'i>;

    fn deref(&self) -> &Self::Target {
        self.manifests
    }
}
