//! A workload: as people wrote it, and as it is after injection.

use std::borrow::Cow;

use crate::decision::{Decision, Request};
use crate::diagnostic::Location;
use crate::k8s::{self, Kinds, Object, Pod, Section, StringMap};
use crate::lint::finding::Place;
use crate::operator::{Annotation, Language};
use crate::pointer::{Pointer, Step};
use crate::selection::NotSelected;
use crate::value::Value;

use super::Resource;
use super::container::{Container, Variable};
use super::document::{Analysis, Verified};
use super::in_document::in_document;

/// A workload: as people wrote it, and as it is after injection.
#[derive(Debug)]
pub struct Workload<'i> {
    /// The object.
    pub resource: Resource<'i>,
    /// The workload as people wrote it: without our own earlier injection.
    pub written: k8s::Workload<'i, 'i>,
    effective: &'i Value<'i>,
    analysis: &'i Analysis<'i>,
    containers: Vec<Container<'i>>,
}

impl<'i> Workload<'i> {
    /// An object as a workload by each of its pod templates. Nothing if nothing was decided about it.
    pub(in crate::lint) fn all(resource: Resource<'i>, kinds: &'i Kinds) -> impl Iterator<Item = Self> {
        resource.manifest().analyses.iter().filter_map(move |analysis| Self::new(resource, analysis, kinds))
    }

    fn new(resource: Resource<'i>, analysis: &'i Analysis<'i>, kinds: &'i Kinds) -> Option<Self> {
        let written = analysis.written.as_ref().unwrap_or(resource.value());
        let effective = analysis.effective.as_ref().unwrap_or(written);
        let written = k8s::Workload {
            kind: kinds.of(written)?,
            object: Object(written),
            template_path: analysis.template_path.clone(),
            namespace: resource.namespace(),
            namespace_annotations: analysis.namespace_annotations,
        };
        let mut workload = Self { resource, written, effective, analysis, containers: Vec::new() };
        workload.containers = Container::all(&workload);
        Some(workload)
    }

    /// An object as a workload by its first pod template.
    #[cfg(test)]
    pub(in crate::lint) fn of(resource: Resource<'i>) -> Option<Self> {
        Self::all(resource, Kinds::known()).next()
    }

    /// What is done with it. Its plan is there only if it is verified.
    #[must_use]
    pub fn decision(&self) -> &'i Decision<'i> {
        &self.analysis.decision
    }

    /// Whether it is as injection would make it. `None` if nobody asks that.
    #[must_use]
    pub fn verified(&self) -> Option<&'i Verified> {
        self.analysis.verified.as_ref()
    }

    /// The requests that are carried out, one a language.
    #[must_use]
    pub fn requests(&self) -> &'i [Request<'i>] {
        &self.analysis.requests
    }

    /// What is wrong with the lists of containers, so that nothing is injected.
    #[must_use]
    pub fn lists(&self) -> Option<&'i NotSelected> {
        self.analysis.lists.as_ref()
    }

    /// The annotations of its Namespace.
    #[must_use]
    pub fn namespace_annotations(&self) -> StringMap<'i, 'i> {
        self.analysis.namespace_annotations
    }

    /// Where the name of its Namespace is, if it is known which one that is.
    pub(in crate::lint) fn namespace_at(&self) -> Option<&'i Location> {
        self.analysis.namespace_at.as_ref()
    }

    /// The request for a language, if it is carried out.
    #[must_use]
    pub fn request(&self, language: Language) -> Option<&'i Request<'i>> {
        self.requests().iter().find(|request| request.language == language)
    }

    /// Its containers after injection: init containers, then regular ones.
    #[must_use]
    pub fn containers(&self) -> &[Container<'i>] {
        &self.containers
    }

    /// The containers that people wrote.
    pub fn own_containers(&self) -> impl Iterator<Item = &Container<'i>> {
        self.containers.iter().filter(|container| !container.is_added())
    }

    /// Where a container is in the object as people wrote it. Of several with one name that is the first, as for the
    /// operator.
    pub(in crate::lint) fn written_at(&self, container: &Container<'_>) -> Pointer<'static> {
        let section = container.section;
        let all = self.pod().into_iter().flat_map(|pod| pod.containers(section));
        let position = all.into_iter().position(|other| other.name() == container.name()).unwrap_or_default();
        self.written.in_template(Pointer::keys(&["spec", section.key()])).join(Step::Index(position))
    }

    /// The pod as people wrote it.
    #[must_use]
    pub fn pod(&self) -> Option<Pod<'i, 'i>> {
        self.written.pod()
    }

    /// The whole object after injection.
    #[must_use]
    pub fn effective(&self) -> &'i Value<'i> {
        self.effective
    }

    /// The pod after injection.
    #[must_use]
    pub fn effective_pod(&self) -> Option<Pod<'i, 'i>> {
        self.written.template_in(self.effective).map(Pod)
    }

    /// Where the object has an annotation of the pod template, or would have it.
    #[must_use]
    pub fn annotation(&self, key: &str) -> Pointer<'static> {
        self.written.annotation(key)
    }

    /// A place of the object as people wrote it, in the document.
    #[must_use]
    pub fn written_place(&self, at: &Pointer<'_>) -> Place {
        self.resource.place(&in_document(self.written.object.0, at).0)
    }

    /// A place of the object after injection, in the document. `None` if injection made it.
    #[must_use]
    pub fn effective_place(&self, at: &Pointer<'_>) -> Option<Place> {
        self.own(at).map(|at| self.resource.place(&at))
    }

    /// Where the document has a place of the object after injection. `None` if injection made it.
    #[must_use]
    pub fn own<'p>(&self, at: &Pointer<'p>) -> Option<Pointer<'p>> {
        let (at, whole) = in_document(self.effective, at);
        (whole && at.resolve(self.resource.value()).is_some()).then_some(at)
    }

    /// Where the document has the value of a variable. `None` if injection set it.
    #[must_use]
    pub fn own_value(&self, container: &Container<'i>, variable: &Variable<'i>) -> Option<Pointer<'static>> {
        if container.adds(variable) { None } else { self.own(&container.value(variable)) }
    }

    /// What asks for a language: its annotation on the pod template, else the workload's name.
    #[must_use]
    pub fn request_place(&self, language: Language) -> Place {
        let annotation = self.annotation(Annotation::Inject(language).key());
        match annotation.resolve(self.resource.value()) {
            Some(_) => self.resource.place(&annotation),
            None => self.resource.place(&Pointer::keys(&["metadata", "name"])),
        }
    }

    /// The value of an annotation of the operator that holds, from pod template and Namespace.
    #[must_use]
    pub fn effective_annotation(&self, annotation: Annotation) -> Cow<'i, str> {
        let pod = self.pod().map(|pod| pod.annotations()).unwrap_or_default();
        k8s::effective_annotation(annotation.key(), pod, self.written.namespace_annotations)
    }

    /// The containers of a list after injection, with where they are.
    pub(super) fn list(&self, section: Section) -> impl Iterator<Item = (Pointer<'static>, &'i Value<'i>)> {
        let list = Pointer::keys(&["spec", section.key()]);
        let at = self.written.in_template(list);
        let elements = self.effective_pod().and_then(|pod| pod.0.at(&["spec", section.key()])?.as_list());
        let elements = elements.into_iter().flat_map(|list| list.iter().enumerate());
        elements.map(move |(index, value)| (at.join(Step::Index(index)), value))
    }
}
