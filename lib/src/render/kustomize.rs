//! JSON Patches as the `patches` of a kustomization.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::diagnostic::ObjectRef;
use crate::value::{Map, Value};
use crate::yaml::print;

/// The field `patches` of a kustomization with an entry for each object and its JSON Patch, in their order.
#[must_use]
pub fn patches(patches: &[(ObjectRef, Json)]) -> String {
    print(&Value::map([("patches", Value::list(patches.iter().map(entry)))]))
}

fn entry((object, patch): &(ObjectRef, Json)) -> Value<'_> {
    Value::map([("target", target(object)), ("patch", Value::from(print(&Value::from(patch))))])
}

/// What kustomize finds an object by.
fn target(object: &ObjectRef) -> Value<'_> {
    let (group, version) = object.api_version.split_once('/').unwrap_or(("", &object.api_version));
    let parts = [
        ("group", Cow::Borrowed(group)),
        ("version", Cow::Borrowed(version)),
        ("kind", Cow::Borrowed(&*object.kind)),
        ("name", exactly(&object.name)),
        ("namespace", exactly(object.namespace.as_deref().unwrap_or_default())),
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

    #[test]
    fn an_entry_has_a_target_and_the_patch_as_text() {
        let object = |api_version: &str, namespace: Option<&str>| ObjectRef {
            api_version: api_version.to_owned(),
            kind: "Pod".to_owned(),
            namespace: namespace.map(str::to_owned),
            name: "web.v1".to_owned(),
        };
        let patch = json!([{"op": "add", "path": "/a/-", "value": {"name": "yes"}}, {"op": "remove", "path": "/b"}]);
        let text = patches(&[(object("v1", None), patch), (object("apps/v1", Some("shop")), json!([]))]);
        assert_eq!(
            text,
            r#"patches:
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
    kind: Pod
    name: 'web\.v1'
    namespace: shop
  patch: "[]\n"
"#
        );
    }

    #[test]
    fn without_patches_there_is_an_empty_list() {
        assert_eq!(patches(&[]), "patches: []\n");
    }
}
