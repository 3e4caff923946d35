//! A workload: an object with one of its pod templates.

use crate::pointer::{Pointer, Step, resolve_mut};
use crate::value::Value;

use super::{Kinds, Object, Pod, StringMap, WorkloadKind};

/// A workload by one of its pod templates, and what decides about it from outside: its namespace and that Namespace's
/// annotations.
#[derive(Debug, Clone)]
pub struct Workload<'v, 's> {
    /// What kind it is.
    pub kind: &'v WorkloadKind,
    /// The object.
    pub object: Object<'v, 's>,
    /// Where the pod template is in the object, or would be.
    pub template_path: Pointer<'static>,
    /// Its namespace: its own, or the one that holds for objects that name none.
    pub namespace: Option<&'v str>,
    /// The annotations of that Namespace.
    pub namespace_annotations: StringMap<'v, 's>,
}

impl<'v, 's> Workload<'v, 's> {
    /// An object as a workload by its first template, if it is of a known kind.
    #[must_use]
    pub fn of(
        object: &'v Value<'s>,
        namespace: Option<&'v str>,
        namespace_annotations: StringMap<'v, 's>,
    ) -> Option<Self> {
        Self::all(Kinds::known(), object, namespace, namespace_annotations).into_iter().next()
    }

    /// An object as a workload by each of its templates, in order. One without any is a workload all the same: something
    /// may ask that it can't be given. Nothing of an object that is no workload.
    #[must_use]
    pub fn all(
        kinds: &'v Kinds,
        object: &'v Value<'s>,
        namespace: Option<&'v str>,
        namespace_annotations: StringMap<'v, 's>,
    ) -> Vec<Self> {
        let Some(kind) = kinds.of(object) else { return Vec::new() };
        let mut paths = kind.templates(object);
        if paths.is_empty() {
            paths.push(kind.first_place());
        }
        let by_template = |template_path| {
            let object = Object(object);
            Self { kind, object, template_path, namespace, namespace_annotations }
        };
        paths.into_iter().map(by_template).collect()
    }

    /// The pod template, where there is one: a Rollout may refer to another workload's.
    #[must_use]
    pub fn template(&self) -> Option<&'v Value<'s>> {
        self.template_in(self.object.0)
    }

    /// The same template of another version of the object.
    #[must_use]
    pub fn template_in<'o, 't>(&self, object: &'o Value<'t>) -> Option<&'o Value<'t>> {
        self.template_path.resolve(object).filter(|template| !template.is_null())
    }

    /// The same template of another version of the object, to change.
    pub fn template_mut<'o, 't>(&self, object: &'o mut Value<'t>) -> Option<&'o mut Value<'t>> {
        resolve_mut(&self.template_path.0, object)
    }

    /// The pod template as a pod.
    #[must_use]
    pub fn pod(&self) -> Option<Pod<'v, 's>> {
        self.template().map(Pod)
    }

    /// Where something in the pod template is in the whole object.
    #[must_use]
    pub fn in_template(&self, below: Pointer<'static>) -> Pointer<'static> {
        let mut steps = self.template_path.0.clone();
        steps.extend(below.0);
        Pointer(steps)
    }

    /// Where an annotation of the pod template is in the whole object, or would be.
    #[must_use]
    pub fn annotation(&self, key: &str) -> Pointer<'static> {
        self.in_template(Pointer::keys(&["metadata", "annotations"]).join(Step::Key(key.to_owned().into())))
    }

    /// Whether the object is its own template.
    #[must_use]
    pub fn is_pod(&self) -> bool {
        self.template_path.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_is_null_is_none() {
        let has_template = |template: Value<'static>| {
            let kind = [("apiVersion", Value::from("argoproj.io/v1alpha1")), ("kind", Value::from("Rollout"))];
            let object = Value::map([kind[0].clone(), kind[1].clone(), ("spec", Value::map([("template", template)]))]);
            Workload::of(&object, None, StringMap::default()).is_some_and(|workload| workload.template().is_some())
        };
        assert!(has_template(Value::map([("spec", Value::Null)])));
        assert!(!has_template(Value::Null));
    }
}
