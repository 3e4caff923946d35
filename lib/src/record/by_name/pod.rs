//! A pod, of which everything is taken that has the operator's names.

use crate::inject::Fingerprint;
use crate::k8s::{Container, StringMap};
use crate::pointer::{Pointer, Step};
use crate::record::pieces::{Wrapper, wrapper};
use crate::record::taken_back::{UndoNote, UndoNoteKind};
use crate::value::{Map, Value};

use super::lists::{remove_if_empty, retain};
use super::mounts;
use super::variables;
use super::volumes::{self, Volumes, sources};

/// Takes an injection out of a pod's `spec`; `before` is its template as it was read.
pub(super) fn take(spec: &mut Map<'_>, before: &Value<'_>, fingerprints: &[&'static Fingerprint]) -> Vec<UndoNote> {
    let mut notes = Vec::new();
    if let Some(Value::List(containers)) = spec.get_mut("containers") {
        mounts::bring_back(containers, before, fingerprints);
    }
    let volumes = volumes::take(spec, fingerprints);
    let annotations = StringMap::new(before.at(&["metadata", "annotations"]));
    for list in ["initContainers", "containers"] {
        let Some(Value::List(containers)) = spec.get_mut(list) else { continue };
        let is_ours = |name: &str| match list {
            "containers" => fingerprints.iter().any(|fingerprint| fingerprint.container == Some(name)),
            _ => fingerprints.iter().any(|fingerprint| fingerprint.has_init_container(name)),
        };
        retain(containers, |container| !is_ours(Container(container).name()));
        for container in containers.iter_mut() {
            let name = Step::Named { name: Container(container).name().to_owned().into(), occurrence: 0 };
            let env = Pointer::keys(&["spec", list]).join(name).join(Step::Key("env".into()));
            for (variable, kind) in take_from_container(container, &volumes, fingerprints, annotations) {
                notes.push(UndoNote { at: env.join(Step::Named { name: variable.into(), occurrence: 0 }), kind });
            }
        }
        remove_if_empty(spec, list);
    }
    let shares = fingerprints.iter().any(|fingerprint| fingerprint.container.is_some());
    if shares && matches!(spec.get(SHARES_PROCESSES), Some(Value::Bool(true))) {
        spec.remove(SHARES_PROCESSES);
        notes.push(UndoNote { at: Pointer::keys(&["spec", SHARES_PROCESSES]), kind: UndoNoteKind::TakenByName });
    }
    notes
}

const SHARES_PROCESSES: &str = "shareProcessNamespace";

/// Takes an injection out of a container. Returns the variables of which something is not sure.
fn take_from_container(
    container: &mut Value<'_>,
    volumes: &Volumes,
    fingerprints: &[&'static Fingerprint],
    annotations: StringMap<'_, '_>,
) -> Vec<(String, UndoNoteKind)> {
    let Some(map) = container.as_map_mut() else { return Vec::new() };
    let taken = mounts::take(map, volumes, |name| sources(fingerprints, name).is_some());
    let paths: Vec<&str> = taken.iter().map(String::as_str).collect();
    take_program(map, &paths);
    variables::take(map, fingerprints, &paths, annotations)
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
