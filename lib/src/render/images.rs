//! The images that injections pull: as a list, and with what needs each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use crate::decision::Decision;
use crate::diagnostic::ObjectRef;
use crate::inject::languages_of;
use crate::k8s::{Pod, Section};
use crate::operator::Language;
use crate::value::{List, Value};

/// An image, and one thing that needs it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The image.
    pub image: String,
    /// The workload.
    pub object: ObjectRef,
    /// The language.
    pub language: Language,
    /// What of the pod the image is for.
    pub by: By,
}

/// What of a pod an image is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// An init container.
    InitContainer(String),
    /// A container that runs beside those that were there.
    Container(String),
    /// A volume that is an image.
    Volume(String),
}

impl By {
    fn key_and_name(&self) -> (&'static str, &str) {
        match self {
            By::InitContainer(name) => ("initContainer", name),
            By::Container(name) => ("container", name),
            By::Volume(name) => ("volume", name),
        }
    }
}

/// What an injected pod template needs beside its own images; nothing of one that is not injected.
#[must_use]
pub fn needs(object: &ObjectRef, decision: &Decision<'_>, template: &Value<'_>) -> Vec<Need> {
    let Decision::Injected { outcomes, .. } = decision else { return Vec::new() };
    let injects =
        |language: &Language| outcomes.iter().any(|outcome| outcome.language == *language && outcome.skipped.is_none());
    let need = |name: &str, image: &str, by: fn(String) -> By| {
        let languages = languages_of(name);
        let language = languages.iter().copied().find(injects).or(languages.first().copied())?;
        let by = by(name.to_owned());
        (!image.is_empty()).then(|| Need { image: image.to_owned(), object: object.clone(), language, by })
    };
    let mut needs = Vec::new();
    for (section, by) in [(Section::Init, By::InitContainer as fn(String) -> By), (Section::Regular, By::Container)] {
        let containers = Pod(template).containers(section);
        needs.extend(containers.filter_map(|container| need(container.name(), container.image(), by)));
    }
    let volumes = template.at(&["spec", "volumes"]).and_then(Value::as_list).into_iter().flat_map(List::iter);
    needs.extend(
        volumes
            .filter_map(|volume| need(volume.str_at(&["name"])?, volume.str_at(&["image", "reference"])?, By::Volume)),
    );
    needs
}

/// Each image once, a line each, sorted.
#[must_use]
pub fn list(needs: &[Need]) -> String {
    let images: BTreeSet<&str> = needs.iter().map(|need| need.image.as_str()).collect();
    images.into_iter().flat_map(|image| [image, "\n"]).collect()
}

/// Each image once, sorted, with what needs it.
#[must_use]
pub fn json(needs: &[Need]) -> Json {
    let mut images: BTreeMap<&str, BTreeSet<&Need>> = BTreeMap::new();
    for need in needs {
        images.entry(&need.image).or_default().insert(need);
    }
    images
        .into_iter()
        .map(|(image, needs)| json!({"image": image, "neededBy": needs.into_iter().map(needed_by).collect::<Json>()}))
        .collect()
}

fn needed_by(Need { object, language, by, .. }: &Need) -> Json {
    let mut entry = Map::new();
    let mut set = |key: &str, text: &str| entry.insert(key.to_owned(), text.into());
    set("apiVersion", &object.api_version);
    set("kind", &object.kind);
    object.namespace.iter().for_each(|namespace| {
        set("namespace", namespace);
    });
    set("name", &object.name);
    set("language", language.name());
    let (key, name) = by.key_and_name();
    set(key, name);
    Json::Object(entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::Outcome;
    use crate::plan::Plan;

    fn object(name: &str) -> ObjectRef {
        ObjectRef { api_version: "v1".to_owned(), kind: "Pod".to_owned(), namespace: None, name: name.to_owned() }
    }

    fn injected(language: Language) -> Decision<'static> {
        let outcomes = vec![Outcome { language, container: Some("app".to_owned()), skipped: None }];
        Decision::Injected { plan: Plan::default(), outcomes, notes: Vec::new() }
    }

    #[test]
    fn only_what_is_ours_is_needed() {
        let pod = json!({"apiVersion": "v1", "kind": "Pod", "spec": {
            "initContainers": [
                {"name": "own", "image": "own:1"},
                {"name": "otel-agent-source-container-clone", "image": "nginx:1"},
                {"name": "otel-agent-attach-nginx", "image": "agent:2"},
                {"name": "opentelemetry-auto-instrumentation-java"},
            ],
            "containers": [{"name": "app", "image": "nginx:1"}, {"name": "opentelemetry-auto-instrumentation", "image": "go:1"}],
            "volumes": [
                {"name": "opentelemetry-auto-instrumentation-python", "image": {"reference": "agent:1"}},
                {"name": "opentelemetry-auto-instrumentation-nodejs", "emptyDir": {}},
            ],
        }});
        let pod = Value::from(&pod);
        let mut needs = super::needs(&object("b"), &injected(Language::Nginx), &pod);
        let found: Vec<_> =
            needs.iter().map(|need| (need.image.as_str(), need.language.name(), need.by.key_and_name().0)).collect();
        assert_eq!(
            found,
            [
                ("nginx:1", "nginx", "initContainer"),
                ("agent:2", "nginx", "initContainer"),
                ("go:1", "go", "container"),
                ("agent:1", "python", "volume")
            ]
        );
        needs.extend(super::needs(&object("a"), &injected(Language::ApacheHttpd), &pod));
        assert_eq!(list(&needs), "agent:1\nagent:2\ngo:1\nnginx:1\n");
        let json = json(&needs);
        assert_eq!(
            json[3]["neededBy"][0],
            json!({"apiVersion": "v1", "kind": "Pod", "name": "a", "language": "apache-httpd", "initContainer": "otel-agent-source-container-clone"})
        );
        assert_eq!(json[3]["neededBy"].as_array().map(Vec::len), Some(2));
        let skipped = Decision::Skipped {
            reason: crate::decision::Skip::NotAsked,
            plan: Plan::default(),
            outcomes: Vec::new(),
            notes: Vec::new(),
        };
        assert_eq!(super::needs(&object("a"), &skipped, &pod), []);
    }
}
