//! Which containers ask for a language, whether or not the Instrumentation is among the inputs.

use crate::decision::Decision;
use crate::k8s::ContainerRef;
use crate::operator::Language;
use crate::selection::asked_containers;

use super::{Container, Workload};

impl<'i> Workload<'i> {
    /// Whether something asks for injection and nothing here tells by what settings: the Instrumentation is missing, or
    /// can't be used.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        match self.decision() {
            Decision::Refused(_) => true,
            // An injection of ours that stays as it is.
            Decision::Injected { .. } => self.requests().is_empty(),
            Decision::Skipped { .. } => false,
        }
    }

    /// The containers that a language is injected into, or would be if its Instrumentation were there.
    pub fn asked(&self, language: Language) -> impl Iterator<Item = &Container<'i>> {
        let undecided = if self.is_undecided() { asked_containers(&self.written, language) } else { Vec::new() };
        self.own_containers().filter(move |container| {
            let is_it = |place: &ContainerRef| place.section == container.section && place.name == container.name();
            container.has(language) || undecided.iter().any(is_it)
        })
    }
}
