//! Patches carried out by independent programs give what injection wants.

use otel_inject::engine::{Task, Text};
use otel_inject::plan::difference;
use otel_inject::render::json_patch::json_patch;
use otel_inject::render::strategic::strategic;
use otel_inject::value::Value;
use serde_json::{Map, Value as Json};

use crate::testing::fixtures::{Fixture, below, random};

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
                let name = format!("{}: {}", fixture.name, examined.object);
                replaces_no_list(&examined.value.to_json(), &json, &name);
                let patch: json_patch::Patch = serde_json::from_value(json.clone()).expect("a JSON Patch");
                let mut value = examined.value.to_json();
                json_patch::patch(&mut value, &patch).unwrap_or_else(|error| panic!("{name}: {error}\n{json:#}"));
                assert_eq!(value, wanted.to_json(), "{name}: {json:#}");
                *count += usize::from(!patch.is_empty());
            });
            assert!(!report.texts.iter().any(Text::is_changed), "{}", fixture.name);
        }
    }
    assert!(patched.iter().all(|count| *count > 600), "only {patched:?} patches");
}

/// A list that holds something is never replaced by another; the words of a program are one value.
fn replaces_no_list(before: &Json, patch: &Json, name: &str) {
    for operation in patch.as_array().expect("a list of steps") {
        let (op, path) = (operation["op"].as_str(), operation["path"].as_str().expect("a path"));
        let is_program = path.ends_with("/command") || path.ends_with("/args");
        let list = before.pointer(path).and_then(Json::as_array).is_some_and(|list| !list.is_empty())
            && operation["value"].is_array();
        assert!(!(list && !is_program && matches!(op, Some("add" | "replace"))), "{name}: {operation:#}");
    }
}

/// All lists of up to so many variables out of these, by name and value.
fn lists(variables: &[(&str, &str)], most: usize) -> Vec<Json> {
    let entry = |(name, value): &(&str, &str)| serde_json::json!({"name": name, "value": value});
    let mut lists: Vec<Vec<Json>> = vec![Vec::new()];
    let mut longest = lists.clone();
    for _ in 0..most {
        let longer = |list: &Vec<Json>| variables.iter().map(|next| [&list[..], &[entry(next)]].concat()).collect();
        longest = longest.iter().flat_map(|list| -> Vec<Vec<Json>> { longer(list) }).collect();
        lists.extend(longest.iter().cloned());
    }
    lists.into_iter().map(|env| serde_json::json!({"env": env})).collect()
}

#[test]
fn any_list_is_made_of_any_other() {
    let few = lists(&[("A", "1"), ("A", "2"), ("B", "1"), ("C", "1")], 3);
    let long = lists(&[("A", "1"), ("B", "1"), ("C", "1")], 4);
    assert_eq!((few.len(), long.len()), (85, 121));
    for lists in [few, long] {
        for (before, after) in lists.iter().flat_map(|before| lists.iter().map(move |after| (before, after))) {
            let old = Value::from(before);
            let json = json_patch(&difference(&old, &Value::from(after)), &old);
            let patch: json_patch::Patch = serde_json::from_value(json.clone()).expect("a JSON Patch");
            let mut value = before.clone();
            json_patch::patch(&mut value, &patch).unwrap_or_else(|error| panic!("{before} {after} {error}: {json}"));
            assert_eq!(value, *after, "{before}: {json}");
            replaces_no_list(before, &json, "");
        }
    }
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
    assert!(said > 500 && refused > 100, "{said} said, {refused} refused");
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
