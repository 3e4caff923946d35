//! People edit what is injected, anywhere and anyhow: the next injection settles, and a removal leaves nothing of ours
//! without a word.

use std::collections::HashSet;

use otel_inject::engine::Task;
use serde_json::{Value as Json, json};

use crate::between_runs::formatters::FORMATTERS;
use crate::damage::Random;
use crate::testing::fixtures::{Fixture, below, random};
use crate::testing::texts::values;

#[test]
fn after_any_edit_an_injection_settles() {
    let rounds = std::env::var("OTEL_INJECT_ROUNDS").map_or(3, |rounds| rounds.parse().expect("a number"));
    // Other edits with another seed; those of a fixture stay the same when others come.
    let seed = std::env::var("OTEL_INJECT_SEED").map_or(0, |seed| seed.parse().expect("a number"));
    let mut edited = 0;
    let mut wrong = Vec::new();
    for fixture in below("").into_iter().chain(random()) {
        let Ok(injected) = fixture.inject() else { continue };
        let Some(documents) = values(&injected).filter(|_| injected != fixture.text()) else { continue };
        let theirs: HashSet<Named> = values(fixture.text()).iter().flatten().flat_map(all_named).collect();
        let ours: HashSet<Named> =
            documents.iter().flat_map(all_named).filter(|named| !theirs.contains(named)).collect();
        let mut random = Random(
            fixture.name.bytes().fold(seed, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte))),
        );
        for round in 0..rounds {
            let mut documents = documents.clone();
            for _ in 0..=round % 4 {
                let lists = lists(&documents);
                if !lists.is_empty() {
                    edit(&mut documents, &lists[random.below(lists.len())], &mut random);
                }
            }
            let print = FORMATTERS[round % FORMATTERS.len()].1;
            let text: String = documents.iter().map(|document| format!("---\n{}", print(document))).collect();
            let after = fixture.with_text(&text);
            let left = left_without_a_word(&after, &ours);
            if !left.is_empty() {
                wrong.push(format!("{}, round {round}: left without a word: {left:?}", fixture.name));
            }
            let Ok(again) = after.inject() else { continue };
            edited += 1;
            let removed = fixture.with_text(&again).run(Task::Remove).unwrap_or_else(|codes| panic!("{codes:?}"));
            if fixture.with_text(&removed).run(Task::Remove).as_ref() != Ok(&removed) {
                wrong.push(format!("{}, round {round}: removed again", fixture.name));
            }
            if fixture.with_text(&again).inject().as_ref() != Ok(&again) {
                wrong.push(format!("{}, round {round}", fixture.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {edited} wrong: {wrong:#?}", wrong.len());
    assert!(edited > 1_000, "only {edited} texts were edited");
}

/// An element of a list by the list's key and its name.
type Named = (String, String);

fn all_named(document: &Json) -> Vec<Named> {
    named(document, &|_| false)
}

/// The elements that have a name, in the lists that an injection adds to, but for those of some names and what is in
/// them.
fn named(value: &Json, without: &dyn Fn(&str) -> bool) -> Vec<Named> {
    let mut found = Vec::new();
    match value {
        Json::Object(map) => {
            for (key, value) in map {
                for element in value.as_array().filter(|_| LISTS.contains(&key.as_str())).into_iter().flatten() {
                    let Some(name) = element["name"].as_str().filter(|name| !without(name)) else { continue };
                    if element["mountPath"].as_str().is_some_and(without) {
                        continue;
                    }
                    let value = element["value"].as_str().unwrap_or_default();
                    let paths = AGENTS.into_iter().filter(|path| value.contains(path));
                    found.extend(paths.map(|path| ("a value".to_owned(), path.to_owned())));
                    // What the edits of this test write is the person's.
                    if !matches!(value, "more=1" | "other") {
                        found.push((key.clone(), name.to_owned()));
                    }
                    found.extend(named(element, without));
                }
                if !LISTS.contains(&key.as_str()) {
                    found.extend(named(value, without));
                }
            }
        }
        Json::Array(list) => found.extend(list.iter().flat_map(|value| named(value, without))),
        _ => {}
    }
    found
}

/// What only an injection had added, that is there after a removal, and that nothing that was said names.
fn left_without_a_word(fixture: &Fixture, ours: &HashSet<Named>) -> Vec<Named> {
    let engine = fixture.engine();
    let report = engine.run(Task::Remove);
    let is_told = |name: &str| report.diagnostics.iter().any(|diagnostic| diagnostic.message.contains(name));
    let documents = values(&report.texts[0].to_string()).unwrap_or_default();
    documents.iter().flat_map(|document| named(document, &is_told)).filter(|named| ours.contains(named)).collect()
}

/// Where agents are.
const AGENTS: [&str; 4] = [
    "/otel-auto-instrumentation-java",
    "/otel-auto-instrumentation-nodejs",
    "/otel-auto-instrumentation-python",
    "/otel-auto-instrumentation-dotnet",
];

/// The lists that an injection adds to.
const LISTS: [&str; 6] = ["env", "volumeMounts", "volumes", "containers", "initContainers", "tolerations"];

/// The places of all lists that an injection adds to.
fn lists(documents: &[Json]) -> Vec<String> {
    fn collect(value: &Json, at: &str, found: &mut Vec<String>) {
        match value {
            Json::Object(map) => {
                for (key, value) in map {
                    let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                    if LISTS.contains(&key.as_str()) && value.as_array().is_some_and(|list| !list.is_empty()) {
                        found.push(at.clone());
                    }
                    collect(value, &at, found);
                }
            }
            Json::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    collect(value, &format!("{at}/{index}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        collect(document, &format!("/{index}"), &mut found);
    }
    found
}

fn edit(documents: &mut [Json], at: &str, random: &mut Random) {
    let (document, below) = at[1..].split_once('/').expect("a place in a document");
    let document = &mut documents[document.parse::<usize>().expect("an index")];
    let Some(list) = document.pointer_mut(&format!("/{below}")).and_then(Json::as_array_mut) else { return };
    if list.is_empty() {
        return;
    }
    let is_env = at.ends_with("/env");
    let (one, other) = (random.below(list.len()), random.below(list.len()));
    match random.below(8) {
        0 => drop(list.remove(one)),
        1 => list.swap(one, other),
        2 => list.insert(other, list[one].clone()),
        3 if is_env => list.insert(one, json!({"name": "OWN", "value": "x"})),
        4 if is_env => list[one]["value"] = json!("other"),
        5 if is_env => list.insert(one, json!({"name": null, "value": "x"})),
        6 if is_env => list.insert(one, json!({"name": "OTEL_RESOURCE_ATTRIBUTES", "value": "more=1"})),
        _ if is_env => list[one]["name"] = json!("RENAMED"),
        _ => list.reverse(),
    }
}
