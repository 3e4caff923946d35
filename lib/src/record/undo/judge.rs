//! What becomes of something that we added and a person edited since.

use crate::inject;
use crate::value::Value;

/// Whose it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HandEdit {
    /// The person's: a variable that would only be set if absent.
    Yours,
    /// A joined value: what is left of it without our pieces.
    Joined {
        /// The person's part.
        rest: String,
    },
    /// Ours all the same: a volume, a mount, a container, a variable that injection always writes.
    Ours,
}

/// Judges an element of a list by its name; `mounts` are the paths of the mounts that its container has from us.
pub(super) fn hand_edit(element: &Value<'_>, mounts: &[&str]) -> HandEdit {
    // Of all elements that are added, only variables have a value or its source, and nothing that a volume has.
    let is_variable = element.as_map().is_some_and(|map| {
        map.get("name").is_some() && map.iter().all(|(key, _)| matches!(key, "name" | "value" | "valueFrom"))
    });
    let name = element.str_at(&["name"]).unwrap_or_default();
    if !is_variable || name == "OTEL_POD_IP" || name == "OTEL_NODE_IP" || name.starts_with("OTEL_RESOURCE_ATTRIBUTES_")
    {
        return HandEdit::Ours;
    }
    let value = element.str_at(&["value"]).unwrap_or_default();
    if name == "OTEL_RESOURCE_ATTRIBUTES" {
        let pairs: Vec<&str> = value.split(',').filter(|pair| !is_our_attribute(pair)).collect();
        return HandEdit::Joined { rest: pairs.join(",") };
    }
    match inject::joined(name) {
        Some(joined) => HandEdit::Joined { rest: (joined.cut)(value, mounts).unwrap_or_default() },
        None => HandEdit::Yours,
    }
}

/// The program that commands are put behind.
const WRAPPER: &str = "opentelemetry-instrument";

/// Judges a command that was put behind a program of ours: what is left of it without the program and its interpreter.
pub(in crate::record) fn hand_edited_command<'s>(command: &Value<'s>) -> Command<'s> {
    let words: Vec<&Value<'s>> = command.as_list().into_iter().flat_map(|list| list.iter()).collect();
    let is_ours = |word: &&Value<'s>| {
        word.as_str().is_some_and(|path| path.starts_with('/') && path.ends_with(&format!("/bin/{WRAPPER}")))
    };
    // Ours is the first word, or the second one behind an interpreter.
    match words.iter().take(2).position(is_ours) {
        Some(index) => Command::Behind { rest: words[index + 1..].iter().copied().cloned().collect() },
        None if words.iter().any(|word| word.text().is_some_and(|text| text.contains(WRAPPER))) => Command::Elsewhere,
        None => Command::Without,
    }
}

/// A command that a person edited.
#[derive(Debug, PartialEq)]
pub(in crate::record) enum Command<'s> {
    /// It still begins with our program.
    Behind {
        /// The person's part.
        rest: Vec<Value<'s>>,
    },
    /// Our program is somewhere in it.
    Elsewhere,
    /// Our program is gone.
    Without,
}

/// Attributes that injection always writes itself, or that refer to a variable of ours.
pub(in crate::record) fn is_our_attribute(pair: &str) -> bool {
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    value.contains("$(OTEL_RESOURCE_ATTRIBUTES_")
        || matches!(key, "service.instance.id" | "service.namespace" | "service.version")
        || (key.starts_with("k8s.") && (key.ends_with(".name") || key.ends_with(".uid")))
}
