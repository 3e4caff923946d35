//! Texts as inputs of the engine, and what becomes of them.

use otel_inject::engine::{Engine, Report, Role, Settings, Source, Task};

/// An engine with a file of workloads, `web.yaml`, and one of Instrumentations beside it, `python.yaml`.
pub fn engine(input: &str, reference: &str) -> Engine {
    let source = |name: &str, text: &str, role| Source { name: name.to_owned(), text: text.to_owned(), role };
    let sources = vec![source("web.yaml", input, Role::Input), source("python.yaml", reference, Role::Reference)];
    Engine::load(sources, Settings::default())
}

/// The codes of what was said.
pub fn codes(report: &Report<'_>) -> Vec<&'static str> {
    report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// The text after a task that must go well, and the codes of what was said.
#[track_caller]
pub fn run(task: Task, input: &str, reference: &str) -> (String, Vec<&'static str>) {
    let engine = engine(input, reference);
    let report = engine.run(task);
    assert!(!report.has_errors(), "{input}\n{:?}", report.diagnostics);
    (report.texts[0].to_string(), codes(&report))
}

/// Injects, again, and removes, with either kind of line end; gives back what was injected.
#[track_caller]
pub fn there_and_back(text: &str, reference: &str) -> String {
    let [injected, _] = [text.to_owned(), text.replace('\n', "\r\n")].map(|text| {
        let once = run(Task::Inject, &text, reference).0;
        assert_ne!(once, text);
        assert_eq!(run(Task::Inject, &once, reference).0, once, "injected again:\n{text}");
        assert_eq!(run(Task::Remove, &once, reference).0, text, "removed");
        once
    });
    injected
}
