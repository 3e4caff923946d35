//! Where the operator's way with web servers leads to a pod that Kubernetes refuses, or to a server without the agent.

use crate::diagnostic::Code;
use crate::k8s::ContainerRef;
use crate::pointer::Step;
use crate::value::Value;

use super::Job;
use super::web_server::{CLONE, Server};

/// The mount that gave way to the copy of the configuration, and those that lie over the copy.
pub(super) fn mounts(job: &mut Job<'_, '_>, place: &ContainerRef, gone: Option<&Value<'_>>, directory: &str) {
    let at = place.pointer().join(Step::Key("volumeMounts".into()));
    if let Some((name, path)) = gone.map(name_and_path) {
        let is_below = path == directory || is_below(path, directory);
        let message = if is_below {
            format!("the mount of {name} at {path} gives way to a copy, made when the pod starts, with the agent in it")
        } else {
            format!(
                "the mount of {name} at {path} is taken away, as the operator does it to the first one whose path has \
                 {directory} in it; give it a path without that"
            )
        };
        job.note(Code::MountReplaced, !is_below, message, at.clone());
    }
    let container = job.pod.view().container(place);
    let left = container.and_then(|container| container.0.get("volumeMounts")?.as_list());
    let left = left.into_iter().flat_map(|left| left.iter()).map(name_and_path);
    let messages: Vec<String> = left
        .filter(|(_, path)| is_below(path, directory))
        .map(|(name, path)| {
            format!(
                "the mount of {name} at {path} stays, as the operator leaves all but the first, and hides what the \
                 agent may have there; mount the whole configuration at {directory} instead"
            )
        })
        .collect();
    for message in messages {
        job.note(Code::MountHidesAgent, true, message, at.clone());
    }
}

fn is_below(path: &str, directory: &str) -> bool {
    !directory.is_empty() && path.strip_prefix(directory).is_some_and(|rest| rest.len() > 1 && rest.starts_with('/'))
}

fn name_and_path<'v>(mount: &'v Value<'_>) -> (&'v str, &'v str) {
    let text = |key: &str| mount.str_at(&[key]).unwrap_or_default();
    (text("name"), text("mountPath"))
}

/// What was not made for a container, since something of its name was there.
pub(super) fn missing(job: &mut Job<'_, '_>, server: &Server, place: &ContainerRef, clones: bool, attaches: bool) {
    let language = job.context.language;
    let volume = match (clones, attaches) {
        (false, true) => server.configuration_volume,
        (true, false) => server.agent_volume,
        (true, true) => return,
        (false, false) => {
            let message = format!(
                "{} gets the variables only: the agent goes into the first container for {language}, one a pod",
                place.name
            );
            return job.note(Code::NoAgent, true, message, place.pointer());
        }
    };
    if !job.pod.view().has_volume(volume) {
        let (found, help) = match clones {
            true => (server.agent, "give that one another name"),
            false => (CLONE, "give each server a pod of its own"),
        };
        let message = format!(
            "Kubernetes will refuse this pod, as it mounts {volume} and has no such volume: the init container {found} \
             was there before {language} could add its own; {help}"
        );
        job.note(Code::VolumeMissing, true, message, place.pointer());
    }
}
