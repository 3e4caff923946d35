//! What is said of keys that nothing reads.

use crate::pointer::{Pointer, Step};
use crate::yaml::field;

use super::holder::Is;
use super::judge::Asked;
use super::known::Known;
use super::places::Role;

/// What is said.
pub(super) struct Words {
    pub message: String,
    /// At the key.
    pub label: String,
    pub help: String,
}

pub(super) fn unknown(asked: &Asked<'_, '_>, meant: Option<&str>) -> Words {
    let (word, key) = (asked.role.word(), asked.key);
    let message = format!("the operator does not read the {word} {key}");
    let help = match meant {
        Some(meant) => format!("did you mean {meant}?"),
        None => "remove it, unless another program reads it".to_owned(),
    };
    Words { message, label: String::new(), help }
}

pub(super) fn misplaced(
    asked: &Asked<'_, '_>,
    on_workload: bool,
    target: Option<&Pointer<'static>>,
    meant: Option<&str>,
    is_taken: bool,
) -> Words {
    let Asked { holder, path, role, key, known, .. } = *asked;
    let (word, kind) = (role.word(), holder.object.kind());
    let place = || field(&Pointer(path.to_vec()));
    let message = match (holder.is, role) {
        (Is::Workload, Role::Annotations) if on_workload => {
            format!("the annotation {key} has no effect on a {kind} itself")
        }
        (Is::Workload, Role::Annotations) => format!("the annotation {key} has no effect in {}", place()),
        (Is::Kustomization, _) => {
            format!("kustomize adds the {word} {key} to what it builds, and nothing here is built")
        }
        (_, Role::Labels) => format!("the label {key} has no effect: the operator reads no labels"),
        (_, Role::Annotations) if kind.is_empty() => format!("the annotation {key} has no effect in {}", place()),
        (_, Role::Annotations) => format!("the annotation {key} has no effect on this {kind}"),
    };
    let read = if meant.is_some() { meant.unwrap_or(key) } else { "it" };
    let from_namespaces = !matches!(known, Known::Resource) && holder.is != Is::Workload;
    let label = match (holder.is, target) {
        (Is::Kustomization, _) => String::new(),
        (Is::Namespace, Some(target)) => {
            format!("the operator reads {read} as an annotation of the Namespace, {}", field(target))
        }
        (_, Some(target)) => {
            format!("the operator reads {read} as an annotation of the pod template, {}", field(target))
        }
        (Is::Namespace, None) => format!("the operator reads {read} as an annotation of pod templates only"),
        (_, None) if from_namespaces => {
            format!("the operator reads {read} as an annotation of pod templates and Namespaces")
        }
        (_, None) => format!("the operator reads {read} as an annotation of pod templates"),
    };
    let help = match (holder.is, target, meant) {
        (Is::Kustomization, ..) => {
            "to see what comes of it, pipe what kustomize builds from its folder into this command".to_owned()
        }
        (_, Some(target), Some(meant)) if is_taken => format!("remove it: {meant} is in {} already", field(target)),
        (_, Some(target), None) if is_taken => format!("remove it: {} has another value for it", field(target)),
        (_, Some(target), Some(meant)) => format!("write {meant} to {}", field(target)),
        (_, Some(target), None) => format!("move it to {}", field(target)),
        (Is::Workload, None, _) => {
            let templates: Vec<String> = holder.templates.iter().map(field).collect();
            format!("move it to metadata.annotations of one of these pod templates: {}", templates.join(", "))
        }
        (_, None, Some(meant)) => format!("write {meant} to the pod template that it is for, or remove it"),
        (_, None, None) => "move it to the pod template that it is for, or remove it".to_owned(),
    };
    Words { message, label, help }
}

pub(super) fn not_string(key: &str, kind: &str, text: Option<&str>) -> Words {
    let message = format!("{key} is {kind}, and the API server accepts strings only");
    let help = match text {
        Some(text) => format!("write it in quotes: \"{text}\""),
        None => "write a string".to_owned(),
    };
    Words { message, label: String::new(), help }
}

pub(super) fn sidecar(key: &str) -> Words {
    let message = format!("{key} asks for a collector sidecar, which otel-inject can't add yet");
    let help = "write the collector's container yourself, or leave the pods to the operator".to_owned();
    Words { message, label: String::new(), help }
}

pub(super) fn kind_unknown(asked: &Asked<'_, '_>, template: &[Step<'_>]) -> Words {
    let (group, kind) = (asked.holder.object.group(), asked.holder.object.kind());
    let of = if group.is_empty() { String::new() } else { format!(" of {group}") };
    let message = format!("otel-inject doesn't know the kind {kind}{of}, so it injects nothing here");
    let group = if group.is_empty() { "\"\"" } else { group };
    let pattern = pattern(template);
    let help = match pattern.is_empty() {
        true => "inject into a kind that it knows, or leave these pods to the operator".to_owned(),
        false => format!(
            "if this is a pod template, add to spec.workloads of your OtelInject: \
             {{group: {group}, kind: {kind}, templates: [{pattern}]}}"
        ),
    };
    Words { message, label: format!("{} asks in what looks like a pod template", asked.key), help }
}

/// A path as an OtelInject has it: of any element of a list.
fn pattern(path: &[Step<'_>]) -> String {
    let mut out = String::new();
    for step in path {
        match step {
            Step::Key(key) if out.is_empty() => out.push_str(key),
            Step::Key(key) => out.extend([".", key]),
            Step::Index(_) | Step::Named { .. } => out.push_str("[*]"),
        }
    }
    if out.contains('[') { format!("'{out}'") } else { out }
}
