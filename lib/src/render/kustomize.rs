//! JSON Patches as a kustomize Component.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::diagnostic::ObjectRef;
use crate::value::{Map, Value};
use crate::yaml::print;

/// A Component whose `patches` have an entry for each object and its JSON Patch, in their order.
///
/// It is a file of its own: a kustomization takes it beside the `patches` that it has, where a second key of that name
/// would silently replace the first. Without patches it changes nothing, and still builds.
#[must_use]
pub fn component(patches: &[(ObjectRef, Json)]) -> String {
    print(&Value::map([
        ("apiVersion", Value::from("kustomize.config.k8s.io/v1alpha1")),
        ("kind", Value::from("Component")),
        ("patches", Value::list(patches.iter().map(|one| entry(one, patches)))),
    ]))
}

fn entry<'p>((object, patch): &'p (ObjectRef, Json), all: &[(ObjectRef, Json)]) -> Value<'p> {
    let is_namesake =
        |other: &ObjectRef| other.namespace.is_some() && other.kind == object.kind && other.name == object.name;
    let namespace = match object.namespace.as_deref() {
        // A target without a namespace is found in every one; kustomize counts what has none to this one.
        None if all.iter().any(|(other, _)| is_namesake(other)) => "default",
        namespace => namespace.unwrap_or_default(),
    };
    Value::map([("target", target(object, namespace)), ("patch", Value::from(print(&Value::from(patch))))])
}

/// What kustomize finds an object by.
fn target<'o>(object: &'o ObjectRef, namespace: &'o str) -> Value<'o> {
    let (group, version) = object.api_version.split_once('/').unwrap_or(("", &object.api_version));
    let parts = [
        ("group", Cow::Borrowed(group)),
        ("version", Cow::Borrowed(version)),
        ("kind", Cow::Borrowed(&*object.kind)),
        ("name", exactly(&object.name)),
        ("namespace", exactly(namespace)),
    ];
    let given = parts.into_iter().filter(|(_, text)| !text.is_empty());
    Value::Map(given.map(|(key, text)| (key.into(), Value::from(text))).collect::<Map<'_>>())
}

/// Names are regular expressions there, in which the dot of a name would be any character.
fn exactly(name: &str) -> Cow<'_, str> {
    if name.contains('.') { name.replace('.', "\\.").into() } else { name.into() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(api_version: &str, kind: &str, namespace: Option<&str>) -> ObjectRef {
        ObjectRef {
            api_version: api_version.to_owned(),
            kind: kind.to_owned(),
            namespace: namespace.map(str::to_owned),
            name: "web.v1".to_owned(),
        }
    }

    #[test]
    fn an_entry_has_a_target_and_the_patch_as_text() {
        let patch = json!([{"op": "add", "path": "/a/-", "value": {"name": "yes"}}, {"op": "remove", "path": "/b"}]);
        let text = component(&[
            (object("v1", "Pod", None), patch),
            (object("apps/v1", "Deployment", Some("shop")), json!([])),
        ]);
        assert_eq!(
            text,
            r#"apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- target:
    version: v1
    kind: Pod
    name: 'web\.v1'
  patch: |
    - op: add
      path: /a/-
      value:
        name: "yes"
    - op: remove
      path: /b
- target:
    group: apps
    version: v1
    kind: Deployment
    name: 'web\.v1'
    namespace: shop
  patch: "[]\n"
"#
        );
    }

    #[test]
    fn of_two_of_a_name_the_one_without_a_namespace_is_in_the_default_one() {
        let patches = [None, Some("shop")].map(|namespace| (object("v1", "Pod", namespace), json!([])));
        let text = component(&patches);
        let namespaces: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    namespace: ")).collect();
        assert_eq!(namespaces, ["default", "shop"]);
    }

    #[test]
    fn without_patches_it_has_an_empty_list() {
        let empty = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: []\n";
        assert_eq!(component(&[]), empty);
    }
}
