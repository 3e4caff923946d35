//! Injections that carry no record are removed by the operator's names: the operator's own output, and ours without a
//! record.

use std::collections::BTreeMap;

use otel_inject::engine::{Role, Source, Task};
use serde_json::Value as Json;

use crate::injection::parity::{comparable, difference, template};
use crate::testing::fixtures::{Fixture, below, random};

const WITHOUT_RECORD: &str = "\
apiVersion: otel-inject.dev/v1alpha1
kind: OtelInject
metadata: {name: none}
spec: {record: false}
";

/// What can't be known of an injection without a record, by kind.
const UNKNOWN: [&str; 5] = [
    // The container's own, of a name that an injection sets, beside what an injection sets; it says so.
    "a variable of its own is taken",
    // Variables of the Instrumentation have any name; it says so.
    "a variable of the Instrumentation is left",
    // An Instrumentation's own value of a joined variable, and a value of nothing but separators.
    "a joined value is another",
    // Pairs that only the Instrumentation gives are left; of a container's own, those are taken that an injection writes.
    "resource attributes are others",
    // A volume, an init container or a shared process namespace that was there before.
    "something of its own has an operator's name",
];

#[test]
fn what_the_operator_makes_is_removed_but_for_what_nobody_knows() {
    let mut tally = Tally::default();
    for fixture in below("parity/cases").into_iter().chain(random()) {
        let expected = fixture.expected.as_ref().expect("a recorded case");
        if expected["outcome"] == "injected" {
            let text = fixture.text();
            let dumped = with_template(text, &expected["template"]);
            tally.count(&fixture, &dumped);
        }
    }
    tally.check(550, 300);
}

#[test]
fn what_is_injected_without_a_record_is_removed_but_for_what_nobody_knows() {
    let mut tally = Tally::default();
    for fixture in below("parity/cases").into_iter().chain(random()) {
        let mut without = fixture.with_text(fixture.text());
        let config = Source { name: "otel.yaml".to_owned(), text: WITHOUT_RECORD.to_owned(), role: Role::Config };
        without.sources.push(config);
        match without.inject() {
            Ok(injected) if injected != fixture.text() => tally.count(&fixture, &injected),
            _ => {}
        }
    }
    tally.check(500, 300);
}

/// How often what could not be known.
#[derive(Default)]
struct Tally {
    cases: usize,
    exact: usize,
    kinds: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

impl Tally {
    fn count(&mut self, fixture: &Fixture, injected: &str) {
        let engine = fixture.with_text(injected).engine();
        let report = engine.run(Task::RemoveByName);
        assert!(!report.has_errors(), "{}: {:?}", fixture.name, report.diagnostics);
        let after = fixture.with_text(&report.texts[0].to_string());
        let again = after.run(Task::RemoveByName);
        assert_eq!(again.as_deref(), Ok(after.text()), "{}: removed again", fixture.name);
        let said: Vec<&str> = report.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        let (mut removed, mut original) = (comparable(&template(after.text())), comparable(&template(fixture.text())));
        self.cases += 1;
        self.exact += usize::from(removed == original);
        let mut kinds = Vec::new();
        for list in ["initContainers", "containers"] {
            let at = format!("/spec/{list}");
            let both = [&mut removed, &mut original].map(|template| template.pointer_mut(&at)?.as_array_mut());
            let [Some(removed), Some(original)] = both else { continue };
            for (removed, original) in removed.iter_mut().zip(original) {
                let [removed, original] = [removed, original].map(|container| {
                    let env = container.as_object_mut().and_then(|container| container.remove("env"));
                    env.and_then(|env| env.as_array().cloned()).unwrap_or_default()
                });
                differing(removed, original, &said, fixture.text(), &mut kinds);
            }
        }
        owned(&mut removed, &mut original, &mut kinds);
        for kind in kinds {
            match kind {
                Ok(kind) => *self.kinds.entry(kind).or_default() += 1,
                Err(why) => self.wrong.push(format!("{}: {why}", fixture.name)),
            }
        }
        self.wrong.extend(difference(&removed, &original, "").map(|why| format!("{}: {why}", fixture.name)));
    }

