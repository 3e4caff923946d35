//! What a text can hold, by searching it for words: most documents need not be read at all.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::asking::may_have_keys;
use crate::k8s::{Kinds, WorkloadKind};

/// What the names of our own annotations and labels begin with.
static OUR_OWN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("otel-inject.dev/"));

/// Whether a text can request injection, in a way that the operator understands or nearly so, or carry a record of one.
pub(crate) fn may_request_injection(text: &str) -> bool {
    OUR_OWN.find(text.as_bytes()).is_some() || may_have_keys(text) || has_escaped_key(text)
}

/// What every injection leaves, with or without a record.
static LEFT: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| ["opentelemetry-auto-instrumentation", "OTEL_RESOURCE_ATTRIBUTES_POD_NAME"].map(Finder::new));

/// Whether a text can hold an injection that carries no record.
pub(crate) fn may_hold_injection(text: &str) -> bool {
    // An escape could hide any name.
    text.contains('\\') || LEFT.iter().any(|needle| needle.find(text.as_bytes()).is_some())
}

/// The kinds of workload.
static WORKLOADS: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| Kinds::known().iter().map(|kind| Finder::new(&kind.kind)).collect());

/// Whether a text can hold a workload. A Namespace or a rule may request injection for it without a word in the text.
pub(crate) fn may_hold_workload(text: &str) -> bool {
    // An escape could hide any name.
    text.contains('\\') || WORKLOADS.iter().any(|kind| kind.find(text.as_bytes()).is_some())
}

/// Whether a text that can't be read may hold a pod template: it names a key that one stands under, or the kind that is
/// one itself.
pub(crate) fn may_hold_template(text: &str) -> bool {
    let named =
        |kind: &WorkloadKind| kind.templates.iter().any(|path| text.contains(path.last_key().unwrap_or(&kind.kind)));
    Kinds::known().iter().any(named)
}

/// Whether a key in double quotes has an escape, which could hide any name.
fn has_escaped_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        let escape = at + found;
        let start = memchr::memrchr(b'\n', &bytes[..escape]).map_or(0, |newline| newline + 1);
        let end = memchr::memchr(b'\n', &bytes[escape..]).map_or(bytes.len(), |newline| escape + newline);
        let closes_key = |at: usize| text[at + 1..end].trim_start().starts_with(':');
        let quoted_before = memchr::memchr(b'"', &bytes[start..escape]).is_some();
        let key_behind = memchr::memchr_iter(b'"', &bytes[escape..end]).any(|quote| closes_key(escape + quote));
        if quoted_before && key_behind {
            return true;
        }
        at = end;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_ask_is_read() {
        assert!(may_request_injection("a:\n  instrumentation.opentelemetry.io/inject-python: 'true'\n"));
        assert!(may_request_injection("\"instrumentation.opentelemetry.i\\u006f/inject\": x\n"));
        assert!(may_request_injection("a:\n  instrumentation.opntelemetry.io/inject-python: 'true'\n"));
        assert!(!may_request_injection("a: \"x\\ny\"\nb: 1\n"));
        assert!(may_hold_workload("kind: CronJob\n") && may_hold_workload("kind: \"Deploy\\u006dent\"\n"));
        assert!(!may_hold_workload("kind: Service\nspec: {}\n"));
        assert!(may_hold_template("kind: Deployment\nspec: {template: {{ toYaml . }}}\n"));
        assert!(
            may_hold_template("kind: Pod\nspec: {{ toYaml . }}\n") && !may_hold_template("kind: Service\n{{ end }}")
        );
        assert!(!may_request_injection("command: [\"sh\", \"-c\", \"echo \\\"a\\\"\"]\n"));
    }
}
