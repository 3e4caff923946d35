//! All objects that were read, and the Instrumentations among them.

use std::collections::{HashMap, HashSet};

use crate::asking::{self, Key, Told};
use crate::decision::Request;
use crate::diagnostic::{Location, ObjectRef};
use crate::instrumentation;
use crate::k8s::Kinds;
use crate::lint::finding::ResourceId;
use crate::operator::Release;
use crate::pointer::Pointer;

use super::document::Document;
use super::instrumentation::Instrumentation;
use super::{Resource, Workload};

/// All objects that were read, whatever their kind, and the Instrumentations.
#[derive(Debug)]
pub struct Manifests<'i> {
    documents: &'i [Document<'i>],
    resources: Vec<Resource<'i>>,
    /// The indices of the Namespaces in `resources`, by name.
    namespaces: HashMap<String, usize>,
    instrumentations: Vec<Instrumentation<'i>>,
    /// The operator's keys that pod templates have, with their values.
    asked: HashSet<(&'i str, &'i str)>,
    release: Release,
    kinds: &'i Kinds,
}

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
        let mut namespaces = HashMap::new();
        for (index, namespace) in resources.iter().enumerate().filter(|(_, one)| one.is("v1", "Namespace")) {
            namespaces.entry(namespace.object().name().into_owned()).or_insert(index);
        }
        let asked = asking::asked(resources.iter().flat_map(Resource::keys)).collect();
        Self { documents, resources, namespaces, instrumentations, asked, release, kinds: Kinds::known() }
    }

    /// The same with the kinds of workload that the run knows.
    #[must_use]
    pub fn with_kinds(self, kinds: &'i Kinds) -> Self {
        Self { kinds, ..self }
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
        let index = self.namespaces.get(workload.resource.namespace()?)?;
        Some(&self.resources[*index])
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
        self.instrumentations.iter().position(|one| std::ptr::eq(one.settings, request.instrumentation))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, injected};
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
    fn of_two_namespaces_of_one_name_the_first_is_meant() {
        let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
        let pod = |namespace: &str| {
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{name: cart, namespace: {namespace}}}\nspec: {{containers: []}}\n"
            )
        };
        let (inside, outside) = (pod("shop"), pod("elsewhere"));
        let documents = [
            injected(&inside, None, None, Vec::new()),
            injected(&outside, None, None, Vec::new()),
            document(namespace),
            document(namespace),
        ];
        let manifests = Manifests::new(&documents, [], Release::LATEST);
        let of = |resource| manifests.namespace_of(&Workload::of(resource).expect("a workload")).map(Resource::id);
        assert_eq!(of(manifests.resources()[0]), Some(ResourceId { document: 2, manifest: 0 }));
        assert_eq!(of(manifests.resources()[1]), None);
    }
}
