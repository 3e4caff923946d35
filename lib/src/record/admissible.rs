//! What a record may say: only what an injection can have done. A record is input from a stranger, and whoever writes one
//! must not have more done by it than an injection does.

use crate::inject::fingerprints;
use crate::pointer::Step;
use crate::value::Value;

use super::data::{CONTAINER_LISTS, Change, Entry, Record, Spelling};

/// What a record says that no injection does, in words: the first of it.
pub(super) fn inadmissible(record: &Record<'_>) -> Option<String> {
    let Entry { at, change } = record.entries.iter().find(|entry| !is_admissible(entry))?;
    let done = match change {
        Change::Added { .. } | Change::Created => "added",
        Change::Respelled { .. } => "written differently",
        Change::Replaced { .. } => "replaced",
        Change::Moved { .. } => "moved",
        Change::Removed { .. } => "removed",
    };
    Some(format!("it says that {at} was {done}, which no injection does"))
}

fn is_admissible(Entry { at, change }: &Entry<'_>) -> bool {
    match change {
        Change::Added { .. } => is_added(&at.0),
        Change::Created => is_created(&at.0),
        // It means what it meant, or nothing comes of it.
        Change::Respelled { .. } => true,
        Change::Replaced { .. } => may_be_replaced(&at.0),
        Change::Moved { .. } => {
            matches!(in_container(&at.0), Some([Step::Key(env), Step::Named { .. }]) if env == "env")
        }
        Change::Removed { spelling, .. } => may_be_removed(&at.0, spelling),
    }
}

/// What is below a container of the pod.
fn in_container<'p, 's>(path: &'p [Step<'s>]) -> Option<&'p [Step<'s>]> {
    match path {
        [Step::Key(spec), Step::Key(list), Step::Named { .. }, below @ ..]
            if spec == "spec" && CONTAINER_LISTS.contains(&list.as_ref()) =>
        {
            Some(below)
        }
        _ => None,
    }
}

/// What is below the pod's `spec`.
fn in_spec<'p, 's>(path: &'p [Step<'s>]) -> Option<&'p [Step<'s>]> {
    match path {
        [Step::Key(spec), below @ ..] if spec == "spec" => Some(below),
        _ => None,
    }
}

