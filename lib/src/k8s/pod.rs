//! A pod, or the template of one: its containers and volumes.

use crate::pointer::{Pointer, Step};
use crate::value::{List, Text, Value};

use super::container::{mount, named};
use super::{Container, ContainerMut, EnvLog, Object, StringMap};

/// One of the two lists of containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// `initContainers`.
    Init,
    /// `containers`.
    Regular,
}

impl Section {
    /// The list's key in the pod's spec.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Section::Init => "initContainers",
            Section::Regular => "containers",
        }
    }
}

/// Which container is meant. A name and not an index: injection adds containers in front of others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContainerRef {
    /// The list it is in.
    pub section: Section,
    /// Its name.
    pub name: String,
}

impl ContainerRef {
    /// Where it is in a pod template.
    #[must_use]
    pub fn pointer(&self) -> Pointer<'static> {
        Pointer::keys(&["spec", self.section.key()]).join(Step::Named { name: self.name.clone().into(), occurrence: 0 })
    }
}

/// What is wrong with a container that has no name.
pub const NO_NAME: &str = "the container has no name; Kubernetes asks for one";

/// A pod or pod template to read.
#[derive(Debug, Clone, Copy)]
pub struct Pod<'v, 's>(pub &'v Value<'s>);

impl<'v, 's> Pod<'v, 's> {
    /// Its annotations.
    #[must_use]
    pub fn annotations(&self) -> StringMap<'v, 's> {
        Object(self.0).annotations()
    }

    /// Its labels.
    #[must_use]
    pub fn labels(&self) -> StringMap<'v, 's> {
        Object(self.0).labels()
    }

    /// The containers of a list, in order.
    pub fn containers(&self, section: Section) -> impl Iterator<Item = Container<'v, 's>> + use<'v, 's> {
        let list = self.0.at(&["spec", section.key()]).and_then(Value::as_list);
        list.into_iter().flat_map(List::iter).map(Container)
    }

    /// All of its containers, each with the list that it is in: init containers first, as the pod runs them.
    pub fn all_containers(&self) -> impl Iterator<Item = (Section, Container<'v, 's>)> + use<'v, 's> {
        let pod = *self;
        let sections = [Section::Init, Section::Regular].into_iter();
        sections.flat_map(move |section| pod.containers(section).map(move |container| (section, container)))
    }

    /// The container that is meant.
    #[must_use]
    pub fn container(&self, place: &ContainerRef) -> Option<Container<'v, 's>> {
        self.containers(place.section).find(|container| container.name() == place.name)
    }

    /// The volumes, in order.
    pub fn volumes(&self) -> impl Iterator<Item = &'v Value<'s>> + use<'v, 's> {
        self.0.at(&["spec", "volumes"]).and_then(Value::as_list).into_iter().flat_map(List::iter)
    }

    /// Whether it has a volume of this name.
    #[must_use]
    pub fn has_volume(&self, name: &str) -> bool {
        self.0.at(&["spec", "volumes"]).and_then(Value::as_list).is_some_and(|volumes| named(volumes, name).is_some())
    }

    /// What keeps anything from being injected here, as the place below the template and a sentence: lists that are
    /// none, containers without a name. What Kubernetes would refuse elsewhere in the pod doesn't matter.
    #[must_use]
    pub fn mistake(&self) -> Option<(Pointer<'static>, String)> {
        let spec = || Pointer::keys(&["spec"]);
        if !matches!(self.0.get("spec"), Some(Value::Map(_))) {
            return Some((spec(), "the pod has no spec; a mapping with its containers belongs there".to_owned()));
        }
        if self.containers(Section::Regular).next().is_none() {
            let at = spec().join(Step::Key("containers".into()));
            return match self.0.at(&["spec", "containers"]) {
                None => Some((spec(), "the pod has no containers; a list of them belongs there".to_owned())),
                Some(found) => Some((at, format!("containers is {}, not a list with containers", describe(found)))),
            };
        }
        let lists = [Section::Init, Section::Regular].map(Section::key);
        lists.iter().find_map(|key| self.mistake_in(key)).or_else(|| {
            let at = spec().join(Step::Key("volumes".into()));
            not_a_list(self.0.get("spec")?, "volumes").map(|message| (at, message))
        })
    }

    /// Whether what every pod has is not there at all, as in a patch that only adds annotations.
    #[must_use]
    pub fn is_partial(self) -> bool {
        self.0.get("spec").is_none_or(|spec| spec.as_map().is_some() && spec.get("containers").is_none())
    }

    fn mistake_in(&self, key: &'static str) -> Option<(Pointer<'static>, String)> {
        let list = || Pointer::keys(&["spec", key]);
        if let Some(message) = not_a_list(self.0.get("spec")?, key) {
            return Some((list(), message));
        }
        for (index, container) in self.0.at(&["spec", key])?.as_list()?.iter().enumerate() {
            let at = || list().join(Step::Index(index));
            if container.as_map().is_none() {
                return Some((at(), format!("a container is {}, not a mapping", describe(container))));
            }
            if Container(container).name().is_empty() {
                return Some((at(), NO_NAME.to_owned()));
            }
            for key in ["env", "volumeMounts"] {
                let at = || at().join(Step::Key(key.into()));
                if let Some(message) = not_a_list(container, key) {
                    return Some((at(), message));
                }
                let list = container.get(key).and_then(Value::as_list);
                let odd = list.and_then(|list| list.iter().enumerate().find(|(_, entry)| entry.as_map().is_none()));
                if let Some((index, entry)) = odd {
                    let message = format!("an entry of {key} is {}, not a mapping", describe(entry));
                    return Some((at().join(Step::Index(index)), message));
                }
            }
        }
        None
    }
}

