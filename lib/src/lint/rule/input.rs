//! Everything that was read and decided, for rules to look at.

use std::ops::Deref;

use crate::lint::facts::Endpoint;
use crate::lint::model::{Container, Surroundings, Workload};

/// Everything that was read and decided.
#[derive(Debug, Clone, Copy)]
pub struct Input<'i> {
    surroundings: &'i Surroundings<'i>,
    workloads: &'i [Workload<'i>],
    endpoints: &'i [Endpoint<'i>],
}

impl<'i> Input<'i> {
    /// Of all workloads, what they stand in, and where they send.
    #[must_use]
    pub fn new(
        surroundings: &'i Surroundings<'i>,
        workloads: &'i [Workload<'i>],
        endpoints: &'i [Endpoint<'i>],
    ) -> Self {
        Self { surroundings, workloads, endpoints }
    }

    /// What they stand in.
    #[must_use]
    pub fn surroundings(&self) -> &'i Surroundings<'i> {
        self.surroundings
    }

    /// The workloads, in order.
    #[must_use]
    pub fn workloads(&self) -> &'i [Workload<'i>] {
        self.workloads
    }

    /// Every endpoint that is given somewhere, in the order of the places.
    #[must_use]
    pub fn endpoints(&self) -> &'i [Endpoint<'i>] {
        self.endpoints
    }

    /// The containers of all workloads that people wrote.
    pub fn containers(&self) -> impl Iterator<Item = (&'i Workload<'i>, &'i Container<'i>)> + use<'i> {
        self.workloads.iter().flat_map(|workload| workload.own_containers().map(move |container| (workload, container)))
    }
}

impl<'i> Deref for Input<'i> {
    type Target = Surroundings<'i>;

    fn deref(&self) -> &Self::Target {
        self.surroundings
    }
}
