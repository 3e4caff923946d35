//! Selection and injection against the recorded cases of the real operator, on values.

mod parity {
    pub(crate) mod cases;
    pub(crate) mod comparable;
}

use std::collections::BTreeSet;

use otel_inject::decision::Refusal;
use otel_inject::inject::{Facts, inject};
use otel_inject::instrumentation::{ANNOTATION_PREFIX, Instrumentation, LANGUAGES, read};
use otel_inject::k8s::{Object, StringMap, Workload, effective, workload_kind};
use otel_inject::selection::{Selection, select};
use otel_inject::value::Value;
use parity::cases::{Case, by_hand, random};
use parity::comparable::{comparable, difference};
use serde_json::{Value as Json, json};

/// The cases that don't agree yet, by name.
const NOT_YET: &str = include_str!("parity/not_yet.txt");

#[test]
fn what_asks_only_for_built_languages_comes_out_as_the_operators() {
    let not_yet: BTreeSet<&str> = NOT_YET.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let mut built = [0, 0];
    for (index, cases) in [by_hand(), random()].into_iter().enumerate() {
        for case in cases {
            let differs = differs(&case);
            let only_built = asks_only_for(&case, &["python", "sdk"]);
            built[index] += usize::from(only_built);
            match (differs, not_yet.contains(case.name.as_str())) {
                (Some(why), false) => wrong.push(format!("{}: {why}", case.name)),
                (Some(why), true) if only_built => wrong.push(format!("{} must agree: {why}", case.name)),
                (None, true) => wrong.push(format!("{} agrees now: take it off the list", case.name)),
                _ => {}
            }
            seen.insert(case.name);
        }
    }
    let unknown = not_yet.iter().filter(|name| !seen.contains(**name));
    wrong.extend(unknown.map(|name| format!("{name} is listed, and there is no such case")));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(built, [171, 77], "cases that ask for no other languages than those built: by hand, random");
}

#[test]
fn whatever_stands_in_a_workload_is_decided_without_a_panic() {
    for case in by_hand().iter().step_by(7) {
        let mut read = Read::of(case);
        for object in with_odd_values(&read.object.to_json()) {
            let object = Value::from(&object).into_owned();
            if workload_kind(&object).is_some() {
                read.object = object;
                let workload = read.workload();
                decided(case, &read, &workload, &mut workload.template().cloned().unwrap_or_default());
            }
        }
    }
}

#[test]
fn whatever_stands_in_an_instrumentation_is_read_without_a_panic() {
    let cases = by_hand();
    let instrumentations = cases.iter().flat_map(|case| &case.input).filter(|json| json["kind"] == "Instrumentation");
    for whole in instrumentations.step_by(3) {
        for object in with_odd_values(whole) {
            let read = read(&object);
            assert_eq!(read.instrumentation.valid, read.errors.is_empty());
        }
    }
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

/// A case as the library sees it.
struct Read<'c> {
    object: Value<'c>,
    namespace: Option<String>,
    namespace_object: Value<'c>,
    instrumentations: Vec<Instrumentation>,
}

impl<'c> Read<'c> {
    fn of(case: &'c Case) -> Self {
        let values: Vec<Value<'c>> = case.input.iter().map(Value::from).collect();
        let object = values.iter().find(|value| workload_kind(value).is_some()).expect("a workload").clone();
        let namespace = Object(&object).namespace().map(|namespace| namespace.into_owned());
        let is_namespace = |value: &&Value<'_>| {
            Object(value).kind() == "Namespace" && Some(&*Object(value).name()) == namespace.as_deref()
        };
        let namespace_object = values.iter().find(is_namespace).cloned().unwrap_or_default();
        let instrumentations =
            case.input.iter().filter(|json| json["kind"] == "Instrumentation").map(|json| read(json).instrumentation);
        Self { instrumentations: instrumentations.collect(), object, namespace, namespace_object }
    }

    fn workload(&self) -> Workload<'_, 'c> {
        let annotations = Object(&self.namespace_object).annotations();
        Workload::of(&self.object, self.namespace.as_deref(), annotations).expect("a workload")
    }
}

/// What differs from what the operator did, as compare.py sees it.
fn differs(case: &Case) -> Option<String> {
    let read = Read::of(case);
    let workload = read.workload();
    let untouched = comparable(&workload.template()?.to_json());
    let mut template = workload.template()?.clone();
    let refused = decided(case, &read, &workload, &mut template);
    let got = comparable(&template.to_json());
    match (case.outcome.as_str(), refused) {
        ("error", Some(_)) => difference(&got, &untouched, ""),
        ("error", None) => Some("the operator refuses".to_owned()),
        (_, Some(refusal)) => Some(format!("refused: {}", refusal.reason)),
        ("unchanged", None) => difference(&got, &untouched, ""),
        _ => difference(&got, &comparable(&case.template), ""),
    }
}

/// Selects and injects; why not, where it is refused.
fn decided<'r>(
    case: &Case,
    read: &'r Read<'_>,
    workload: &Workload<'_, '_>,
    template: &mut Value<'r>,
) -> Option<Refusal> {
    let exists =
        |kind: &str, name: &str| case.input.iter().any(|json| json["kind"] == kind && json["metadata"]["name"] == name);
    let facts = Facts { workload: *workload, exists: &exists };
    match select(workload, &read.instrumentations, &case.disabled_languages) {
        Selection::Refused(refusal) => Some(refusal),
        Selection::Skipped { .. } => None,
        Selection::Selected { requests, .. } => inject(template, &requests, &facts).err().map(|refusal| *refusal),
    }
}

/// Whether annotations ask for no other languages than these and those that are switched off.
fn asks_only_for(case: &Case, languages: &[&str]) -> bool {
    let read = Read::of(case);
    let workload = read.workload();
    let pod = workload.pod().map_or_else(StringMap::default, |pod| pod.annotations());
    LANGUAGES.iter().all(|language| {
        let key = format!("{ANNOTATION_PREFIX}inject-{language}");
        let value = effective(&key, pod, workload.namespace_annotations);
        value.is_empty()
            || value.eq_ignore_ascii_case("false")
            || languages.contains(language)
            || case.disabled_languages.iter().any(|disabled| disabled == language)
    })
}
