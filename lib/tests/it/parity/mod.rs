//! The recorded cases of the real operator, from text to text.

mod comparable;

use std::collections::BTreeSet;

use otel_inject::inject::ALL;
use otel_inject::instrumentation::{ANNOTATION_PREFIX, LANGUAGES};
use otel_inject::k8s::{Object, StringMap, Workload, effective, workload_kind};
use otel_inject::value::Value;
use otel_inject::yaml;
use serde_json::Value as Json;

use crate::fixtures::{Fixture, below, random};
use comparable::{comparable, difference};

/// The cases that don't agree yet, by name.
const NOT_YET: &str = include_str!("not_yet.txt");

#[test]
fn what_asks_only_for_built_languages_comes_out_as_the_operators() {
    let not_yet: BTreeSet<&str> = NOT_YET.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let built_languages = ALL.map(|language| language.name);
    let mut built = [0, 0];
    for (index, fixtures) in [below("parity/cases"), random()].into_iter().enumerate() {
        for fixture in fixtures {
            let name = fixture.name.rsplit('/').next().unwrap_or_default().to_owned();
            let differs = differs(&fixture);
            let only_built = asks_only_for(&fixture, &built_languages);
            built[index] += usize::from(only_built);
            match (differs, not_yet.contains(name.as_str())) {
                (Some(why), false) => wrong.push(format!("{name}: {why}")),
                (Some(why), true) if only_built => wrong.push(format!("{name} must agree: {why}")),
                (None, true) => wrong.push(format!("{name} agrees now: take it off the list")),
                _ => {}
            }
            seen.insert(name);
        }
    }
    let unknown = not_yet.iter().filter(|name| !seen.contains(**name));
    wrong.extend(unknown.map(|name| format!("{name} is listed, and there is no such case")));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(built, [212, 145], "cases that ask for no other languages than those built: by hand, random");
}

/// What differs from what the operator did.
fn differs(fixture: &Fixture) -> Option<String> {
    let untouched = comparable(&template(fixture.text()));
    let expected = fixture.expected.as_ref().expect("a recorded case");
    match (expected["outcome"].as_str(), fixture.inject()) {
        (Some("error"), Err(_)) => None,
        (Some("error"), Ok(_)) => Some("the operator refuses".to_owned()),
        (_, Err(codes)) => Some(format!("refused: {}", codes.join(", "))),
        (Some("unchanged"), Ok(text)) => difference(&comparable(&template(&text)), &untouched, ""),
        (_, Ok(text)) => difference(&comparable(&template(&text)), &comparable(&expected["template"]), ""),
    }
}

/// The first workload of a stream.
fn with_workload<T>(text: &str, then: impl FnOnce(&Value<'_>, &[Value<'_>]) -> T) -> T {
    let trees: Vec<_> =
        yaml::documents(text).into_iter().map(|range| yaml::read(&text[range]).expect("YAML")).collect();
    let roots = trees.iter().filter_map(|tree| yaml::value(tree, tree.root()?).ok());
    let objects: Vec<Value<'_>> = roots.collect();
    let workload = objects.iter().find(|object| workload_kind(object).is_some()).expect("a workload");
    then(workload, &objects)
}

fn template(text: &str) -> Json {
    with_workload(text, |object, _| {
        let workload = Workload::of(object, None, StringMap::default()).expect("a workload");
        workload.template().map_or(Json::Null, Value::to_json)
    })
}

/// Whether annotations ask for no other languages than these and those that are switched off.
fn asks_only_for(fixture: &Fixture, languages: &[&str]) -> bool {
    with_workload(fixture.text(), |object, objects| {
        let namespace = Object(object).namespace();
        let is_namespace =
            |object: &&Value<'_>| Object(object).kind() == "Namespace" && Some(Object(object).name()) == namespace;
        let annotations =
            objects.iter().find(is_namespace).map(|object| Object(object).annotations()).unwrap_or_default();
        let workload = Workload::of(object, None, StringMap::default()).expect("a workload");
        let pod = workload.pod().map(|pod| pod.annotations()).unwrap_or_default();
        LANGUAGES.iter().all(|language| {
            let value = effective(&format!("{ANNOTATION_PREFIX}inject-{language}"), pod, annotations);
            value.is_empty()
                || value.eq_ignore_ascii_case("false")
                || languages.contains(language)
                || fixture.settings.disabled_languages.iter().any(|disabled| disabled == language)
        })
    })
}
