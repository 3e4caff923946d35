//! Patches carried out by independent programs give what injection wants.

use otel_inject::engine::{Task, Text};
use otel_inject::render::json_patch::json_patch;

use crate::fixtures::{Fixture, below, random};

/// Every input that is there.
fn all() -> impl Iterator<Item = Fixture> {
    below("").into_iter().chain(random())
}

/// Injected and not yet injected, and the other way round.
fn both_ways(fixture: &Fixture) -> impl Iterator<Item = (Task, Fixture)> + '_ {
    let injected = fixture.inject().ok().map(|text| (Task::Remove, fixture.with_text(&text)));
    [(Task::Inject, fixture.with_text(fixture.text()))].into_iter().chain(injected)
}

#[test]
fn a_json_patch_gives_what_is_wanted() {
    let mut patched = [0, 0];
    for fixture in all() {
        for (count, (task, fixture)) in patched.iter_mut().zip(both_ways(&fixture)) {
            let engine = fixture.engine();
            let report = engine.examine(task, |examined| {
                let (Some(wanted), Some(plan)) = (examined.wanted, examined.decision.plan()) else { return };
                let json = json_patch(plan, examined.value);
                let patch: json_patch::Patch = serde_json::from_value(json.clone()).expect("a JSON Patch");
                let mut value = examined.value.to_json();
                let name = format!("{}: {}", fixture.name, examined.object);
                json_patch::patch(&mut value, &patch).unwrap_or_else(|error| panic!("{name}: {error}\n{json:#}"));
                assert_eq!(value, wanted.to_json(), "{name}: {json:#}");
                *count += usize::from(!patch.is_empty());
            });
            assert!(!report.texts.iter().any(Text::is_changed), "{}", fixture.name);
        }
    }
    assert!(patched.iter().all(|count| *count > 600), "only {patched:?} patches");
}
