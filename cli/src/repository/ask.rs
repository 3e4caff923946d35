//! What asks for injection in files that are not done by themselves.

use std::ops::Range;

use otel_inject::asking::requests;
use otel_inject::diagnostic::{Code, Diagnostic, Location, Severity, printable};
use otel_inject::engine::Engine;
use otel_inject::yaml::{self, Kind};

use super::kustomization::Use;
use super::left_out::{Unread, Why, build};

/// Says that a file that is left out asks for injection, if it does. Where nobody can tell what the file is, that is an
/// error: it may be a workload. Of what configures a plugin the Namespaces are read, and an OtelInject is one's own
/// configuration.
pub(crate) fn asks_in_file(text: &str, source: usize, why: &Why, command: &str) -> Option<Diagnostic> {
    let asking = why.asking()?;
    let read = if matches!(why, Why::Listed { used: Use::Plugin, .. }) { read(text) } else { Vec::new() };
    let span = requests(text).into_iter().find(|request| !read.iter().any(|range| range.contains(&request.start)))?;
    let severity = if matches!(why, Why::BesideUnreadable { .. }) { Severity::Error } else { Severity::Warning };
    let asks = said(severity, text, source, span, &asking);
    Some(asks.help(why.instead(command).unwrap_or_default()))
}

/// The documents of what configures a plugin that somebody else looks into.
fn read(text: &str) -> Vec<Range<usize>> {
    let is_read = |document: &str| document.contains("kind: Namespace") || document.contains("otel-inject.dev/");
    yaml::documents(text).into_iter().filter(|range| is_read(&text[range.clone()])).collect()
}

/// Says that a patch asks for injection that is written into a kustomization, of which the build is shown in a folder. Of
/// the annotations that it adds to everything, the engine tells.
pub(crate) fn asks_in_place(text: &str, source: usize, built_in: Option<&str>, command: &str) -> Option<Diagnostic> {
    let keys = keys(text);
    let span = requests(text).into_iter().find(|request| !keys.iter().any(|key| key.contains(&request.start)))?;
    let asks = said(Severity::Warning, text, source, span, "in what this kustomization changes when it builds");
    let help = built_in.map(|folder| format!("see what is built: {}", build(folder, command)));
    Some(asks.help(help.unwrap_or_default()))
}

/// At most so many of what asks is shown to a person who did not ask for more.
const MOST: usize = 5;

impl Unread {
    /// What asks, unless the configuration has it ignored: the first of it for a person, or all.
    pub(crate) fn asks(&self, engine: &Engine, all: bool) -> Vec<Diagnostic> {
        if engine.ignores(Code::LeftOut) { Vec::new() } else { shown(&self.asks, all) }
    }
}

fn shown(asks: &[Diagnostic], all: bool) -> Vec<Diagnostic> {
    if all || asks.len() <= MOST {
        return asks.to_vec();
    }
    let (first, more) = asks.split_at(MOST - 1);
    let message = format!("{} more files that are left out ask for injection", more.len());
    let more = Diagnostic::new(Severity::Warning, Code::LeftOut, message).help("--verbose shows where");
    first.iter().cloned().chain([more]).collect()
}

fn said(severity: Severity, text: &str, source: usize, span: Range<usize>, asking: &str) -> Diagnostic {
    // In the path of a JSON Patch, the slash is written otherwise.
    let key = text[span.clone()].replace("~1", "/");
    let message = format!("{} asks for injection {asking}", printable(&key));
    Diagnostic::new(severity, Code::LeftOut, message).at(Location { source, span })
}

/// Where the keys of a kustomization are: of these the engine tells.
fn keys(text: &str) -> Vec<Range<usize>> {
    let of_document = |range: Range<usize>| {
        let tree = yaml::read(&text[range.clone()]).ok()?;
        let maps = (0..tree.nodes().len()).filter(|node| matches!(tree.kind(*node), Kind::Map | Kind::FlowMap));
        let keys = maps.flat_map(|map| tree.entries(map)).map(|(key, _)| key);
        Some(keys.map(|key| range.start + tree.start(key)..range.start + tree.end(key)).collect::<Vec<_>>())
    };
    yaml::documents(text).into_iter().filter_map(of_document).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "instrumentation.opentelemetry.io/inject-python";

    #[test]
    fn of_a_kustomization_only_what_is_no_annotation_of_its_own_is_told() {
        let common = format!("resources: [a.yaml]\ncommonAnnotations:\n  {KEY}: \"true\"\n");
        assert_eq!(asks_in_place(&common, 0, Some("k"), "inject"), None);
        let patch =
            format!("{common}patches:\n- patch: '[{{op: add, path: /a/{}, value: x}}]'\n", KEY.replace('/', "~1"));
        let told = asks_in_place(&patch, 0, Some("k"), "inject").unwrap();
        assert_eq!(told.message, format!("{KEY} asks for injection in what this kustomization changes when it builds"));
        assert_eq!(told.help, "see what is built: kustomize build k | otel-inject inject");
    }

    #[test]
    fn of_many_that_ask_the_first_are_shown() {
        let asks = vec![Diagnostic::new(Severity::Warning, Code::LeftOut, "asks"); 7];
        let messages = |verbose| shown(&asks, verbose).into_iter().map(|one| one.message).collect::<Vec<_>>();
        assert_eq!(messages(true).len(), 7);
        assert_eq!(messages(false).len(), 5);
        assert_eq!(messages(false)[4], "3 more files that are left out ask for injection");
    }

    #[test]
    fn where_nobody_can_tell_what_it_is_it_is_an_error() {
        let text = format!("metadata: {{annotations: {{{KEY}: \"true\"}}}}\n");
        let by = "kustomization.yaml".to_owned();
        let severity = |why: &Why| asks_in_file(&text, 0, why, "inject").map(|told| told.severity);
        assert_eq!(severity(&Why::BesideUnreadable { by }), Some(Severity::Error));
        assert_eq!(severity(&Why::Chart { folder: ".".to_owned() }), Some(Severity::Warning));
        assert_eq!(severity(&Why::Excluded { pattern: "*".to_owned() }), None);
    }
}
