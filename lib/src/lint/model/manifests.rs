//! All objects that were read, and the Instrumentations among them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::asking::{self, Key, Told};
use crate::decision::Request;
use crate::diagnostic::{Location, ObjectRef};
use crate::instrumentation;
use crate::k8s::Kinds;
use crate::lint::finding::ResourceId;
use crate::operator::Release;
use crate::pointer::Pointer;
use crate::scope::Scope;

use super::document::Document;
use super::instrumentation::Instrumentation;
use super::{Resource, Workload};

/// All objects that were read, whatever their kind, and the Instrumentations.
#[derive(Debug)]
pub struct Manifests<'i> {
    documents: &'i [Document<'i>],
    resources: Vec<Resource<'i>>,
    /// The indices of the Namespaces in `resources`, by the source and the offset of their names.
    namespaces: HashMap<(usize, usize), usize>,
    instrumentations: Vec<Instrumentation<'i>>,
    /// The indices of those, by the addresses of their settings.
    by_settings: HashMap<usize, usize>,
    /// The operator's keys that pod templates have, with their values.
    asked: HashSet<(&'i str, &'i str)>,
    release: Release,
    kinds: &'i Kinds,
    scope: &'i Scope,
}

/// That of a single stream.
static ONE_STREAM: LazyLock<Scope> = LazyLock::new(Scope::default);

impl<'i> Manifests<'i> {
    /// From all documents, and the Instrumentations in them and in the configuration with their locations, for a release
    /// of the operator.
    #[must_use]
    pub fn new(
        documents: &'i [Document<'i>],
        instrumentations: impl IntoIterator<Item = (&'i instrumentation::Instrumentation, Location, ObjectRef)>,
        release: Release,
    ) -> Self {
        let resources: Vec<Resource<'i>> = Resource::all(documents).collect();
        let at = Pointer::keys(&["metadata", "name"]);
        let spot = |location: &Location| (location.source, location.span.start);
        let by_name = |is_it: fn(&Resource<'_>) -> bool| -> HashMap<(usize, usize), usize> {
            let those = resources.iter().enumerate().filter(|(_, resource)| is_it(resource));
            those.map(|(index, resource)| (spot(&resource.place(&at).location), index)).collect()
        };
        let candidates = by_name(|resource| resource.object().kind() == "Instrumentation");
        let instrumentations = instrumentations.into_iter().map(|(settings, location, object)| {
            let resource = candidates.get(&spot(&location)).map(|index| resources[*index]);
            Instrumentation::new(settings, (location, object), resource)
        });
        let instrumentations: Vec<Instrumentation<'i>> = instrumentations.collect();
        let by_settings = instrumentations.iter().enumerate().map(|(index, one)| (address(one.settings), index));
        let by_settings = by_settings.collect();
        let namespaces = by_name(|resource| resource.is("v1", "Namespace"));
        let asked = asking::asked(resources.iter().flat_map(Resource::keys)).collect();
        Self {
            documents,
            resources,
            namespaces,
            instrumentations,
            by_settings,
            asked,
            release,
            kinds: Kinds::known(),
            scope: &ONE_STREAM,
        }
    }

    /// The same with the kinds of workload that the run knows.
    #[must_use]
    pub fn with_kinds(self, kinds: &'i Kinds) -> Self {
        Self { kinds, ..self }
    }

    /// The same with the places of the sources.
    #[must_use]
    pub fn with_scope(self, scope: &'i Scope) -> Self {
        Self { scope, ..self }
    }

    /// Which of several objects of one name are near.
    #[must_use]
    pub fn scope(&self) -> &'i Scope {
        self.scope
    }

    /// The kinds of workload that the run knows.
    #[must_use]
    pub fn kinds(&self) -> &'i Kinds {
        self.kinds
    }

    /// The documents that the objects are in.
    #[must_use]
    pub fn documents(&self) -> &'i [Document<'i>] {
        self.documents
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

    /// The Namespace that a workload is in. `None` if it is not among the objects.
    #[must_use]
    pub fn namespace_of(&self, workload: &Workload<'i>) -> Option<&Resource<'i>> {
        let Location { source, span } = workload.namespace_at()?;
        Some(&self.resources[*self.namespaces.get(&(*source, span.start))?])
    }

    /// What is to be said of the operator's keys, but for copies of what a pod template says.
    pub(in crate::lint) fn told(&self) -> impl Iterator<Item = (&Resource<'i>, &'i Key, &'i Told)> {
        let keys = self.resources.iter().flat_map(|resource| resource.keys().iter().map(move |key| (resource, key)));
        keys.filter_map(|(resource, key)| Some((resource, key, key.told.as_ref()?)))
            .filter(|(_, key, told)| !told.may_be_copy || !self.asked.contains(&(key.key.as_str(), key.value.as_str())))
    }

    /// The Instrumentations, in order.
    #[must_use]
    pub fn instrumentations(&self) -> &[Instrumentation<'i>] {
        &self.instrumentations
    }

    /// The release of the operator that they are meant for.
    #[must_use]
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// The object with an id.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> Option<&Resource<'i>> {
        let index = self.resources.binary_search_by_key(&id, Resource::id).ok()?;
        Some(&self.resources[index])
    }

    /// The Instrumentation by which a language is injected.
    #[must_use]
    pub fn instrumentation(&self, request: &Request<'_>) -> Option<&Instrumentation<'i>> {
        Some(&self.instrumentations[self.instrumentation_index(request)?])
    }

    /// The index of that one in [`Manifests::instrumentations`].
    pub(in crate::lint) fn instrumentation_index(&self, request: &Request<'_>) -> Option<usize> {
        self.by_settings.get(&address(request.instrumentation)).copied()
    }
}

/// What tells settings from others that are equal.
fn address(settings: &instrumentation::Instrumentation) -> usize {
    std::ptr::from_ref(settings).addr()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, injected, name_of};
    use super::*;

    #[test]
    fn objects_are_found_by_kind_and_by_number() {
        let documents = [
            document("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"),
            document("apiVersion: v2\nkind: Service\nmetadata: {name: b}\n"),
            document("apiVersion: v1\nkind: Secret\nmetadata: {name: c}\n"),
        ];
        let manifests = Manifests::new(&documents, [], Release::LATEST);
        let names: Vec<_> = manifests.of_kind("v1", "Service").map(|resource| resource.object().name()).collect();
        assert_eq!(names, ["a"]);
        let found = |document| manifests.resource(ResourceId { document, manifest: 0 });
        assert_eq!(found(2).map(|resource| resource.object().name()).as_deref(), Some("c"));
        assert!(found(3).is_none());
        assert_eq!(manifests.documents().len(), 3);
    }

    #[test]
    fn of_two_namespaces_of_one_name_the_one_is_meant_that_the_decision_looked_at() {
        let first = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
        let second = "apiVersion: v1\nkind: Namespace\nmetadata: {labels: {}, name: shop}\n";
        let pod =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: cart, namespace: shop}\nspec: {containers: []}\n".to_owned();
        let mut inside = injected(&pod, None, None, Vec::new());
        inside.manifests[0].analyses[0].namespace_at = Some(name_of(second));
        let documents =
            [inside, injected(&pod, None, None, Vec::new()), document(first), document(second), document(first)];
        let manifests = Manifests::new(&documents, [], Release::LATEST);
        let of = |resource| manifests.namespace_of(&Workload::of(resource).expect("a workload")).map(Resource::id);
        assert_eq!(of(manifests.resources()[0]), Some(ResourceId { document: 3, manifest: 0 }));
        assert_eq!(of(manifests.resources()[1]), None);
    }
}
