//! What refers to something that went with an injection: Kubernetes refuses the one, and the program reads the other as
//! it stands.

use crate::inject::{self, FIELDS};
use crate::k8s::{Container, Pod, Section};
use crate::pointer::{Pointer, Step};
use crate::value::Value;

use super::data::names_of;
use super::taken_back::{TakenBack, UndoNote, UndoNoteKind};

/// In a template from which an injection is taken: mounts of volumes of ours that are gone, and variables that refer to
/// variables or to mounts of ours that are gone.
#[must_use]
pub fn dangling(before: &Value<'_>, taken: &TakenBack<'_>) -> Vec<UndoNote> {
    let template = &taken.template;
    let pod = Pod(template);
    let is_gone = |mount: &Value<'_>, _: Container<'_, '_>| is_of_ours(mount) && !pod.has_volume(name_of(mount));
    let mut gone: Vec<Mount<'_>> = mounts(before).chain(taken.notes.iter().filter_map(missing_mount)).collect();
    let stay: Vec<Mount<'_>> = mounts(template).collect();
    gone.retain(|mount| !stay.contains(mount));
    let refers = |entry: &Value<'_>, container: Container<'_, '_>| {
        let value = entry.str_at(&["value"]).unwrap_or_default();
        FIELDS.iter().any(|(name, _)| value.contains(&format!("$({name})")) && !container.has_env(name))
            || gone.iter().any(|(name, path)| *name == container.name() && names_path(value, path))
    };
    let mut notes = Vec::new();
    for section in [Section::Init, Section::Regular] {
        for container in pod.containers(section) {
            let name = Step::Named { name: container.name().to_owned().into(), occurrence: 0 };
            let at = Pointer::keys(&["spec", section.key()]).join(name);
            of_list(container, &at, "volumeMounts", "mountPath", is_gone, &mut notes);
            of_list(container, &at, "env", "name", refers, &mut notes);
        }
    }
    notes
}

fn name_of<'v>(mount: &'v Value<'_>) -> &'v str {
    mount.str_at(&["name"]).unwrap_or_default()
}

/// Whether a mount is of one of our volumes.
fn is_of_ours(mount: &Value<'_>) -> bool {
    inject::fingerprints().any(|fingerprint| fingerprint.sources(name_of(mount)).is_some())
}

/// Whether a value holds a path, or one below it.
fn names_path(value: &str, path: &str) -> bool {
    let of_a_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_whole = |(at, _): (usize, &str)| {
        let (before, behind) = (&value.as_bytes()[..at], &value.as_bytes()[at + path.len()..]);
        !before.last().is_some_and(of_a_name) && !behind.first().is_some_and(of_a_name)
    };
    path.len() > 1 && value.match_indices(path).any(is_whole)
}

/// A container's name, and a path where it mounts something.
type Mount<'v> = (&'v str, &'v str);

/// Where containers mount agents. The copy of a server's configuration is where that was before, and stays.
fn mounts<'v>(template: &'v Value<'_>) -> impl Iterator<Item = Mount<'v>> {
    Pod(template).all_containers().flat_map(|(_, container)| {
        let mounts = container.0.get("volumeMounts").and_then(Value::as_list);
        let ours = mounts
            .into_iter()
            .flat_map(|mounts| mounts.iter())
            .filter(|mount| is_of_ours(mount) && !name_of(mount).ends_with("-conf-dir"));
        ours.filter_map(move |mount| Some((container.name(), mount.str_at(&["mountPath"])?)))
    })
}

/// What the paths of agents begin with, unless a rule says otherwise.
const AGENTS: [&str; 2] = ["/otel-auto-instrumentation-", "/opt/opentelemetry-webserver/"];

/// A mount of ours that someone else took away.
fn missing_mount(note: &UndoNote) -> Option<Mount<'_>> {
    match &note.at.0[..] {
        [_, _, Step::Named { name, .. }, Step::Key(list), Step::Named { name: path, .. }]
            if list == "volumeMounts"
                && note.kind == UndoNoteKind::Missing
                && AGENTS.iter().any(|agents| path.starts_with(agents)) =>
        {
            Some((name, path))
        }
        _ => None,
    }
}

fn of_list<'v, 's>(
    container: Container<'v, 's>,
    at: &Pointer<'static>,
    list: &'static str,
    key: &str,
    is_dangling: impl Fn(&Value<'s>, Container<'v, 's>) -> bool,
    notes: &mut Vec<UndoNote>,
) {
    let Some(elements) = container.0.get(list).and_then(Value::as_list) else { return };
    for (index, (element, name)) in elements.iter().zip(names_of(elements, key)).enumerate() {
        if is_dangling(element, container) {
            let step = name.map_or(Step::Index(index), Step::into_owned);
            notes.push(UndoNote { at: at.join(Step::Key(list.into())).join(step), kind: UndoNoteKind::Dangling });
        }
    }
}
