//! Selection and injection against the recorded cases of the real operator, on values.

mod parity {
    pub(crate) mod cases;
    pub(crate) mod comparable;
}

use std::collections::BTreeSet;

use otel_inject::inject::{Facts, inject};
use otel_inject::instrumentation::{ANNOTATION_PREFIX, Instrumentation, LANGUAGES, read};
use otel_inject::k8s::{Object, StringMap, Workload, effective, workload_kind};
use otel_inject::selection::{Selection, select};
use otel_inject::value::Value;
use parity::cases::{Case, by_hand, random};
use parity::comparable::{comparable, difference};

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
    let exists =
        |kind: &str, name: &str| case.input.iter().any(|json| json["kind"] == kind && json["metadata"]["name"] == name);
    let facts = Facts { workload, exists: &exists };
    let mut template = workload.template()?.clone();
    let refused = match select(&workload, &read.instrumentations, &case.disabled_languages) {
        Selection::Refused(refusal) => Some(refusal),
        Selection::Skipped { .. } => None,
        Selection::Selected { requests, .. } => inject(&mut template, &requests, &facts).err().map(|refusal| *refusal),
    };
    let got = comparable(&template.to_json());
    match (case.outcome.as_str(), refused) {
        ("error", Some(_)) => difference(&got, &untouched, ""),
        ("error", None) => Some("the operator refuses".to_owned()),
        (_, Some(refusal)) => Some(format!("refused: {}", refusal.reason)),
        ("unchanged", None) => difference(&got, &untouched, ""),
        _ => difference(&got, &comparable(&case.template), ""),
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
