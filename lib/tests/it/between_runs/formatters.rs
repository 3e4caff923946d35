//! Programs that read and print manifests, between an injection and the next: they cost bytes, and never the value, and
//! beside them a run has nothing to do.

use std::fmt::Write as _;

use otel_inject::engine::{Restored, Task};
use serde_json::{Map, Value as Json};

use crate::testing::fixtures::{Fixture, below, random};
use crate::testing::texts::values;

/// How a program prints a document.
pub type Formatter = fn(&Json) -> String;

pub const FORMATTERS: [(&str, Formatter); 7] = [
    ("as YAML", |value| serde_yaml::to_string(value).unwrap_or_default()),
    ("as YAML with sorted keys", |value| serde_yaml::to_string(&sorted(value)).unwrap_or_default()),
    ("with indented lists", |value| printed(value, &Layout { list: 2, step: 2, quote: Quote::Double })),
    ("in single quotes", |value| printed(value, &Layout { list: 0, step: 2, quote: Quote::Single })),
    ("four columns a step", |value| printed(&sorted(value), &Layout { list: 2, step: 4, quote: Quote::Double })),
    ("as JSON", |value| format!("{value:#}\n")),
    ("as JSON on a line", |value| format!("{value}\n")),
];

#[test]
fn beside_a_formatter_a_second_run_has_nothing_to_do() {
    let mut formatted = [0; FORMATTERS.len()];
    let every = |fixtures: Vec<Fixture>| {
        fixtures.into_iter().flat_map(|fixture| (0..FORMATTERS.len()).map(move |index| (fixture.clone(), index)))
    };
    // Of the many random ones, each is formatted in one way.
    let one = random().into_iter().enumerate().map(|(index, fixture)| (fixture, index % FORMATTERS.len()));
    for (fixture, index) in every(below("")).chain(one) {
        let (name, formatter) = FORMATTERS[index];
        let case = format!("{}, {name}", fixture.name);
        let Ok(injected) = fixture.inject() else { continue };
        if injected == fixture.text() {
            continue;
        }
        let Some(meaning) = values(&injected) else { continue };
        let printed = meaning.iter().map(formatter).collect::<Vec<_>>().join("---\n");
        // Some programs change the meaning of what they print; that is not ours to undo.
        if values(&printed) != Some(meaning) {
            continue;
        }
        formatted[index] += 1;
        let after = fixture.with_text(&printed);
        assert_eq!(after.inject().as_ref(), Ok(&printed), "{case}: injected again");
        let engine = after.engine();
        let report = engine.run(Task::Remove);
        assert!(!report.has_errors(), "{case}: {:?}", report.diagnostics);
        let removed = report.texts[0].to_string();
        // An input that carries an injection itself has another original.
        let original = fixture.with_text(&injected).run(Task::Remove).expect("removed");
        assert_eq!(values(&removed), values(&original), "{case}: removed");
        let restored = report.workloads.iter().filter_map(|workload| workload.restored);
        assert!(
            restored.clone().count() > 0 && restored.clone().all(|restored| restored != Restored::Partly),
            "{case}"
        );
        // What was JSON between the two stays so.
        if name.starts_with("as JSON") {
            let documents = removed.split("---\n").all(|document| serde_json::from_str::<Json>(document).is_ok());
            assert!(documents, "{case}: no JSON any more");
        }
    }
    assert!(formatted.iter().all(|count| *count > 400), "{formatted:?}");
}

fn sorted(value: &Json) -> Json {
    match value {
        Json::Object(map) => {
            let mut entries: Vec<(String, Json)> =
                map.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Json::Object(entries.into_iter().collect())
        }
        Json::Array(list) => list.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

struct Layout {
    /// How far lists are indented below their key.
    list: usize,
    /// How far mappings are.
    step: usize,
    quote: Quote,
}

#[derive(PartialEq)]
enum Quote {
    Single,
    Double,
}

fn printed(value: &Json, layout: &Layout) -> String {
    let mut out = String::new();
    block(value, 0, layout, &mut out);
    out
}

/// A value whose lines are indented so far; the first has its indentation already.
fn block(value: &Json, column: usize, layout: &Layout, out: &mut String) {
    let indent = |out: &mut String, first: bool, column: usize| {
        if !first {
            out.push_str(&" ".repeat(column));
        }
    };
    match value {
        Json::Object(map) if !map.is_empty() => {
            for (index, (key, value)) in map.iter().enumerate() {
                indent(out, index == 0, column);
                let _ = write!(out, "{}:", scalar(&Json::String(key.clone()), layout));
                let below = column + if value.is_array() { layout.list } else { layout.step };
                if is_block(value) {
                    let _ = write!(out, "\n{}", " ".repeat(below));
                    block(value, below, layout, out);
                } else {
                    let _ = writeln!(out, " {}", scalar(value, layout));
                }
            }
        }
        Json::Array(list) if !list.is_empty() => {
            for (index, value) in list.iter().enumerate() {
                indent(out, index == 0, column);
                out.push_str("- ");
                block(value, column + 2, layout, out);
            }
        }
        value => {
            let _ = writeln!(out, "{}", scalar(value, layout));
        }
    }
}

fn is_block(value: &Json) -> bool {
    value.as_object().is_some_and(|map: &Map<String, Json>| !map.is_empty())
        || value.as_array().is_some_and(|list| !list.is_empty())
}

fn scalar(value: &Json, layout: &Layout) -> String {
    match value {
        Json::String(text) if layout.quote == Quote::Single && !text.contains(char::is_control) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        value => value.to_string(),
    }
}
