//! Where the annotations are that hold for a workload.

use crate::decision::Refusal;
use crate::k8s::effective_annotation;
use crate::lint::finding::Place;
use crate::operator::{Annotation, Language};
use crate::pointer::{Pointer, Step};

use super::{Manifests, Resource, Workload};

/// Where an annotation is that holds for a workload.
#[derive(Debug, Clone)]
pub struct AnnotationPlace<'i> {
    /// The object that has it: the workload, or its Namespace.
    pub resource: Resource<'i>,
    /// The place in that object.
    pub at: Pointer<'static>,
}

impl AnnotationPlace<'_> {
    /// Its value.
    #[must_use]
    pub fn place(&self) -> Place {
        self.resource.place(&self.at)
    }
}

impl<'i> Manifests<'i> {
    /// Where an annotation is whose value holds for a workload: on the pod template or on the Namespace. `None` if it
    /// is on neither, or the Namespace is part of the configuration.
    #[must_use]
    pub fn annotation(&self, workload: &Workload<'i>, key: &str) -> Option<AnnotationPlace<'i>> {
        let pod = workload.pod()?.annotations();
        let holds = effective_annotation(key, pod, workload.namespace_annotations());
        if pod.get(key).is_some_and(|value| value == holds) {
            return Some(AnnotationPlace { resource: workload.resource, at: workload.annotation(key) });
        }
        let namespace = self.namespace_of(workload)?;
        namespace.object().annotations().get(key)?;
        let at = Pointer::keys(&["metadata", "annotations"]).join(Step::Key(key.to_owned().into()));
        Some(AnnotationPlace { resource: *namespace, at })
    }

    /// What asks for a language: its annotation on the pod template or on the Namespace, else the workload's name.
    #[must_use]
    pub fn request_place(&self, workload: &Workload<'i>, language: Language) -> Place {
        let annotation = self.annotation(workload, Annotation::Inject(language).key());
        annotation.map_or_else(|| workload.request_place(language), |annotation| annotation.place())
    }

    /// Where the Namespace of a workload asks, if it does so by the annotation that a refusal names.
    pub(in crate::lint) fn asked_by_namespace(&self, workload: &Workload<'i>, annotation: &str) -> Option<Place> {
        let key = annotation.split(' ').next().unwrap_or_default();
        let asked = self.annotation(workload, key)?;
        (asked.resource.id() != workload.resource.id()).then(|| asked.place())
    }
}

impl<'i> Workload<'i> {
    /// What a refusal of it is about: the place that the refusal names, else the workload's name.
    pub(in crate::lint) fn refused_place(&self, refusal: &Refusal) -> Place {
        if refusal.at.0.is_empty() {
            return self.resource.place(&Pointer::keys(&["metadata", "name"]));
        }
        self.written_place(&refusal.at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, injected, name_of};
    use super::super::{Document, Manifests};
    use super::*;
    use crate::k8s::StringMap;
    use crate::operator::Release;

    const KEY: &str = "instrumentation.opentelemetry.io/inject-python";
    const NAMESPACE: &str = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  annotations: \
        {instrumentation.opentelemetry.io/inject-python: platform}\n";

    fn pod(value: &str) -> String {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: cart\n  namespace: shop\n  annotations: {{{KEY}: {value}}}\nspec: \
             {{containers: []}}\n"
        )
    }

    /// The kind of the object whose annotation holds for a workload in a Namespace.
    fn holds<'t>(pod: &'t str, namespace: &'t Document<'t>) -> String {
        let annotations = StringMap::new(namespace.manifests[0].value.at(&["metadata", "annotations"]));
        let mut workload = injected(pod, None, None, Vec::new());
        if let Some(analysis) = workload.manifests[0].analyses.first_mut() {
            analysis.namespace_annotations = annotations;
            analysis.namespace_at = Some(name_of(NAMESPACE));
        }
        let documents = [workload, document(NAMESPACE)];
        let manifests = Manifests::new(&documents, [], Release::LATEST);
        let workload = Workload::of(manifests.resources()[0]).expect("a workload");
        let of = manifests.request_place(&workload, Language::Python).object.expect("an object").kind;
        assert_eq!(manifests.asked_by_namespace(&workload, KEY).is_some(), of == "Namespace");
        of
    }

    #[test]
    fn an_annotation_is_where_its_value_holds() {
        let namespace = document(NAMESPACE);
        assert_eq!(holds(&pod("own"), &namespace), "Pod");
        assert_eq!(holds(&pod("\"false\""), &namespace), "Pod");
        assert_eq!(holds(&pod("\"true\""), &namespace), "Namespace", "that names the one that is meant");
    }

    #[test]
    fn without_an_annotation_the_name_of_the_workload_is_meant() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: cart}\nspec: {containers: []}\n";
        let documents = [injected(text, None, None, Vec::new())];
        let manifests = Manifests::new(&documents, [], Release::LATEST);
        let workload = Workload::of(manifests.resources()[0]).expect("a workload");
        assert!(manifests.annotation(&workload, KEY).is_none());
        assert_eq!(&text[manifests.request_place(&workload, Language::Python).location.span], "cart");
    }
}
