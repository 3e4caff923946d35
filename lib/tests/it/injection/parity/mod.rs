//! The recorded cases of the real operator, from text to text.

mod comparable;

use otel_inject::k8s::{Kinds, StringMap, Workload};
use otel_inject::value::Value;
use otel_inject::yaml;
use serde_json::Value as Json;

use crate::testing::fixtures::{Fixture, below, random};
pub use comparable::{comparable, difference};

#[test]
fn every_recorded_case_comes_out_as_the_operators() {
    let mut wrong = Vec::new();
    let mut counts = [0, 0];
    for (count, fixtures) in counts.iter_mut().zip([below("parity/cases"), random()]) {
        *count = fixtures.len();
        let differ =
            fixtures.iter().filter_map(|fixture| differs(fixture).map(|why| format!("{}: {why}", fixture.name)));
        wrong.extend(differ);
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(counts, [336, 407], "by hand, random");
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
    let workload = objects.iter().find(|object| Kinds::known().of(object).is_some()).expect("a workload");
    then(workload, &objects)
}

pub fn template(text: &str) -> Json {
    with_workload(text, |object, _| {
        let workload = Workload::of(object, None, StringMap::default()).expect("a workload");
        workload.template().map_or(Json::Null, Value::to_json)
    })
}
