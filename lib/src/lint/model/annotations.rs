//! Where an annotation of the operator's is that holds for a workload.

use crate::decision::Refusal;
use crate::instrumentation::ANNOTATION_PREFIX;
use crate::k8s::effective;
use crate::lint::finding::Place;
use crate::pointer::{Pointer, Step};

use super::{Manifests, Resource, Workload};

/// Where an annotation is that holds for a workload.
#[derive(Debug, Clone)]
pub struct AskedPlace<'i> {
    /// The object that has it: the workload, or its Namespace.
    pub resource: Resource<'i>,
    /// Where in that object.
    pub at: Pointer<'static>,
}

impl AskedPlace<'_> {
    /// What it says.
    #[must_use]
    pub fn place(&self) -> Place {
        self.resource.place(&self.at)
    }
}

impl<'i> Manifests<'i> {
    /// Where an annotation is whose value holds for a workload: on the pod template or on the Namespace. None where it is
    /// on neither, or the Namespace is part of the configuration.
    #[must_use]
    pub fn annotation(&self, workload: &Workload<'i>, key: &str) -> Option<AskedPlace<'i>> {
        let pod = workload.pod()?.annotations();
        let holds = effective(key, pod, workload.namespace_annotations());
        if pod.get(key).is_some_and(|value| value == holds) {
            return Some(AskedPlace { resource: workload.resource, at: workload.annotation(key) });
        }
        let namespace = self.namespace_of(workload)?;
        namespace.object().annotations().get(key)?;
        let at = Pointer::keys(&["metadata", "annotations"]).join(Step::Key(key.to_owned().into()));
        Some(AskedPlace { resource: *namespace, at })
    }

    /// What asks for a language: its annotation on the pod template or on the Namespace, else the workload's name.
    #[must_use]
    pub fn asked_place(&self, workload: &Workload<'i>, language: &str) -> Place {
        let annotation = self.annotation(workload, &format!("{ANNOTATION_PREFIX}inject-{language}"));
        annotation.map_or_else(|| workload.asked_place(language), |annotation| annotation.place())
    }

    /// Where the Namespace of a workload asks, if it does so by what a refusal calls the annotation.
    pub(in crate::lint) fn asked_by_namespace(&self, workload: &Workload<'i>, annotation: &str) -> Option<Place> {
        let key = annotation.split(' ').next().unwrap_or_default();
        let asked = self.annotation(workload, key)?;
        (asked.resource.id() != workload.resource.id()).then(|| asked.place())
    }
}

impl<'i> Workload<'i> {
    /// What a refusal of it is about: the place in it, else what names it.
    #[must_use]
    pub(in crate::lint) fn refused_place(&self, refusal: &Refusal) -> Place {
        if refusal.at.0.is_empty() {
            return self.resource.place(&Pointer::keys(&["metadata", "name"]));
        }
        self.written_place(&refusal.at)
    }
}
