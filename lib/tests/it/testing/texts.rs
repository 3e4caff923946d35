//! Texts as inputs of the engine, and what becomes of them.

use std::ops::Range;

use otel_inject::engine::{Engine, Report, Role, Settings, Source, Task};
use otel_inject::value::Value;
use otel_inject::yaml::{documents, read, value};

/// A file by its name.
pub fn source(name: &str, text: &str, role: Role) -> Source {
    Source { name: name.to_owned(), text: text.to_owned(), role }
}

/// An engine with a file of workloads, `web.yaml`, and one of Instrumentations beside it, `python.yaml`.
pub fn engine(input: &str, reference: &str) -> Engine {
    let sources = vec![source("web.yaml", input, Role::Input), source("python.yaml", reference, Role::Reference)];
    Engine::load(sources, Settings::default())
}

/// An engine with a file of workloads, `web.yaml`, and a configuration, `otel.yaml`.
pub fn configured(input: &str, config: &str) -> Engine {
    let sources = vec![source("web.yaml", input, Role::Input), source("otel.yaml", config, Role::Config)];
    Engine::load(sources, Settings::default())
}

/// The codes of what was said.
pub fn codes(report: &Report<'_>) -> Vec<&'static str> {
    report.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

/// The first text after a task that must go well, and the codes of what was said.
#[track_caller]
pub fn done(engine: &Engine, task: Task) -> (String, Vec<&'static str>) {
    let report = engine.run(task);
    assert!(!report.has_errors(), "{}\n{:?}", engine.sources()[0].text, report.diagnostics);
    (report.texts[0].to_string(), codes(&report))
}

/// [`done`] with a file of workloads and one of Instrumentations.
#[track_caller]
pub fn run(task: Task, input: &str, reference: &str) -> (String, Vec<&'static str>) {
    done(&engine(input, reference), task)
}

/// Injects, again, and removes, with either kind of line end; gives back what was injected.
#[track_caller]
pub fn round_trip(text: &str, run: impl Fn(Task, &str) -> String) -> String {
    let [injected, _] = [text.to_owned(), text.replace('\n', "\r\n")].map(|text| {
        let once = run(Task::Inject, &text);
        assert_ne!(once, text);
        assert_eq!(run(Task::Inject, &once), once, "injected again:\n{text}");
        assert_eq!(run(Task::Remove, &once), text, "removed");
        once
    });
    injected
}

/// What the documents of a text mean; `None` if one of them can't be read.
pub fn values(text: &str) -> Option<Vec<serde_json::Value>> {
    let meaning = |range: Range<usize>| {
        let tree = read(&text[range]).ok()?;
        let value = tree.root().map_or(Ok(Value::Null), |root| value(&tree, root));
        Some(value.ok()?.to_json())
    };
    documents(text).into_iter().map(meaning).collect()
}