fn is_added(path: &[Step<'_>]) -> bool {
    match in_container(path) {
        Some([Step::Key(list), Step::Named { .. }]) => return list == "env" || list == "volumeMounts",
        // A variable without a value gets one.
        Some([Step::Key(list), Step::Named { .. }, Step::Key(key)]) => return list == "env" && key == "value",
        Some([Step::Key(key)]) => return key == "command",
        Some([_, ..]) => return false,
        Some([]) | None => {}
    }
    match in_spec(path) {
        Some([Step::Key(list), Step::Named { name, .. }]) => match list.as_ref() {
            "volumes" => fingerprints().any(|one| one.sources(name).is_some()),
            "initContainers" => fingerprints().any(|one| one.has_init_container(name)),
            "containers" => fingerprints().any(|one| one.container == Some(name)),
            "imagePullSecrets" => true,
            _ => false,
        },
        Some([Step::Key(list), Step::Index(_)]) => list == "tolerations",
        Some([Step::Key(map), Step::Key(_)]) => map == "nodeSelector" || map == "tolerations",
        Some([Step::Key(key)]) => key == "shareProcessNamespace",
        _ => false,
    }
}

fn is_created(path: &[Step<'_>]) -> bool {
    const OF_SPEC: [&str; 5] = ["volumes", "initContainers", "imagePullSecrets", "nodeSelector", "tolerations"];
    match in_container(path) {
        Some([Step::Key(list)]) => list == "env" || list == "volumeMounts",
        Some(_) => false,
        None => match path {
            [Step::Key(metadata)] => metadata == "metadata",
            [Step::Key(metadata), Step::Key(annotations)] if metadata == "metadata" => annotations == "annotations",
            [Step::Key(spec), Step::Key(list)] => spec == "spec" && OF_SPEC.contains(&list.as_ref()),
            _ => false,
        },
    }
}

/// What comes back there is a value, whatever it is: it stands where one of ours stands.
fn may_be_replaced(path: &[Step<'_>]) -> bool {
    match in_container(path) {
        Some([Step::Key(env), Step::Named { .. }, Step::Key(value)]) => env == "env" && value == "value",
        Some([Step::Key(command)]) => command == "command",
        Some(_) => false,
        None => matches!(in_spec(path), Some([Step::Key(key)]) if key == "shareProcessNamespace"),
    }
}

/// Mounts give way to those of an agent, and nothing else does.
fn may_be_removed(path: &[Step<'_>], spelling: &Spelling) -> bool {
    let Some([Step::Key(list), Step::Named { name, .. }]) = in_container(path) else { return false };
    let is_mount = |value: &Value<'_>| value.str_at(&["mountPath"]) == Some(name);
    list == "volumeMounts" && spelling.meaning(true).is_none_or(|value| is_mount(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let record: Record<'static> = text.parse().expect("a record");
        inadmissible(&record).unwrap_or_else(|| "admissible".to_owned())
    }

    #[test]
    fn what_injections_do_is_admissible() {
        for text in [
            r#"{"version":1,"added":{"/spec/containers/web/env/A":"11","/spec/containers/web/volumeMounts/~1a":"11"}}"#,
            r#"{"version":1,"added":{"/spec/volumes/opentelemetry-auto-instrumentation-java":"11"}}"#,
            r#"{"version":1,"added":{"/spec/initContainers/opentelemetry-auto-instrumentation-extension-3":"11"}}"#,
            r#"{"version":1,"added":{"/spec/volumes/otel-auto-secret-tls":"11","/spec/shareProcessNamespace":"11"}}"#,
            r#"{"version":1,"created":{"/spec/volumes":true,"/metadata/annotations":true,"/metadata":true}}"#,
            r#"{"version":1,"replaced":{"/spec/containers/web/env/A/value":["11","x"]}}"#,
            r#"{"version":1,"replaced":{"/spec/containers/web/command":["11","[python, run.py]"]}}"#,
            r#"{"version":1,"removed":{"/spec/containers/web/volumeMounts/~1a":[[null,0],"- {name: a, mountPath: /a}\n"]}}"#,
            r#"{"version":1,"moved":{"/spec/containers/web/env/A":[null,0]}}"#,
        ] {
            assert_eq!(said(text), "admissible", "{text}");
        }
    }

    #[test]
    fn anything_else_is_damage() {
        for text in [
            r#"{"version":1,"added":{"/spec/containers/guard":"11"}}"#,
            r#"{"version":1,"added":{"/spec/securityContext":"11"}}"#,
            r#"{"version":1,"added":{"/spec/containers/web/securityContext":"11"}}"#,
            r#"{"version":1,"added":{"/spec/containers/web/image":"11"}}"#,
            r#"{"version":1,"added":{"/spec/volumes/data":"11"}}"#,
            r#"{"version":1,"added":{"/spec/initContainers/migrate":"11"}}"#,
            r#"{"version":1,"added":{"/spec/serviceAccountName":"11"}}"#,
            r#"{"version":1,"added":{"/metadata/labels/app":"11"}}"#,
            r#"{"version":1,"created":{"/spec/containers":true}}"#,
            r#"{"version":1,"created":{"/spec":true}}"#,
            r#"{"version":1,"replaced":{"/spec/containers/web/image":["11"," evil"]}}"#,
            r#"{"version":1,"replaced":{"/spec/containers/web/env/A":["11"," {name: A, value: b}"]}}"#,
            r#"{"version":1,"removed":{"/spec/containers/evil":[["/guard",0],"- name: evil\n"]}}"#,
            r#"{"version":1,"removed":{"/spec/containers/web/env/A":[[null,0],"- name: A\n"]}}"#,
            r#"{"version":1,"removed":{"/spec/containers/web/volumeMounts/~1a":[[null,0],"- {name: a, mountPath: /b}\n"]}}"#,
            r#"{"version":1,"removed":{"/spec/hostNetwork":[[null,0],"true"]}}"#,
            r#"{"version":1,"moved":{"/spec/containers/web":[null,0]}}"#,
        ] {
            let said = said(text);
            assert!(said.starts_with("it says that ") && said.ends_with("which no injection does"), "{text}: {said}");
        }
    }
}
