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

impl HandEdit {
    /// An option of ours brings the blank before it, also where it is the first.
    fn without_leading_blanks(self) -> Self {
        match self {
            HandEdit::Joined { rest } => HandEdit::Joined { rest: rest.trim_start().to_owned() },
            other => other,
        }
    }
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
        "JAVA_TOOL_OPTIONS" => cut(' ', &is_our_java_option).without_leading_blanks(),
        "NODE_OPTIONS" => {
            let rest = value.replace(&format!(" {NODE_OPTION}"), "").replace(NODE_OPTION, "");
            HandEdit::Joined { rest }.without_leading_blanks()
        }
        "DOTNET_STARTUP_HOOKS" | "DOTNET_ADDITIONAL_DEPS" | "DOTNET_SHARED_STORE" => {
            cut(':', &|part| part.starts_with("/otel-auto-instrumentation-dotnet/"))
        }
        "OTEL_RESOURCE_ATTRIBUTES" => cut(',', &is_our_attribute),
        "LD_LIBRARY_PATH" => cut(':', &|part| part.starts_with("/opt/opentelemetry-webserver/")),
        _ => HandEdit::Yours,
    }
}

/// An option and its argument, parted by a blank like the options themselves.
const NODE_OPTION: &str = "--require /otel-auto-instrumentation-nodejs/autoinstrumentation.js";

fn is_our_java_option(option: &str) -> bool {
    ["-javaagent:", "-Dotel.javaagent.extensions="]
        .iter()
        .filter_map(|name| option.strip_prefix(name))
        .any(|path| path.starts_with("/otel-auto-instrumentation-java-"))
}

/// Attributes that injection always writes itself, or that refer to a variable of ours.
fn is_our_attribute(pair: &str) -> bool {
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    value.contains("$(OTEL_RESOURCE_ATTRIBUTES_")
        || matches!(key, "service.instance.id" | "service.namespace" | "service.version")
        || (key.starts_with("k8s.") && (key.ends_with(".name") || key.ends_with(".uid")))
}
