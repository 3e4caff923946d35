//! An injection that no record tells of is taken out of a template by the operator's names.
//!
//! What had been there before can't be known then: where entries stood, which of those that are taken had been the
//! person's own, and which of those that stay came from the Instrumentation.

mod attributes;
mod mounts;
mod variables;

use crate::inject::{ALL, Marks};
use crate::k8s::{Container, Pod, Section, StringMap};
use crate::pointer::{Pointer, Step};
use crate::selection::{carries_attributes, counts_as_instrumented};
use crate::value::{List, Map, Value};

use super::pieces::{Wrapper, wrapper};
use super::taken_back::{TakenBack, UndoNote, UndoNoteKind, removing};

/// What of a template shows an injection to which no record belongs, such as
/// "init container opentelemetry-auto-instrumentation-java".
#[must_use]
pub fn sign(template: &Value<'_>) -> Option<String> {
    let pod = Pod(template);
    counts_as_instrumented(pod).or_else(|| carries_attributes(pod))
}

/// Takes out of a template what has the operator's names.
#[must_use]
pub fn take_by_name<'s>(template: &Value<'s>) -> TakenBack<'s> {
    let mut result = template.clone();
    let mut work = Work { before: template, marks: found(Pod(template)), notes: Vec::new() };
    if let Some(Value::Map(spec)) = result.as_map_mut().and_then(|template| template.get_mut("spec")) {
        work.pod(spec);
    }
    let plan = removing(template, &result);
    TakenBack { template: result, plan, notes: work.notes }
}

/// What the languages leave of which anything may be in a pod.
fn found(pod: Pod<'_, '_>) -> Vec<&'static Marks> {
    let has = |name: &str| pod.containers(Section::Regular).any(|container| container.name() == name);
    ALL.iter().map(|language| &language.marks).filter(|marks| marks.container.is_none_or(has)).collect()
}

struct Work<'a, 's> {
    before: &'a Value<'s>,
    marks: Vec<&'static Marks>,
    notes: Vec<UndoNote>,
}

impl<'s> Work<'_, 's> {
    fn note(&mut self, at: Pointer<'static>, kind: UndoNoteKind) {
        self.notes.push(UndoNote { at, kind });
    }

    /// What a volume of this name can be, if it is ours.
    fn sources(&self, name: &str) -> Option<&'static [&'static str]> {
        self.marks.iter().find_map(|marks| marks.sources(name))
    }

    fn pod(&mut self, spec: &mut Map<'s>) {
        if let Some(Value::List(containers)) = spec.get_mut("containers") {
            mounts::bring_back(containers, self.before, &self.marks);
        }
        let volumes = self.volumes(spec);
        for list in ["initContainers", "containers"] {
            let Some(Value::List(containers)) = spec.get_mut(list) else { continue };
            let ours = |work: &Self, name: &str| match list {
                "containers" => work.marks.iter().any(|marks| marks.container == Some(name)),
                _ => work.marks.iter().any(|marks| marks.has_init_container(name)),
            };
            retain(containers, |container| !ours(self, Container(container).name()));
            for container in containers.iter_mut() {
                self.container(list, container, &volumes);
            }
            remove_if_empty(spec, list);
        }
        let shares = self.marks.iter().any(|marks| marks.container.is_some());
        if shares && matches!(spec.get(SHARES_PROCESSES), Some(Value::Bool(true))) {
            spec.remove(SHARES_PROCESSES);
            self.note(Pointer::keys(&["spec", SHARES_PROCESSES]), UndoNoteKind::TakenByName);
        }
    }

    /// Takes our volumes, of several that have a name the last.
    fn volumes(&mut self, spec: &mut Map<'s>) -> Volumes {
        let mut volumes = Volumes::default();
        let Some(Value::List(list)) = spec.get_mut("volumes") else { return volumes };
        let mut taken: Vec<String> = Vec::new();
        for index in (0..list.len()).rev() {
            let Some(volume) = list.get(index) else { continue };
            let name = volume.str_at(&["name"]).unwrap_or_default().to_owned();
            let sources = self.sources(&name).unwrap_or_default();
            if !sources.iter().any(|source| volume.get(source).is_some()) {
                volumes.stay.push(name);
            } else if taken.contains(&name) {
                volumes.shared.push(name.clone());
                volumes.stay.push(name);
            } else {
                list.remove(index);
                taken.push(name);
            }
        }
        remove_if_empty(spec, "volumes");
        volumes
    }

    fn container(&mut self, list: &'static str, container: &mut Value<'s>, volumes: &Volumes) {
        let name = Container(container).name().to_owned();
        let at = Pointer::keys(&["spec", list]).join(Step::Named { name: name.into(), occurrence: 0 });
        let Some(map) = container.as_map_mut() else { return };
        let taken = mounts::take(map, volumes, |name| self.sources(name).is_some());
        let paths: Vec<&str> = taken.iter().map(String::as_str).collect();
        take_program(map, &paths);
        let annotations = self.before.at(&["metadata", "annotations"]);
        let found = variables::take(map, &self.marks, &paths, StringMap::new(annotations));
        for (variable, kind) in found {
            let variable = Step::Named { name: variable.into(), occurrence: 0 };
            self.note(at.join(Step::Key("env".into())).join(variable), kind);
        }
    }
}

const SHARES_PROCESSES: &str = "shareProcessNamespace";

/// The names of the volumes that stay, and of those the ones that a volume of ours had too.
#[derive(Debug, Default)]
struct Volumes {
    stay: Vec<String>,
    shared: Vec<String>,
}

/// Takes our program out of a command. One at a path of the person's own is theirs.
fn take_program(container: &mut Map<'_>, mounts: &[&str]) {
    let Some(command) = container.get("command") else { return };
    let ours = |word: &Value<'_>| {
        let below = |path: &str| {
            mounts.iter().any(|mount| path.strip_prefix(mount).is_some_and(|path| path.ends_with(PROGRAM)))
        };
        word.as_str().is_some_and(below)
    };
    let has = command.as_list().is_some_and(|words| words.iter().take(2).any(ours));
    if let (true, Wrapper::InFront { rest }) = (has, wrapper(command)) {
        container.set("command", Value::list(rest));
    }
}

/// The program that commands are put behind, below the agent's mount.
const PROGRAM: &str = "/bin/opentelemetry-instrument";

fn retain<'s>(list: &mut List<'s>, stays: impl Fn(&Value<'s>) -> bool) {
    list.elements_mut().retain(|element| stays(&element.value));
}

fn remove_if_empty(map: &mut Map<'_>, key: &str) {
    if matches!(map.get(key), Some(Value::List(list)) if list.is_empty()) {
        map.remove(key);
    }
}
