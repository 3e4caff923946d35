//! From standard input to the answer: what is printed, what people are told, and whether it failed.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use otel_inject::config::Mode;
use otel_inject::diagnostic::{Code, Diagnostic, Severity, line_and_column};
use otel_inject::engine::{Engine, Role, Settings, Source};
use otel_inject::render::repeated::said_once;
use otel_inject::render::text::{self, File, Style};
use otel_inject::yaml::append_results;

use crate::resource_list::ResourceList;
use crate::results::results;
use crate::run::{Done, run};

/// What the function has to say.
#[derive(Debug)]
pub(crate) struct Answer {
    /// What is printed: the same shape as what came in; nothing where that failed and has no place for results.
    pub(crate) stdout: String,
    /// For people: errors first, then all diagnostics, then a line for each workload.
    pub(crate) people: String,
    /// Whether nothing was done.
    pub(crate) failed: bool,
}

/// Answers a text. A bug of ours becomes an answer too: kustomize and kpt need a ResourceList even then.
pub(crate) fn answer(text: String, references: Vec<Source>, settings: Settings) -> Answer {
    let mut sources = vec![Source { name: "<stdin>".to_owned(), text, role: Role::Input }];
    sources.extend(references);
    let engine = Engine::load(sources, settings);
    let text = engine.sources()[0].text.as_str();
    let list = ResourceList::of(text);
    let list = list.as_ref();
    let files = engine.files();
    let Ok(done) = catch_unwind(AssertUnwindSafe(|| run(&engine))) else {
        let diagnostic = bug_diagnostic("a bug of otel-inject; see standard error");
        return failure(list, text, &[diagnostic], &files);
    };
    if done.has_errors() {
        return failure(list, text, &done.diagnostics, &files);
    }
    let Done { after, diagnostics, summary } = done;
    let mut people = match engine.mode() {
        // Of findings each place is of interest.
        Mode::Lint => text::diagnostics(&diagnostics, &files, Style::Plain),
        Mode::Inject | Mode::Verify => text::diagnostics(&said_once(&diagnostics), &files, Style::Plain),
    };
    if !people.is_empty() && !summary.is_empty() {
        people.push('\n');
    }
    people.push_str(&summary);
    if after.trim().is_empty() && !text.trim().is_empty() {
        // What runs us would delete everything.
        let diagnostic = bug_diagnostic("the result is empty, a bug of otel-inject");
        return failure(list, text, &[diagnostic], &files);
    }
    let is_validator = engine.mode() != Mode::Inject;
    let validated = list.filter(|_| is_validator).and_then(|list| without_items(list, &mut people));
    let after = validated.map_or(after, Cow::Owned);
    let stdout = with_results(list, after, &diagnostics, &mut people);
    Answer { stdout, people, failed: false }
}

/// What is said where there is no answer at all.
pub(crate) fn bug(what: &str) -> String {
    format!(
        "error: this is a bug of otel-inject-fn {}: {what}\nPlease report it, with the input if you can: {}/issues\n",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
    )
}

fn bug_diagnostic(what: &str) -> Diagnostic {
    Diagnostic::new(Severity::Error, Code::InternalError, what).help("please report it")
}

/// A list that results can be added to.
const WITHOUT_ITEMS: &str = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n";

/// Nothing is done: the items as they came, with the reasons, where the shape has a place for them.
fn failure(list: Option<&ResourceList<'_>>, text: &str, diagnostics: &[Diagnostic], files: &[File<'_>]) -> Answer {
    let mut people = short(diagnostics, files);
    people.push_str(&text::diagnostics(diagnostics, files, Style::Plain));
    let stdout = list.map_or_else(String::new, |_| {
        // With a key twice the list takes no results. Nobody reads items of a failure, so these go.
        let results = results(diagnostics, list);
        append_results(text, &results).or_else(|_| append_results(WITHOUT_ITEMS, &results)).unwrap_or_default()
    });
    Answer { stdout, people, failed: true }
}

/// The answer of a validator, where it is one without items.
fn without_items(list: &ResourceList<'_>, people: &mut String) -> Option<String> {
    let answer = list.without_items()?;
    people.push_str("nothing is given back, as kustomize asks of validators; among transformers this leaves nothing\n");
    Some(answer)
}

/// The answer with its results, if a ResourceList came in.
fn with_results(
    list: Option<&ResourceList<'_>>,
    after: Cow<'_, str>,
    diagnostics: &[Diagnostic],
    people: &mut String,
) -> String {
    if diagnostics.is_empty() || list.is_none() {
        return after.into_owned();
    }
    append_results(&after, &results(diagnostics, list)).unwrap_or_else(|error| {
        people.push_str(&format!("warning: no results were added: {error}\n"));
        after.into_owned()
    })
}

/// The first error in at most four lines, since that is all that kpt shows; then a blank line.
fn short(diagnostics: &[Diagnostic], files: &[File<'_>]) -> String {
    let mut errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let Some(first) = errors.next() else { return String::new() };
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = format!("error[{}]: {}\n", first.code, one_line(&first.message));
    let place = first.location.as_ref().and_then(|location| {
        let file = files.get(location.source)?;
        let (line, column) = line_and_column(file.text, location.span.start.min(file.text.len()));
        Some(format!("{}:{line}:{column}", file.name))
    });
    let object = first.object.as_ref().map(|object| format!("in {object}"));
    let at: Vec<String> = object.into_iter().chain(place).collect();
    if !at.is_empty() {
        out.push_str(&format!("  {}\n", one_line(&at.join(", "))));
    }
    if !first.help.is_empty() {
        out.push_str(&format!("  help: {}\n", one_line(&first.help)));
    }
    out.push_str(&match errors.count() {
        0 => "  nothing was changed\n\n".to_owned(),
        1 => "  there is 1 more error, and nothing was changed\n\n".to_owned(),
        more => format!("  there are {more} more errors, and nothing was changed\n\n"),
    });
    out
}

#[cfg(test)]
mod tests {
    use otel_inject::diagnostic::{Location, ObjectRef};

    use super::*;

    fn refusal() -> Diagnostic {
        let object = ObjectRef {
            api_version: "apps/v1".to_owned(),
            kind: "Deployment".to_owned(),
            namespace: Some("cxtm".to_owned()),
            name: "web".to_owned(),
        };
        Diagnostic::new(Severity::Error, Code::MalformedWorkload, "it can't be done")
            .at(Location { source: 0, span: 6..9 })
            .about(&object, String::new())
            .help("do something else")
    }

    #[test]
    fn a_failure_is_understood_from_four_lines() {
        let text = "kind: ResourceList\n";
        let files = [File { name: "<stdin>", text }];
        let answer = failure(None, text, &[refusal(), refusal(), refusal()], &files);
        assert!(
            answer.people.starts_with(
                "error[malformed-workload]: it can't be done\n  in Deployment cxtm/web, <stdin>:1:7\n  help: do something \
                 else\n  there are 2 more errors, and nothing was changed\n\nerror[malformed-workload]: it can't be done\n --> "
            ),
            "{}",
            answer.people
        );
        assert_eq!((answer.stdout.as_str(), answer.failed), ("", true));
    }

    #[test]
    fn a_failed_resource_list_keeps_its_items() {
        let text = "kind: ResourceList\nitems:\n- a: 1\n";
        let answer = failure(ResourceList::of(text).as_ref(), text, &[refusal()], &[File { name: "<stdin>", text }]);
        assert!(answer.stdout.starts_with(&format!("{text}results:\n- ")), "{}", answer.stdout);
        assert!(answer.failed);
    }
}