fn not_a_list(parent: &Value<'_>, key: &str) -> Option<String> {
    match parent.get(key) {
        None | Some(Value::Null | Value::List(_)) => None,
        Some(found) => Some(format!("{key} is {}, not a list", found.kind())),
    }
}

fn describe(value: &Value<'_>) -> &'static str {
    match value {
        Value::List(list) if list.is_empty() => "an empty list",
        other => other.kind(),
    }
}

/// A pod or pod template to add to.
#[derive(Debug)]
pub struct PodMut<'v, 's> {
    /// The pod or template.
    pub value: &'v mut Value<'s>,
    log: Option<&'v mut EnvLog>,
}

impl<'v, 's> PodMut<'v, 's> {
    /// A pod that nobody asks about.
    pub fn new(value: &'v mut Value<'s>) -> Self {
        Self { value, log: None }
    }

    /// A pod that tells what is done to the variables of its containers, if there is a log.
    pub fn logged(value: &'v mut Value<'s>, log: Option<&'v mut EnvLog>) -> Self {
        Self { value, log }
    }
}

impl<'s> PodMut<'_, 's> {
    /// The same, to read.
    #[must_use]
    pub fn view(&self) -> Pod<'_, 's> {
        Pod(self.value)
    }

    /// The container that is meant.
    pub fn container(&mut self, place: &ContainerRef) -> Option<ContainerMut<'_, 's>> {
        let spec = self.value.as_map_mut()?.get_mut("spec")?.as_map_mut()?;
        let list = spec.get_mut(place.section.key())?.as_list_mut()?;
        let value = list.iter_mut().find(|container| Container(container).name() == place.name)?;
        let mut log = self.log.as_deref_mut();
        if let Some(log) = &mut log {
            log.enter(place);
        }
        Some(ContainerMut::logged(value, log))
    }

    /// Adds a volume at the end.
    pub fn add_volume(&mut self, volume: Value<'s>) {
        if let Some(list) = self.list("volumes") {
            list.push(volume);
        }
    }

    /// Adds a container at the end.
    pub fn add_container(&mut self, container: Value<'s>) {
        if let Some(list) = self.list(Section::Regular.key()) {
            list.push(container);
        }
    }

    /// Lets the containers see each other's processes, unless the pod says something about that itself.
    pub fn share_process_namespace(&mut self) {
        if let Some(spec) = self.value.as_map_mut().and_then(|pod| pod.get_mut("spec")?.as_map_mut()) {
            spec.entry("shareProcessNamespace", || Value::Bool(true));
        }
    }

    /// Adds an init container: before the one that is named, so that it has run by then, else at the end.
    pub fn add_init_container(&mut self, before: Option<&str>, container: Value<'s>) {
        if let Some(list) = self.list(Section::Init.key()) {
            let index = before.and_then(|name| named(list, name)).map_or(list.len(), |(index, _)| index);
            list.insert(index, container);
        }
    }

    /// An entry of `volumeMounts`, for a container that is about to be added.
    #[must_use]
    pub fn new_mount(volume: &'static str, path: impl Into<Text<'s>>) -> Value<'s> {
        mount(volume, path, false)
    }

    /// A list of the pod's spec, made if it is missing; `None` if something else stands there.
    pub fn list(&mut self, key: &'static str) -> Option<&mut List<'s>> {
        let spec = self.value.as_map_mut()?.get_mut("spec")?.as_map_mut()?;
        spec.entry(key, || Value::List(List::default())).as_list_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(json: serde_json::Value) -> Option<String> {
        Pod(&Value::from(&json)).mistake().map(|(at, message)| format!("{at}: {message}"))
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        use serde_json::json;
        let container = |extra: serde_json::Value| json!({"spec": {"containers": [extra]}});
        for (json, wanted) in [
            (json!({}), "/spec: the pod has no spec; a mapping with its containers belongs there"),
            (json!({"spec": {}}), "/spec: the pod has no containers; a list of them belongs there"),
            (
                json!({"spec": {"containers": []}}),
                "/spec/containers: containers is an empty list, not a list with containers",
            ),
            (
                json!({"spec": {"containers": {"a": 1}}}),
                "/spec/containers: containers is a mapping, not a list with containers",
            ),
            (container(json!(1)), "/spec/containers/0: a container is an integer, not a mapping"),
            (container(json!({})), "/spec/containers/0: the container has no name; Kubernetes asks for one"),
            (
                container(json!({"name": "a", "env": {"A": "1"}})),
                "/spec/containers/0/env: env is a mapping, not a list",
            ),
            (
                container(json!({"name": "a", "env": ["A"]})),
                "/spec/containers/0/env/0: an entry of env is a string, not a mapping",
            ),
        ] {
            assert_eq!(mistake(json).as_deref(), Some(wanted));
        }
        let volumes = json!({"spec": {"containers": [{"name": "a"}], "volumes": {"a": 1}}});
        assert_eq!(mistake(volumes).as_deref(), Some("/spec/volumes: volumes is a mapping, not a list"));
        assert_eq!(mistake(container(json!({"name": "a", "env": null, "volumeMounts": []}))), None);
    }

    #[test]
    fn a_patch_has_no_containers() {
        use serde_json::json;
        for (json, wanted) in [
            (json!({}), true),
            (json!({"spec": {}}), true),
            (json!({"spec": {"nodeSelector": {}}}), true),
            (json!({"spec": {"containers": null}}), false),
            (json!({"spec": {"containers": []}}), false),
            (json!({"spec": null}), false),
            (json!({"spec": "text"}), false),
        ] {
            assert_eq!(Pod(&Value::from(&json)).is_partial(), wanted, "{json}");
        }
    }
}
