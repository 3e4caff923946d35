//! Which pieces of a value are ours that a person and an injection both write into.

use crate::inject;
use crate::value::Value;

/// The variable that resource attributes are joined in, whatever the language.
pub(super) const ATTRIBUTES: &str = "OTEL_RESOURCE_ATTRIBUTES";

/// What is left of a joined variable without our pieces; `None` if it is not a joined one. `mounts` are the paths at
/// which its container has mounts of ours.
pub(super) fn without_ours(variable: &str, value: &str, mounts: &[&str]) -> Option<String> {
    if variable == ATTRIBUTES {
        let pairs: Vec<&str> = value.split(',').filter(|pair| !is_our_attribute(pair)).collect();
        return Some(pairs.join(","));
    }
    inject::joined(variable).map(|joined| (joined.strip_ours)(value, mounts).unwrap_or_default())
}

/// Whether injection always writes an attribute itself, or the attribute refers to a variable of ours.
pub(super) fn is_our_attribute(pair: &str) -> bool {
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    value.contains("$(OTEL_RESOURCE_ATTRIBUTES_")
        || matches!(key, "service.instance.id" | "service.namespace" | "service.version")
        || (key.starts_with("k8s.") && (key.ends_with(".name") || key.ends_with(".uid")))
}

/// The program that commands are put behind.
const WRAPPER: &str = "opentelemetry-instrument";

/// Where our program is in a command.
#[derive(Debug, PartialEq)]
pub(super) enum Wrapper<'s> {
    /// The command still begins with it.
    InFront {
        /// The person's part.
        rest: Vec<Value<'s>>,
    },
    /// Somewhere else in the command.
    Elsewhere,
    /// It is gone.
    Gone,
}

/// Looks for our program in a command, in front or behind an interpreter.
pub(super) fn wrapper<'s>(command: &Value<'s>) -> Wrapper<'s> {
    let words: Vec<&Value<'s>> = command.as_list().into_iter().flat_map(|list| list.iter()).collect();
    let is_ours = |word: &&Value<'s>| {
        word.as_str().is_some_and(|path| path.starts_with('/') && path.ends_with(&format!("/bin/{WRAPPER}")))
    };
    match words.iter().take(2).position(is_ours) {
        Some(index) => Wrapper::InFront { rest: words[index + 1..].iter().copied().cloned().collect() },
        None if words.iter().any(|word| word.text().is_some_and(|text| text.contains(WRAPPER))) => Wrapper::Elsewhere,
        None => Wrapper::Gone,
    }
}
