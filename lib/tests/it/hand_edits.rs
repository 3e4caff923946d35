//! People edit what is injected, anywhere and anyhow: the next injection settles, and a removal leaves nothing of ours
//! without a word.

use otel_inject::engine::Task;
use serde_json::{Value as Json, json};

use crate::damage::Random;
use crate::fixtures::{Fixture, below, random};
use crate::formatters::FORMATTERS;
use crate::round_trips::values;

#[test]
fn after_any_edit_an_injection_settles() {
    let rounds = std::env::var("OTEL_INJECT_ROUNDS").map_or(3, |rounds| rounds.parse().expect("a number"));
    let mut edited = 0;
    let mut wrong = Vec::new();
    for (seed, fixture) in below("").into_iter().chain(random()).enumerate() {
        let Ok(injected) = fixture.inject() else { continue };
        let Some(documents) = values(&injected).filter(|_| injected != fixture.text()) else { continue };
        let mut random = Random(seed as u64);
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
            let (removed, said) = removed(&after);
            let is_left = |name: &&str| removed.contains(*name) && !fixture.text().contains(*name);
            if said.is_empty() && NAMES.iter().any(is_left) {
                wrong.push(format!("{}, round {round}: left without a word", fixture.name));
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

/// What an injection leaves wherever it has been, and a person hardly writes.
const NAMES: [&str; 2] = ["opentelemetry-auto-instrumentation", "OTEL_RESOURCE_ATTRIBUTES_"];

/// The text after a removal, and the codes of what was said.
fn removed(fixture: &Fixture) -> (String, Vec<&'static str>) {
    let engine = fixture.engine();
    let report = engine.run(Task::Remove);
    (report.texts[0].to_string(), report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
}

/// The places of all lists that an injection adds to.
fn lists(documents: &[Json]) -> Vec<String> {
    fn collect(value: &Json, at: &str, found: &mut Vec<String>) {
        match value {
            Json::Object(map) => {
                for (key, value) in map {
                    let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                    let known = ["env", "volumeMounts", "volumes", "containers", "initContainers", "tolerations"];
                    if known.contains(&key.as_str()) && value.as_array().is_some_and(|list| !list.is_empty()) {
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
