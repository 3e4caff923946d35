//! Whatever stands in a document, there is an answer: never a panic, never a bug of ours.

use otel_inject::diagnostic::Code;
use otel_inject::engine::Task;
use otel_inject::yaml;
use serde_json::{Value as Json, json};

use crate::testing::fixtures::{Fixture, below};

#[test]
fn something_odd_in_any_place_is_answered() {
    let mut tried = 0;
    for fixture in below("parity/cases").iter().step_by(30).flat_map(odd_variants) {
        for task in [Task::Inject, Task::Remove] {
            let engine = fixture.engine();
            let report = engine.run(task);
            let bug = report.diagnostics.iter().find(|diagnostic| diagnostic.code == Code::InternalError);
            assert_eq!(bug, None, "{}: {}", fixture.name, fixture.text());
        }
        tried += 1;
    }
    assert!(tried > 2_000, "only {tried} documents were tried");
}

#[test]
fn what_was_injected_around_something_odd_is_taken_back() {
    let mut injected = 0;
    for fixture in below("languages").iter().flat_map(odd_variants) {
        let Ok(once) = fixture.inject() else { continue };
        if once == fixture.text() {
            continue;
        }
        injected += 1;
        let after = fixture.with_text(&once);
        assert_eq!(after.inject().as_ref(), Ok(&once), "{}: injected twice", fixture.text());
        assert_eq!(after.run(Task::Remove).as_deref(), Ok(fixture.text()), "removed");
    }
    assert!(injected > 1_500, "only {injected} documents were injected");
}

/// The same fixture many times, each with something odd in another place of one of its documents.
fn odd_variants(fixture: &Fixture) -> Vec<Fixture> {
    let documents = objects(fixture);
    let mut variants = Vec::new();
    for (index, whole) in documents.iter().enumerate() {
        for odd in with_odd_values(whole) {
            let mut documents = documents.clone();
            documents[index] = odd;
            let texts: Vec<String> = documents.iter().map(Json::to_string).collect();
            variants.push(fixture.with_text(&texts.join("\n---\n")));
        }
    }
    variants
}

fn objects(fixture: &Fixture) -> Vec<Json> {
    let text = fixture.text();
    let value = |range: std::ops::Range<usize>| {
        let tree = yaml::read(&text[range]).expect("YAML");
        yaml::value(&tree, tree.root().expect("a root")).expect("a value").to_json()
    };
    yaml::documents(text).into_iter().map(value).collect()
}

/// The same value many times, each with something odd in another place.
fn with_odd_values(whole: &Json) -> Vec<Json> {
    let odd = [json!(null), json!([]), json!({}), json!("x"), json!(1), json!([null]), json!([{}])];
    let with = |place: &str, odd: &Json| {
        let mut object = whole.clone();
        *object.pointer_mut(place).expect("a place") = odd.clone();
        object
    };
    places(whole, "").iter().flat_map(|place| odd.iter().map(|odd| with(place, odd)).collect::<Vec<_>>()).collect()
}

/// All places in a value, as JSON pointers.
fn places(json: &Json, at: &str) -> Vec<String> {
    let below: Vec<(String, &Json)> = match json {
        Json::Object(entries) => {
            let token = |key: &str| key.replace('~', "~0").replace('/', "~1");
            entries.iter().map(|(key, value)| (format!("{at}/{}", token(key)), value)).collect()
        }
        Json::Array(values) => {
            values.iter().enumerate().map(|(index, value)| (format!("{at}/{index}"), value)).collect()
        }
        _ => Vec::new(),
    };
    let mut all = vec![at.to_owned()];
    all.extend(below.into_iter().flat_map(|(at, value)| places(value, &at)));
    all
}
