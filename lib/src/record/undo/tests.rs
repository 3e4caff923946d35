//! What a record lists, and what is left of a template without it.

use serde_json::{Value as Json, json};

use crate::pointer::{Pointer, Step};
use crate::record::data::{Change, Entry, Neighbour, Spelling};
use crate::record::taken_back::UndoNoteKind;
use crate::yaml;

use super::*;

/// As it was read, so that elements know where they were.
fn read(json: &Json) -> Value<'static> {
    let text = json.to_string();
    let tree = yaml::read(&text).expect("JSON");
    yaml::value(&tree, tree.root().expect("a value")).expect("a value").into_owned()
}

fn at(place: &str) -> Pointer<'static> {
    Pointer::parse(place).expect("a pointer")
}

fn added(place: &str, element: &Json) -> Entry<'static> {
    Entry { at: at(place), change: Change::Added { digest: read(element).digest() } }
}

/// Behind which neighbour an element was.
fn behind(name: Option<&'static str>) -> Neighbour {
    Neighbour { after: name.map(|name| Step::Named { name: name.into(), occurrence: 0 }), lines_before: 0 }
}

fn variable(name: &str, value: &str) -> Json {
    json!({"name": name, "value": value})
}

fn pod(spec: Json) -> Json {
    json!({"metadata": {}, "spec": spec})
}

fn app(env: &[Json]) -> Json {
    pod(json!({"containers": [{"name": "app", "env": env}]}))
}

/// What is left, and what a person is told.
fn left(template: &Json, entries: Vec<Entry<'static>>, purpose: Purpose) -> (Json, Vec<(String, UndoNoteKind)>) {
    let record = Record { languages: Vec::new(), entries };
    let taken = take_back(&record, &read(template), purpose);
    let notes = taken.notes.into_iter().map(|note| (note.at.to_string(), note.kind)).collect();
    (taken.template.to_json(), notes)
}

const ENV: &str = "/spec/containers/app/env";

#[test]
fn only_what_has_the_recorded_name_goes() {
    let other = variable("OTHER", "1");
    let record = vec![added(&format!("{ENV}/OURS"), &other)];
    let told = vec![(format!("{ENV}/OURS"), UndoNoteKind::Missing)];
    assert_eq!(left(&app(std::slice::from_ref(&other)), record, Purpose::Inject), (app(&[other]), told));
}

#[test]
fn a_value_is_the_persons_own_again_before_anything_is_counted() {
    let path = |value: &str| variable("PYTHONPATH", value);
    let agent = "/otel-auto-instrumentation-python";
    let ours = format!("/app:{agent}");
    let change = Change::Replaced { digest: Value::from(ours.as_str()).digest(), spelling: Spelling::text(" /app") };
    let record = vec![Entry { at: at(&format!("{ENV}/PYTHONPATH/value")), change }];
    // A merge of branches brought a second one, which somebody edited.
    let template = app(&[path(&ours), path(&format!("{agent}:/more"))]);
    let told = vec![(format!("{ENV}/PYTHONPATH=1"), UndoNoteKind::PiecesCut)];
    assert_eq!(left(&template, record, Purpose::Inject), (app(&[path("/app"), path("/more")]), told));
}

#[test]
fn what_was_removed_comes_back_behind_a_neighbour_that_was_moved() {
    let [a, b, c] = ["A", "B", "C"].map(|name| variable(name, "1"));
    let removed = Change::Removed { was: behind(Some("A")), spelling: Spelling::text("name: B\nvalue: \"1\"\n") };
    let record = vec![
        Entry { at: at(&format!("{ENV}/B")), change: removed },
        Entry { at: at(&format!("{ENV}/A")), change: Change::Moved { was: behind(None) } },
    ];
    let template = app(&[c.clone(), a.clone()]);
    assert_eq!(left(&template, record, Purpose::Inject), (app(&[a, b, c]), vec![]));
}

#[test]
fn a_list_that_was_empty_keeps_what_a_person_added_since() {
    let (ours, own) = (variable("OURS", "1"), variable("OWN", "1"));
    let empty = Entry { at: at(ENV), change: Change::Respelled { spelling: Spelling::text(" []") } };
    let record = || vec![empty.clone(), added(&format!("{ENV}/OURS"), &ours)];
    let filled = app(&[ours.clone(), own.clone()]);
    assert_eq!(left(&filled, record(), Purpose::Remove), (app(&[own]), vec![]));
    assert_eq!(left(&app(std::slice::from_ref(&ours)), record(), Purpose::Remove), (app(&[]), vec![]));
}

#[test]
fn a_mount_that_loses_its_volume_is_told_once() {
    let mount = |path: &str| json!({"name": "agent", "mountPath": path});
    let volume = json!({"name": "agent", "emptyDir": {}});
    let container = |mounts: Json| json!([{"name": "app", "volumeMounts": mounts}]);
    let template = pod(json!({"containers": container(json!([mount("/moved")])), "volumes": [volume]}));
    let place = "/spec/containers/app/volumeMounts/~1agent";
    let record = vec![added(place, &mount("/agent")), added("/spec/volumes/agent", &volume)];
    let wanted = pod(json!({"containers": container(json!([])), "volumes": []}));
    let told = vec![(place.to_owned(), UndoNoteKind::Taken)];
    assert_eq!(left(&template, record, Purpose::Remove), (wanted, told));
}

#[test]
fn a_copy_of_a_container_has_only_what_is_there() {
    let ours = ["A", "B", "C"].map(|name| variable(name, "1"));
    let containers = |app: &[Json], copy: &[Json]| {
        pod(json!({"containers": [{"name": "app", "env": app}, {"name": "copy", "env": copy}]}))
    };
    let record = ours.iter().map(|one| added(&format!("{ENV}/{}", one["name"].as_str().unwrap_or_default()), one));
    // Of the copy somebody deleted one; nobody misses it there.
    let template = containers(&ours, &ours[..2]);
    assert_eq!(left(&template, record.collect(), Purpose::Inject), (containers(&[], &[]), vec![]));
}

#[test]
fn collections_of_ours_go_from_the_inside() {
    let created = |place: &str| Entry { at: at(place), change: Change::Created };
    let record = vec![created("/metadata"), created("/metadata/annotations"), created("/spec/nodeSelector")];
    let template = json!({
        "metadata": {"annotations": {"otel-inject.dev/injected": "…"}},
        "spec": {"nodeSelector": {"own": "1"}},
    });
    assert_eq!(left(&template, record, Purpose::Remove), (json!({"spec": {"nodeSelector": {"own": "1"}}}), vec![]));
}
