//! An injection into any text: done again it changes nothing, and removed it gives back the bytes.

use otel_inject::diagnostic::Code;
use otel_inject::engine::{Engine, Report, Role, Settings, Source, Task};
use otel_inject::yaml::documents;

use super::opinion;

/// Whether the input, which is the first source, was injected; where it was, all that must hold then does.
pub fn examine_injection(sources: &[Source], settings: &Settings) -> Result<bool, String> {
    let before = &sources[0].text;
    let Some(once) = run(before, Task::Inject, sources, settings)? else { return Ok(false) };
    if once == *before {
        return Ok(false);
    }
    let fail = |what: &str, now: &str| Err(format!("{what}\n-- before\n{before}\n-- injected\n{once}\n-- now\n{now}"));
    match run(&once, Task::Inject, sources, settings)? {
        Some(twice) if twice == once => {}
        other => return fail("injected again it is something else", &other.unwrap_or_default()),
    }
    let (were, are) = (documents(before), documents(&once));
    if were.len() != are.len() {
        return fail("there are more documents or fewer", "");
    }
    for (was, is) in were.into_iter().zip(are) {
        if opinion::of(&before[was]).is_some() && opinion::of(&once[is.clone()]).is_none() {
            return fail("the second reader can't read a document any more", &once[is]);
        }
    }
    // What carries a record was not as it is, before somebody ran this.
    if before.contains("otel-inject.dev/") {
        return Ok(true);
    }
    match run(&once, Task::Remove, sources, settings)? {
        Some(removed) if removed == *before => Ok(true),
        other => fail("removed it is something else", &other.unwrap_or_default()),
    }
}

/// The text after a run with it as the input; none after errors, which must change nothing and be none of ours.
fn run(text: &str, task: Task, sources: &[Source], settings: &Settings) -> Result<Option<String>, String> {
    let mut sources = sources.to_vec();
    sources[0] = Source { text: text.to_owned(), role: Role::Input, ..sources[0].clone() };
    let engine = Engine::load(sources, settings.clone());
    let report: Report<'_> = engine.run(task);
    if let Some(bug) = report.diagnostics.iter().find(|diagnostic| diagnostic.code == Code::InternalError) {
        return Err(format!("{bug:?}\n{text}"));
    }
    if !report.has_errors() {
        return Ok(Some(report.texts[0].to_string()));
    }
    if report.texts[0] == *text { Ok(None) } else { Err(format!("something was done in spite of an error\n{text}")) }
}
