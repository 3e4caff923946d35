//! The mounts of our volumes, and those that gave way to one.

use crate::inject::Fingerprint;
use crate::k8s::{Container, Pod, Section};
use crate::value::{List, Map, Value};

use super::lists::remove_if_empty;
use super::volumes::Volumes;

const MOUNTS: &str = "volumeMounts";

/// Takes the mounts of our volumes, and gives back their paths.
pub(super) fn take(container: &mut Map<'_>, volumes: &Volumes, is_ours: impl Fn(&str) -> bool) -> Vec<String> {
    let mut paths = Vec::new();
    let Some(Value::List(list)) = container.get_mut(MOUNTS) else { return paths };
    let of = |mount: &Value<'_>, name: &str| mount.str_at(&["name"]) == Some(name);
    // Where a volume of the person's own has the name too, the last mount of that name is ours.
    for name in &volumes.shared {
        let last = list.iter().rposition(|mount| of(mount, name));
        if let Some(index) = last {
            paths.extend(list.remove(index).str_at(&["mountPath"]).map(str::to_owned));
        }
    }
    list.elements_mut().retain(|element| {
        let name = element.value.str_at(&["name"]).unwrap_or_default();
        let stays = volumes.stay.iter().any(|there| there == name) || !is_ours(name);
        if !stays {
            paths.extend(element.value.str_at(&["mountPath"]).map(str::to_owned));
        }
        stays
    });
    remove_if_empty(container, MOUNTS);
    paths
}

/// Gives a server the mount back that gave way to the copy of its configuration: the init container that made the copy
/// has all mounts that the server had.
pub(super) fn bring_back(containers: &mut List<'_>, template: &Value<'_>, fingerprints: &[&'static Fingerprint]) {
    let pod = Pod(template);
    for fingerprint in fingerprints {
        let Some(name) = fingerprint.keeps_mounts else { continue };
        let Some(keeper) = pod.containers(Section::Init).find(|container| container.name() == name) else { continue };
        let Some(kept) = keeper.0.get(MOUNTS).and_then(Value::as_list) else { continue };
        let of_ours =
            |mount: &Value<'_>| mount.str_at(&["name"]).is_some_and(|name| fingerprint.sources(name).is_some());
        // The last one is where the copy goes.
        let Some(copy) = kept.iter().next_back().filter(|mount| of_ours(mount)) else { continue };
        let Some(volume) = copy.str_at(&["name"]) else { continue };
        let server = containers.iter_mut().find(|container| Container(container).mounts(volume));
        let Some(Value::List(mounts)) = server.and_then(|server| server.as_map_mut()?.get_mut(MOUNTS)) else {
            continue;
        };
        for (index, mount) in kept.iter().enumerate().take(kept.len() - 1) {
            if !mounts.iter().any(|there| there == mount) {
                mounts.insert(index.min(mounts.len()), mount.clone().into_owned());
            }
        }
    }
}
