//! Patches carried out by independent programs give what injection wants.

use otel_inject::engine::{Task, Text};
use otel_inject::render::json_patch::json_patch;
use otel_inject::render::strategic::strategic;
use serde_json::{Map, Value as Json};

use crate::fixtures::{Fixture, below, random};

/// Every input that is there.
fn all() -> impl Iterator<Item = Fixture> {
    below("").into_iter().chain(random())
}

/// Injected and not yet injected, and the other way round.
fn both_ways(fixture: &Fixture) -> impl Iterator<Item = (Task, Fixture)> + '_ {
    let injected = fixture.inject().ok().map(|text| (Task::Remove, fixture.with_text(&text)));
    [(Task::Inject, fixture.with_text(fixture.text()))].into_iter().chain(injected)
}

#[test]
fn a_json_patch_gives_what_is_wanted() {
    let mut patched = [0, 0];
    for fixture in all() {
        for (count, (task, fixture)) in patched.iter_mut().zip(both_ways(&fixture)) {
            let engine = fixture.engine();
            let report = engine.examine(task, |examined| {
                let (Some(wanted), Some(plan)) = (examined.wanted, examined.decision.plan()) else { return };
                let json = json_patch(plan, examined.value);
                let patch: json_patch::Patch = serde_json::from_value(json.clone()).expect("a JSON Patch");
                let mut value = examined.value.to_json();
                let name = format!("{}: {}", fixture.name, examined.object);
                json_patch::patch(&mut value, &patch).unwrap_or_else(|error| panic!("{name}: {error}\n{json:#}"));
                assert_eq!(value, wanted.to_json(), "{name}: {json:#}");
                *count += usize::from(!patch.is_empty());
            });
            assert!(!report.texts.iter().any(Text::is_changed), "{}", fixture.name);
        }
    }
    assert!(patched.iter().all(|count| *count > 600), "only {patched:?} patches");
}

#[test]
fn a_json_patch_fails_where_the_manifest_is_another_by_then() {
    let fixture = below("zipservice").remove(0);
    let mut tried = 0;
    let engine = fixture.engine();
    let report = engine.examine(Task::Inject, |examined| {
        let Some(plan) = examined.decision.plan() else { return };
        let patch: json_patch::Patch = serde_json::from_value(json_patch(plan, examined.value)).expect("a JSON Patch");
        let before = examined.value.to_json();
        let containers = "/spec/template/spec/containers";
        let changes: [fn(&mut Vec<Json>); 3] = [
            |containers| containers.reverse(),
            |containers| drop(containers.remove(0)),
            |containers| containers[1]["name"] = "renamed".into(),
        ];
        for change in changes {
            let mut value = before.clone();
            change(value.pointer_mut(containers).and_then(Json::as_array_mut).expect("containers"));
            let changed = value.clone();
            assert!(json_patch::patch(&mut value, &patch).is_err());
            assert_eq!(value, changed);
            tried += 1;
        }
    });
    assert!(tried == 3 && !report.has_errors(), "{tried}");
}

#[test]
fn a_merge_patch_gives_what_is_wanted_but_for_the_order() {
    let (mut said, mut refused) = (0, 0);
    for fixture in all() {
        let engine = fixture.engine();
        let report = engine.examine(Task::Inject, |examined| {
            let Some(wanted) = examined.wanted else { return };
            let Ok(patch) = strategic(examined.value, wanted) else { return refused += 1 };
            let name = format!("{}: {}", fixture.name, examined.object);
            let merged = merged("", examined.value.to_json(), &patch.to_json());
            let wanted = wanted.to_json();
            assert_eq!(as_sets("", &merged), as_sets("", &wanted), "{name}");
            let (of_merged, of_wanted) = (resolved(&merged), resolved(&wanted));
            assert_eq!(of_merged, of_wanted, "{name}: other variables are resolved");
            said += 1;
        });
        assert!(!report.texts.iter().any(Text::is_changed), "{}", fixture.name);
    }
    assert!(said > 450 && refused > 50, "{said} said, {refused} refused");
}

/// The key by which elements of a list are merged.
fn merge_key(list: &str) -> Option<&'static str> {
    match list {
        "containers" | "initContainers" | "env" | "volumes" | "imagePullSecrets" => Some("name"),
        "volumeMounts" => Some("mountPath"),
        _ => None,
    }
}

/// What a strategic merge patch makes of a value: what it adds comes first.
fn merged(list: &str, value: Json, patch: &Json) -> Json {
    match (value, patch, merge_key(list)) {
        (Json::Object(mut map), Json::Object(patch), _) => {
            for (key, patch) in patch {
                let value = map.get(key).cloned().unwrap_or_default();
                map.insert(key.clone(), merged(key, value, patch));
            }
            Json::Object(map)
        }
        (Json::Array(mut elements), Json::Array(patches), Some(key)) => {
            let mut new = Vec::new();
            for patch in patches {
                match elements.iter_mut().find(|element| element[key] == patch[key]) {
                    Some(element) => *element = merged("", element.take(), patch),
                    None => new.push(patch.clone()),
                }
            }
            new.extend(elements);
            Json::Array(new)
        }
        (_, patch, _) => patch.clone(),
    }
}

fn as_sets(list: &str, json: &Json) -> Json {
    match json {
        Json::Object(map) => {
            map.iter().map(|(key, value)| (key.clone(), as_sets(key, value))).collect::<Map<_, _>>().into()
        }
        Json::Array(elements) => {
            let mut elements: Vec<Json> = elements.iter().map(|element| as_sets("", element)).collect();
            if let Some(key) = merge_key(list) {
                elements.sort_by_key(|element| element[key].as_str().unwrap_or_default().to_owned());
            }
            Json::Array(elements)
        }
        other => other.clone(),
    }
}

/// Of every list of variables, which refer to which of those before them, sorted.
fn resolved(json: &Json) -> Vec<String> {
    let mut found = Vec::new();
    match json {
        Json::Object(map) => {
            for (key, value) in map {
                found.extend(resolved(value));
                let env = value.as_array().filter(|_| key == "env").map(Vec::as_slice).unwrap_or_default();
                for (index, entry) in env.iter().enumerate() {
                    let value = entry["value"].as_str().unwrap_or_default();
                    let before = env[..index].iter().filter_map(|entry| entry["name"].as_str());
                    let referred = before.filter(|name| value.contains(&format!("$({name})")));
                    found.extend(referred.map(|name| format!("{} {name}", entry["name"])));
                }
            }
        }
        Json::Array(elements) => found.extend(elements.iter().flat_map(resolved)),
        _ => {}
    }
    found.sort();
    found
}
