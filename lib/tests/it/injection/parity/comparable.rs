//! What counts as the same pod: see fixtures/parity/README.md.

use serde_json::{Map, Value as Json, json};

/// The record of what was injected: ours, not the operator's.
const OURS: &str = "otel-inject.dev/";

/// What is compared of a pod or pod template: annotations, labels and the spec, in one spelling.
pub fn comparable(template: &Json) -> Json {
    let metadata = template.get("metadata").cloned().unwrap_or_default();
    let metadata = json!({"annotations": metadata.get("annotations"), "labels": metadata.get("labels")});
    let mut template = json!({"metadata": metadata, "spec": template.get("spec")});
    prune(&mut template);
    for part in entries(template.get_mut("metadata")) {
        if let Json::Object(part) = part {
            part.retain(|key, _| !key.starts_with(OURS));
        }
    }
    if let Some(spec) = template.get_mut("spec").and_then(Json::as_object_mut) {
        for volume in elements(spec.get_mut("volumes")) {
            one_volume(volume);
        }
        for container in elements(spec.get_mut("initContainers")) {
            // The operator shares the app's array here: what is left in it depends on Go's allocator.
            let has = |name: &str| env(container).iter().any(|entry| entry["name"] == name);
            if container["name"] == "otel-agent-source-container-clone" && has("OTEL_POD_IP") && has("OTEL_NODE_IP") {
                container.as_object_mut().map(|container| container.remove("env"));
            }
            one_container(container);
        }
        elements(spec.get_mut("containers")).iter_mut().for_each(one_container);
    }
    prune(&mut template);
    template
}

/// The first difference of two comparable pods, as a sentence.
pub fn difference(ours: &Json, theirs: &Json, path: &str) -> Option<String> {
    match (ours, theirs) {
        (Json::Object(a), Json::Object(b)) => {
            let missing = b.keys().find(|key| !a.contains_key(*key));
            let missing = missing.map(|key| format!("{path}/{key}: missing, operator has {}", b[key]));
            let extra = || {
                let key = a.keys().find(|key| !b.contains_key(*key))?;
                Some(format!("{path}/{key}: extra {}", a[key]))
            };
            let inside = || a.iter().find_map(|(key, value)| difference(value, b.get(key)?, &format!("{path}/{key}")));
            missing.or_else(extra).or_else(inside)
        }
        (Json::Array(a), Json::Array(b)) => {
            let pairs = a.iter().zip(b).enumerate();
            let mut inside = pairs.filter_map(|(index, (a, b))| difference(a, b, &format!("{path}/{index}")));
            inside.next().or_else(|| {
                let odd = if a.len() > b.len() { a.get(b.len()) } else { b.get(a.len()) }?;
                Some(format!("{path}: {} entries, operator has {}; the first odd one: {odd}", a.len(), b.len()))
            })
        }
        _ if ours == theirs => None,
        _ => Some(format!("{path}: {ours}, operator has {theirs}")),
    }
}

/// Without what Kubernetes takes for absent: null, empty texts, mappings and lists. Elements of lists stay.
fn prune(json: &mut Json) {
    match json {
        Json::Object(entries) => {
            entries.values_mut().for_each(prune);
            entries.retain(|_, value| !is_absent(value));
        }
        Json::Array(elements) => elements.iter_mut().for_each(prune),
        _ => {}
    }
}

fn is_absent(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(elements) => elements.is_empty(),
        Json::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

fn one_volume(volume: &mut Json) {
    if let Some(size) = volume.pointer_mut("/emptyDir/sizeLimit") {
        *size = quantity(size);
    }
    // `emptyDir: {}` was pruned.
    if let Json::Object(volume) = volume
        && volume.len() == 1
    {
        volume.insert("emptyDir".to_owned(), json!({"any": true}));
    }
}

fn one_container(container: &mut Json) {
    for part in entries(container.get_mut("resources")) {
        entries(Some(part)).into_iter().for_each(|value| *value = quantity(value));
    }
    if !container["name"].as_str().unwrap_or_default().starts_with("otel-agent-") {
        return;
    }
    if container["command"] == json!(["/bin/sh", "-c"])
        && let Some(script) = elements(container.get_mut("args")).first_mut()
    {
        *script = json!("<script>");
    }
    for entry in elements(container.get_mut("env")) {
        if matches!(entry["name"].as_str(), Some("OTEL_APACHE_AGENT_CONF" | "OTEL_NGINX_AGENT_CONF")) {
            let text = entry["value"].as_str().unwrap_or_default();
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            entry["value"] = lines.collect::<Vec<_>>().join("\n").into();
        }
    }
}

/// A quantity as a count of billionths: `0.5` and `500m` are the same.
fn quantity(json: &Json) -> Json {
    let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    in_billionths(&text).map_or(Json::String(text), |billionths| billionths.to_string().into())
}

fn in_billionths(text: &str) -> Option<i128> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let factor: i128 = match suffix {
        "n" => 1,
        "u" => 1_000,
        "m" => 1_000_000,
        "" => 1_000_000_000,
        _ => {
            let power = "kMGTPE".find(suffix.chars().next()?)? as u32 + 1;
            let base: i128 = match &suffix[1..] {
                "" => 1000,
                "i" => 1024,
                _ => return None,
            };
            base.pow(power) * 1_000_000_000
        }
    };
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    Some(digits * factor / 10_i128.pow(u32::try_from(fraction.len()).ok()?))
}

fn env(container: &Json) -> &[Json] {
    container.get("env").and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn elements(json: Option<&mut Json>) -> &mut [Json] {
    json.and_then(Json::as_array_mut).map_or(&mut [], Vec::as_mut_slice)
}

fn entries(json: Option<&mut Json>) -> Vec<&mut Json> {
    json.and_then(Json::as_object_mut)
        .map_or_else(Vec::new, |entries: &mut Map<String, Json>| entries.values_mut().collect())
}