    #[track_caller]
    fn check(&self, cases: usize, exact: usize) {
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
        let Self { kinds, cases: all, exact: same, .. } = self;
        assert!(*all >= cases && *same >= exact, "{same} exact of {all}, {kinds:?}");
        assert!(kinds.keys().all(|kind| UNKNOWN.contains(kind)), "{kinds:?}");
    }
}

/// Takes out of the original what had the operator's names before there was an injection.
fn owned(removed: &mut Json, original: &mut Json, kinds: &mut Vec<Result<&'static str, String>>) {
    for list in ["initContainers", "volumes"] {
        let is_left = |element: &Json| removed["spec"][list].as_array().is_some_and(|list| list.contains(element));
        let Some(elements) = original.pointer_mut(&format!("/spec/{list}")).and_then(Json::as_array_mut) else {
            continue;
        };
        let before = elements.len();
        elements.retain(|element| {
            let name = element["name"].as_str().unwrap_or_default();
            is_left(element)
                || !["opentelemetry-auto-instrumentation", "otel-a"].iter().any(|prefix| name.starts_with(prefix))
        });
        kinds.extend((elements.len()..before).map(|_| Ok(UNKNOWN[4])));
        if elements.is_empty() {
            original["spec"].as_object_mut().map(|spec| spec.remove(list));
        }
    }
    if removed["spec"]["shareProcessNamespace"].is_null() && original["spec"]["shareProcessNamespace"] == true {
        original["spec"].as_object_mut().map(|spec| spec.remove("shareProcessNamespace"));
        kinds.push(Ok(UNKNOWN[4]));
    }
}

/// What differs between the variables that are left and those that a container had, by kind.
fn differing(
    mut removed: Vec<Json>,
    mut original: Vec<Json>,
    said: &[&str],
    text: &str,
    kinds: &mut Vec<Result<&'static str, String>>,
) {
    removed.retain(|entry| match original.iter().position(|other| other == entry) {
        Some(index) => {
            original.remove(index);
            false
        }
        None => true,
    });
    let is = |name: &'static str| move |entry: &Json| entry["name"] == name;
    let joined = [
        "PYTHONPATH",
        "JAVA_TOOL_OPTIONS",
        "NODE_OPTIONS",
        "LD_LIBRARY_PATH",
        "DOTNET_STARTUP_HOOKS",
        "DOTNET_ADDITIONAL_DEPS",
        "DOTNET_SHARED_STORE",
    ];
    let attributes = is("OTEL_RESOURCE_ATTRIBUTES");
    for entry in &original {
        let name = entry["name"].as_str().unwrap_or_default();
        kinds.push(if attributes(entry) {
            Ok(UNKNOWN[3])
        } else if joined.contains(&name) {
            Ok(UNKNOWN[2])
        } else if said.iter().any(|said| said.starts_with("removed by name") && said.contains(name)) {
            Ok(UNKNOWN[0])
        } else {
            Err(format!("lost without a word: {entry}"))
        });
    }
    for entry in &removed {
        let name = entry["name"].as_str().unwrap_or_default();
        kinds.push(if attributes(entry) {
            Ok(UNKNOWN[3])
        } else if original.iter().any(|other| other["name"] == name) && joined.contains(&name) {
            Ok(UNKNOWN[2])
        } else if text.contains(name) {
            Ok(UNKNOWN[1])
        } else {
            Err(format!("left: {entry}"))
        });
    }
}

/// A stream of documents with another pod template in its workload, as JSON.
fn with_template(text: &str, template: &Json) -> String {
    let mut documents: Vec<Json> = crate::testing::texts::values(text).expect("YAML");
    for document in &mut documents {
        let place = match document["kind"].as_str() {
            Some("Pod") => "",
            Some("CronJob") => "/spec/jobTemplate/spec/template",
            Some(
                "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" | "Rollout" | "ReplicationController",
            ) => "/spec/template",
            _ => continue,
        };
        for part in ["metadata", "spec"] {
            if let Some(place) = document.pointer_mut(place) {
                place[part] = template[part].clone();
            }
        }
    }
    documents.iter().map(|document| format!("---\n{document}\n")).collect()
}
