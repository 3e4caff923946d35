//! What becomes of something that we added and a person edited since.

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

/// Judges an element of a list by its name.
pub(super) fn hand_edit(element: &Value<'_>) -> HandEdit {
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
    let cut = |separator: char, ours: &dyn Fn(&str) -> bool| {
        let parts: Vec<&str> = value.split(separator).filter(|part| !ours(part)).collect();
        HandEdit::Joined { rest: parts.join(&separator.to_string()) }
    };
    match name {
        "PYTHONPATH" => cut(':', &|part| part.starts_with("/otel-auto-instrumentation-python")),
        "OTEL_RESOURCE_ATTRIBUTES" => cut(',', &is_our_attribute),
        "LD_LIBRARY_PATH" => cut(':', &|part| part.starts_with("/opt/opentelemetry-webserver/")),
        _ => HandEdit::Yours,
    }
}

/// Attributes that injection always writes itself, or that refer to a variable of ours.
fn is_our_attribute(pair: &str) -> bool {
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    value.contains("$(OTEL_RESOURCE_ATTRIBUTES_")
        || matches!(key, "service.instance.id" | "service.namespace" | "service.version")
        || (key.starts_with("k8s.") && (key.ends_with(".name") || key.ends_with(".uid")))
}
