//! Texts that are read as no manifest: whether injection is asked for in them.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::operator::{Annotation, says_yes};

/// What every request has: what follows tells which it is.
static REQUESTS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| ["instrumentation.opentelemetry.io", "sidecar.opentelemetry.io"].map(Finder::new));

/// How a slash is written in the path of a JSON Patch (RFC 6901).
const ESCAPED_SLASH: &str = "~1";

/// Where a text asks for injection, by the key that says so: in a patch, a template, or values that a template is filled
/// with. Comments don't ask, nor does a key that is `false`.
#[must_use]
pub fn requests(text: &str) -> Vec<Range<usize>> {
    let found =
        REQUESTS.iter().flat_map(|finder| finder.find_iter(text.as_bytes()).map(|at| (at, finder.needle().len())));
    let mut requests: Vec<Range<usize>> = found.filter_map(|(at, length)| request(text, at, at + length)).collect();
    requests.sort_by_key(|request| request.start);
    requests
}

/// The key that begins with a domain, if it asks.
fn request(text: &str, start: usize, slash: usize) -> Option<Range<usize>> {
    let name = text[slash..].strip_prefix('/').or_else(|| text[slash..].strip_prefix(ESCAPED_SLASH))?;
    let length = name.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').unwrap_or(name.len());
    let key = format!("{}/{}", &text[start..slash], &name[..length]);
    let is_request =
        key == "sidecar.opentelemetry.io/inject" || matches!(Annotation::parse(&key), Some(Annotation::Inject(_)));
    let end = text.len() - name.len() + length;
    (is_request && !is_comment(text, start) && !is_switched_off(&text[end..])).then_some(start..end)
}

/// Whether a place is in a comment of YAML.
fn is_comment(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line..at];
    before.starts_with('#') || before.contains(" #") || before.contains("\t#")
}

/// Whether the value behind a key says no.
fn is_switched_off(behind: &str) -> bool {
    let is_quote = |letter| matches!(letter, '"' | '\'');
    let Some(value) = behind.trim_start_matches(is_quote).trim_start_matches([' ', '\t']).strip_prefix(':') else {
        return false;
    };
    let line = value.lines().next().unwrap_or_default().trim_start();
    let value = line.split(['}', ',']).next().unwrap_or_default();
    let value = value.split(" #").next().unwrap_or_default().trim().trim_matches(is_quote);
    // What stands on the next line is not followed: it counts as a request.
    !line.is_empty() && !says_yes(value)
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
        ] {
            assert_eq!(asks(text), ["instrumentation.opentelemetry.io/inject-java"], "{text}");
        }
        let patch = "- op: add\n  path: /metadata/annotations/instrumentation.opentelemetry.io~1inject-python\n";
        assert_eq!(asks(patch), ["instrumentation.opentelemetry.io~1inject-python"]);
        let both = "sidecar.opentelemetry.io/inject: shop\ninstrumentation.opentelemetry.io/inject-sdk: 'true'\n";
        assert_eq!(asks(both).len(), 2);
    }

    #[test]
    fn what_says_no_or_nothing_is_none() {
        for text in [
            "# instrumentation.opentelemetry.io/inject-java: \"true\"\n",
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
