//! What a text can hold, by searching it for words: most documents need not be read at all.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::inventory::Holds;
use crate::asking::may_have_keys;
use crate::k8s::{Kinds, TemplatePath, WorkloadKind};

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
    text.contains('\\') || shows_injection(text)
}

/// Whether a text names what every injection leaves.
pub(crate) fn shows_injection(text: &str) -> bool {
    LEFT.iter().any(|needle| needle.find(text.as_bytes()).is_some())
}

/// What stands in texts that are no YAML: templates that nobody rendered, and what git leaves of a merge.
static UNRENDERED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("{{"));
static UNMERGED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<<<<<<< "));

/// Whether a text looks like one that can't be read. That is only told, so that nobody takes it for looked at.
pub(crate) fn may_be_unreadable(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Templates within a value are YAML all the same.
    let begins_value = |at: usize| {
        let before = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        before.is_none_or(|byte| matches!(byte, b'\n' | b':' | b'-'))
    };
    UNMERGED.find(bytes).is_some() || UNRENDERED.find_iter(bytes).any(begins_value)
}

/// The words of the kinds of workload that a run knows.
#[derive(Debug)]
pub(crate) struct WorkloadWords {
    /// The name of each kind and, where other objects have that name too, its group.
    kinds: Vec<(Finder<'static>, Option<Finder<'static>>)>,
    /// The keys that pod templates stand under, or the kind that is one itself.
    templates: Vec<Finder<'static>>,
}

impl WorkloadWords {
    pub(crate) fn of(kinds: &Kinds) -> Self {
        let finder = |word: &str| Finder::new(word).into_owned();
        let last_keys = |kind: &WorkloadKind| {
            let last_key = |path: &TemplatePath| path.last_key().unwrap_or(&kind.kind).to_owned();
            kind.templates.iter().map(last_key).collect::<Vec<String>>()
        };
        let templates: BTreeSet<String> = kinds.iter().flat_map(last_keys).collect();
        let group = |kind: &WorkloadKind| Holds::is_named(&kind.kind).then(|| finder(&kind.group));
        Self {
            kinds: kinds.iter().map(|kind| (finder(&kind.kind), group(kind))).collect(),
            templates: templates.iter().map(|key| finder(key)).collect(),
        }
    }

    /// Whether a text can hold a workload. A Namespace or a rule may request injection for it without a word in the
    /// text.
    pub(crate) fn may_hold_workload(&self, text: &str) -> bool {
        let is_in = |finder: &Finder<'_>| finder.find(text.as_bytes()).is_some();
        // An escape could hide any name.
        text.contains('\\') || self.kinds.iter().any(|(kind, group)| is_in(kind) && group.as_ref().is_none_or(is_in))
    }

    /// Whether a text that can't be read may hold a pod template.
    pub(crate) fn may_hold_template(&self, text: &str) -> bool {
        self.templates.iter().any(|key| key.find(text.as_bytes()).is_some())
    }
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
        assert!(!may_request_injection("command: [\"sh\", \"-c\", \"echo \\\"a\\\"\"]\n"));
    }

    #[test]
    fn a_workload_is_known_by_its_kind_and_where_that_is_not_enough_by_its_group() {
        let words = WorkloadWords::of(Kinds::known());
        assert!(words.may_hold_workload("kind: CronJob\n"));
        assert!(words.may_hold_workload("kind: \"Deploy\\u006dent\"\n"));
        assert!(words.may_hold_workload("apiVersion: serving.knative.dev/v1\nkind: Service\n"));
        assert!(!words.may_hold_workload("apiVersion: v1\nkind: Service\nspec: {}\n"));
        assert!(words.may_hold_template("kind: Deployment\nspec: {template: {{ toYaml . }}}\n"));
        assert!(words.may_hold_template("kind: Pod\nspec: {{ toYaml . }}\n"));
        assert!(!words.may_hold_template("kind: Service\n{{ end }}"));
    }
}
