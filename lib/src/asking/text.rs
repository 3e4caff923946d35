//! Texts that are read as no manifest: whether injection is asked for in them.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::operator::{Annotation, says_yes};

/// What every request has: what follows tells which it is.
static REQUESTS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| ["instrumentation.opentelemetry.io", "sidecar.opentelemetry.io"].map(Finder::new));

/// How else a slash is written: in the path of a JSON Patch (RFC 6901), and in a text of JSON.
const ESCAPED_SLASHES: [&str; 2] = ["~1", "\\/"];
/// What a template fills in.
const FILLED_IN: &str = "{{";

/// Where a text asks for injection, by the key that says so: in a patch, a template, or values that a template is filled
/// with. Comments don't ask, nor does a key that is `false`.
#[must_use]
pub fn requests(text: &str) -> Vec<Range<usize>> {
    let found =
        REQUESTS.iter().flat_map(|finder| finder.find_iter(text.as_bytes()).map(|at| (at, finder.needle().len())));
    let mut requests: Vec<Range<usize>> = found.filter_map(|(at, length)| request(text, at, at + length)).collect();
    requests.sort_by_key(|request| request.start);
    // JSON has no comments.
    if !text.trim_start().starts_with(['{', '[']) || text.trim_start().starts_with(FILLED_IN) {
        without_comments(text, &mut requests);
    }
    requests
}

/// The key that begins with a domain, if it asks.
fn request(text: &str, start: usize, slash: usize) -> Option<Range<usize>> {
    let slashes = ["/"].into_iter().chain(ESCAPED_SLASHES);
    let name = slashes.into_iter().find_map(|form| text[slash..].strip_prefix(form))?;
    let length = name.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').unwrap_or(name.len());
    let key = format!("{}/{}", &text[start..slash], &name[..length]);
    let is_sidecar = key == "sidecar.opentelemetry.io/inject";
    let is_filled_in = key == "instrumentation.opentelemetry.io/inject-" && name[length..].starts_with(FILLED_IN);
    let is_request = is_sidecar || is_filled_in || matches!(Annotation::parse(&key), Some(Annotation::Inject(_)));
    let end = text.len() - name.len() + length;
    (is_request && !is_switched_off(&text[end..])).then_some(start..end)
}

/// Takes out what is in comments of YAML. Each line is looked at once, however much stands in it.
fn without_comments(text: &str, requests: &mut Vec<Range<usize>>) {
    let mut line = 0..0;
    let mut comment = None;
    requests.retain(|request| {
        if request.start >= line.end {
            let start = text[..request.start].rfind('\n').map_or(0, |newline| newline + 1);
            let end = text[request.start..].find('\n').map_or(text.len(), |newline| request.start + newline + 1);
            line = start..end;
            comment = comment_in(&text[line.clone()]).map(|at| start + at);
        }
        comment.is_none_or(|comment| request.start < comment)
    });
}

/// Where the comment of a line begins: at a `#` behind a blank that is not in quotes.
fn comment_in(line: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (None, '#') if before.is_whitespace() => return Some(at),
            // Within a word, an apostrophe is one.
            (None, '"' | '\'') if before.is_whitespace() || "[{,:(".contains(before) => quote = Some(letter),
            (Some(open), _) if open == letter && before != '\\' => quote = None,
            _ => {}
        }
        before = letter;
    }
    None
}

/// Whether the value behind a key says no.
fn is_switched_off(behind: &str) -> bool {
    let is_quote = |letter| matches!(letter, '"' | '\'');
    let Some(value) = behind.trim_start_matches(is_quote).trim_start_matches([' ', '\t']).strip_prefix(':') else {
        return false;
    };
    let value = value.trim_start_matches([' ', '\t']);
    let end = value.find(['\n', '\r', '}', ',']).unwrap_or(value.len());
    // What stands on the next line is not followed: it counts as a request.
    if end == 0 {
        return false;
    }
    let value = value[..end].split(" #").next().unwrap_or_default().trim().trim_matches(is_quote);
    !says_yes(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(text: &str) -> Vec<&str> {
        requests(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_request_is_found_in_patches_templates_and_values() {
        for text in [
            "annotations:\n  instrumentation.opentelemetry.io/inject-java: \"true\"\n",
            "podAnnotations: {\"instrumentation.opentelemetry.io/inject-java\": 'shop/java', a: b}\n",
            "  instrumentation.opentelemetry.io/inject-java: {{ .Values.java | quote }}\n",
            "--set 'podAnnotations.instrumentation.opentelemetry.io/inject-java=true'\n",
            "instrumentation.opentelemetry.io/inject-java:\n  \"true\"\n",
            "a: b # comment\ninstrumentation.opentelemetry.io/inject-java: x\n",
            "{\"note\": \"see #1 and it's\", \"instrumentation.opentelemetry.io/inject-java\": \"true\"}\n",
            "a: {note: \"a #b\", instrumentation.opentelemetry.io/inject-java: \"true\"}\n",
            "note: {a: don't, instrumentation.opentelemetry.io/inject-java: \"true\"}\n",
        ] {
            assert_eq!(asks(text), ["instrumentation.opentelemetry.io/inject-java"], "{text}");
        }
        let patch = "- op: add\n  path: /metadata/annotations/instrumentation.opentelemetry.io~1inject-python\n";
        assert_eq!(asks(patch), ["instrumentation.opentelemetry.io~1inject-python"]);
        assert_eq!(asks("{\"instrumentation.opentelemetry.io\\/inject-java\":\"true\"}").len(), 1);
        assert_eq!(asks("  instrumentation.opentelemetry.io/inject-{{ .Values.language }}: \"true\"\n").len(), 1);
        let both = "sidecar.opentelemetry.io/inject: shop\ninstrumentation.opentelemetry.io/inject-sdk: 'true'\n";
        assert_eq!(asks(both).len(), 2);
    }

    #[test]
    fn what_says_no_or_nothing_is_none() {
        for text in [
            "# instrumentation.opentelemetry.io/inject-java: \"true\"\n",
            "a: \"b\" # don't: instrumentation.opentelemetry.io/inject-java: \"true\"\n",
            "a: b # instrumentation.opentelemetry.io/inject-java: \"true\"\n",
            "instrumentation.opentelemetry.io/inject-java: \"false\"\n",
            "{instrumentation.opentelemetry.io/inject-java: 'False', a: b}\n",
            "instrumentation.opentelemetry.io/inject-java: \"\" # off\n",
            "instrumentation.opentelemetry.io/container-names: web\n",
            "instrumentation.opentelemetry.io/inject-cobol: \"true\"\n",
            "image: instrumentation.opentelemetry.io\n",
            "instrumentation.opentelemetry.io",
        ] {
            assert_eq!(asks(text), Vec::<&str>::new(), "{text}");
        }
    }
}
