//! A rule does what a team had done by hand: all of it, and nothing else but what is listed with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Map, Value as Json};

use crate::testing::fixtures::{below, root};

/// Values by their places, steps between slashes: elements of lists by name, mounts by path, attributes by key.
type Values = BTreeMap<String, Json>;

/// What stands for the record, whose text is tested elsewhere.
const RECORD: (&str, &str) = ("metadata/annotations/otel-inject.dev/injected", "…");
/// Mappings that are looked at as a whole.
const WHOLE: [&str; 2] = ["emptyDir", "resources"];
/// What stands behind the place of a list of variables, for their order.
const ORDER: &str = ", in order";

#[test]
fn a_rule_does_what_a_team_had_done_by_hand() {
    let listed = yaml("by-hand/differences.yaml");
    let services = below("by-hand");
    assert_eq!(services.len(), 3);
    for service in services {
        let by_hand = &yaml(&format!("{}/by-hand.yaml", service.name))["template"];
        let (workload, before) = template(service.text());
        let after = template(&service.inject().expect("injected")).1;
        let containers = by_hand["spec"]["containers"].as_array().expect("containers");
        let containers: Vec<&str> = containers.iter().filter_map(|container| container["name"].as_str()).collect();
        let wanted = flattened(by_hand);
        let mut changed = changes(&flattened(&before), &flattened(&after));
        changed.iter_mut().for_each(|(place, value)| only_those(value, place, &wanted));
        let found = changes(&wanted, &changed);
        let found: BTreeSet<String> =
            found.keys().map(|place| said(place, wanted.get(place), changed.get(place))).collect();
        let expected = expected(&listed, &workload, &containers);
        let (unlisted, untrue) = (&found - &expected, &expected - &found);
        let name = service.name;
        assert!(
            unlisted.is_empty() && untrue.is_empty(),
            "{name}: not listed {unlisted:#?}, listed and not so {untrue:#?}"
        );
    }
}

/// A difference on a line.
fn said(place: &str, by_hand: Option<&Json>, injected: Option<&Json>) -> String {
    let said = |value: Option<&Json>| value.map_or_else(|| "nothing".to_owned(), Json::to_string);
    format!("{place}: by hand {}, injected {}", said(by_hand), said(injected))
}

/// The differences that are listed, for one service.
fn expected(listed: &Json, workload: &str, containers: &[&str]) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    for difference in listed.as_array().expect("a list") {
        assert!(difference["why"].as_str().is_some_and(|why| why.ends_with('.')), "no reason: {difference}");
        let at = difference["at"].as_str().expect("a place");
        let line = said(at, difference.get("by-hand"), difference.get("injected")).replace("{workload}", workload);
        let of_all = containers.iter().map(|name| line.replace('*', name).replace("{container}", name));
        expected.extend(of_all);
    }
    expected
}

/// What is other in the second: its value, or null where it has none.
fn changes(before: &Values, after: &Values) -> Values {
    let places: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let other = places.into_iter().filter(|place| before.get(*place) != after.get(*place));
    other.map(|place| (place.clone(), after.get(place).cloned().unwrap_or_default())).collect()
}

/// Of an order of variables, those that were set by hand: the others have places of their own.
fn only_those(value: &mut Json, place: &str, wanted: &Values) {
    if let (Json::Array(names), Some(Json::Array(known))) = (value, wanted.get(place))
        && place.ends_with(ORDER)
    {
        names.retain(|name| known.contains(name));
    }
}

fn flattened(template: &Json) -> Values {
    let mut values = Values::new();
    flatten(template, String::new(), &mut values);
    if let Some(record) = values.get_mut(RECORD.0) {
        *record = RECORD.1.into();
    }
    values
}

fn flatten(value: &Json, place: String, values: &mut Values) {
    let step = |step: &str| if place.is_empty() { step.to_owned() } else { format!("{place}/{step}") };
    match value {
        Json::Object(map) if !map.is_empty() && !WHOLE.iter().any(|whole| place.ends_with(whole)) => {
            map.iter().for_each(|(key, value)| flatten(value, step(key), values));
        }
        Json::Array(list) if list.iter().any(|element| key(element).is_some()) => {
            if place.ends_with("/env") {
                let names = list.iter().map(|variable| variable["name"].clone()).collect();
                values.insert(format!("{place}{ORDER}"), names);
            }
            for element in list {
                let (name, rest) = key(element).unwrap_or_else(|| panic!("{place}: an element without a name"));
                flatten(&rest, step(name), values);
            }
        }
        value => {
            let before = values.insert(place.clone(), value.clone());
            assert_eq!(before, None, "{place} stands twice");
        }
    }
}

/// An element's name, and what else it holds; of a variable its value, of attributes a mapping.
fn key(element: &Json) -> Option<(&str, Json)> {
    let map = element.as_object()?;
    let (name, value) = (map.get("name")?.as_str()?, map.get("value").or(map.get("valueFrom")));
    if let Some(path) = map.get("mountPath") {
        return Some((path.as_str()?, name.into()));
    }
    let rest = match value {
        Some(Json::String(text)) if name == "OTEL_RESOURCE_ATTRIBUTES" => {
            let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
            pairs.map(|(key, value)| (key.to_owned(), value.into())).collect::<Map<_, Json>>().into()
        }
        Some(value) => value.clone(),
        None => {
            let mut rest = map.clone();
            rest.remove("name");
            rest.into()
        }
    };
    Some((name, rest))
}

/// The name and the pod template of the workload in a text.
fn template(text: &str) -> (String, Json) {
    let first = otel_inject::yaml::documents(text).swap_remove(0);
    let tree = otel_inject::yaml::read(&text[first]).expect("YAML");
    let value = otel_inject::yaml::value(&tree, tree.root().expect("a document")).expect("a value").to_json();
    (value["metadata"]["name"].as_str().expect("a name").to_owned(), value["spec"]["template"].clone())
}

fn yaml(name: &str) -> Json {
    let text = fs::read_to_string(root().join(name)).expect("a file");
    serde_yaml::from_str(&text).expect("YAML")
}
