//! What the operator knows by name: every language, annotation and release is tried, whatever else is tested of it.

use std::fs;

use otel_inject::engine::{Engine, Role, Settings, Task};
use otel_inject::operator::{Annotation, Language, Release};
use otel_inject_testing::manifests::config;

use crate::testing::fixtures::{below, random, root};
use crate::testing::texts::{configured, done, source};

#[test]
fn every_language_is_known_without_a_record_and_removed_by_its_names() {
    let target = Annotation::GoTarget;
    let pod = format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations: {{{target}: /app}}\nspec:\n  containers:\n  \
         - name: app\n    image: app:1\n"
    );
    for language in Language::ALL {
        let config = config(&format!(
            "  record: false\n  instrumentations:\n  - {{apiVersion: opentelemetry.io/v1alpha1, kind: Instrumentation, \
             metadata: {{name: all}}}}\n  rules:\n  - inject: {{{language}: true}}\n"
        ));
        let (injected, _) = done(&configured(&pod, &config), Task::Inject);
        assert_ne!(injected, pod, "{language}");
        assert_eq!(done(&configured(&injected, &config), Task::Inject).0, injected, "{language}: injected twice");
        let engine = Engine::load(vec![source("web.yaml", &injected, Role::Input)], Settings::default());
        assert_eq!(done(&engine, Task::RemoveByName).0, pod, "{language}");
    }
}

#[test]
fn every_language_has_fixtures_that_inject_it() {
    let fixtures = below("languages");
    for language in Language::ALL {
        let of_language = fixtures.iter().filter(|fixture| fixture.name.starts_with(&format!("languages/{language}-")));
        let injected = of_language.filter(|fixture| {
            let report = fixture.engine();
            let report = report.run(Task::Inject);
            let mut outcomes = report.workloads.iter().flat_map(|workload| workload.decision.outcomes());
            outcomes.any(|outcome| outcome.language == language && outcome.skipped.is_none())
        });
        assert!(injected.count() > 0, "no folder fixtures/languages/{language}-… is injected with it");
    }
}

#[test]
fn every_annotation_stands_in_a_fixture() {
    let fixtures = [below(""), random()].concat();
    for annotation in Annotation::all() {
        let key = annotation.key();
        let found = fixtures.iter().flat_map(|fixture| &fixture.sources).any(|source| {
            source.text.match_indices(key).any(|(at, _)| source.text[at + key.len()..].starts_with([':', '"', '\'']))
        });
        assert!(found, "{annotation}");
    }
}

#[test]
fn the_release_that_is_followed_is_the_one_that_was_recorded() {
    let page = fs::read_to_string(root().join("parity/README.md")).expect("a page");
    assert!(page.contains(Release::LATEST.version), "{page}");
}
