//! Injections under people's and programs' hands: `fixtures/remove` has the edited files, what is left of them after a
//! removal, and what is said.

use std::fs;
use std::path::Path;

use otel_inject::engine::{Engine, Restored, Role, Settings, Task};
use otel_inject::render::summary::{Tense, removal};
use otel_inject::render::text::{File, Style, diagnostics};

use crate::testing::fixtures::root;
use crate::testing::texts::{self, source, values};

fn read(folder: &Path, name: &str) -> Option<String> {
    fs::read_to_string(folder.join(name)).ok()
}

#[test]
fn every_hard_case_comes_out_as_it_says() {
    let root = root().join("remove");
    let original = read(&root, "original.yaml").expect("a file");
    let mut cases = 0;
    for entry in fs::read_dir(&root).expect("a folder") {
        let folder = entry.expect("an entry").path();
        let Some(text) = read(&folder, "edited.yaml") else { continue };
        let case = folder.display();
        let by_name = read(&folder, "args.txt").is_some_and(|arguments| arguments == "--by-name\n");
        let engine = Engine::load(vec![source("edited.yaml", &text, Role::Input)], Settings::default());
        let report = engine.run(if by_name { Task::RemoveByName } else { Task::Remove });
        let result = report.texts[0].to_string();
        assert_eq!(result, read(&folder, "expected.yaml").unwrap_or_else(|| text.clone()), "{case}");
        let mut said = diagnostics(&report.diagnostics, &[File { name: "edited.yaml", text: &text }], Style::Plain);
        if !report.has_errors() {
            if !said.is_empty() {
                said.push('\n');
            }
            said.push_str(&removal(report.entries(), Tense::Done).to_string());
        }
        assert_eq!(said, read(&folder, "said.txt").expect("what is said"), "{case}");
        // What programs do to a text costs no more than its bytes.
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        if name.starts_with("printed-") || name.starts_with("formatted-") {
            assert_eq!(values(&result), values(&original), "{case}");
            assert_eq!(report.workloads[0].restored, Some(Restored::Value), "{case}");
        }
        cases += 1;
    }
    assert!(cases >= 30, "only {cases} cases");
}

#[test]
fn injecting_anew_makes_whole_what_people_damaged() {
    let root = root().join("remove");
    let [original, instrumentation] =
        ["original.yaml", "instrumentation.yaml"].map(|name| read(&root, name).expect("a file"));
    let injected = texts::run(Task::Inject, &original, &instrumentation).0;
    for case in
        ["volume-deleted", "init-container-deleted", "agent-bumped", "fixed-edited", "volume-edited", "merged-twice"]
    {
        let edited = read(&root.join(case), "edited.yaml").expect("a file");
        assert_ne!(edited, injected, "{case}");
        assert_eq!(texts::run(Task::Inject, &edited, &instrumentation).0, injected, "{case}");
    }
    // A copy of an injected container is no sign that somebody else has injected; nothing asks for it.
    let copied = read(&root.join("container-copied"), "edited.yaml").expect("a file");
    let (again, codes) = texts::run(Task::Inject, &copied, &instrumentation);
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(again.matches("OTEL_RESOURCE_ATTRIBUTES_NODE_NAME\n").count(), 2, "{again}");
    assert!(
        again.contains("- name: scheduler\n        image: registry.example.com/shop/scheduler:2.0.1\n      # kept")
    );
}
