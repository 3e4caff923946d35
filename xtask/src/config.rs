//! The JSON Schema of OtelInject, and the fields in its page: both from the library's types.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use otel_inject::config::json_schema;
use serde_json::Value;

use crate::repository::{Findings, Repository};

const SCHEMA: &str = "schemas/otel-inject.schema.json";
const PAGE: &str = "docs/otelinject.md";
/// What stands below this line of the page is generated.
const MARKER: &str = "<!-- generated: cargo xtask generate -->\n";

pub(crate) fn chore(repository: &Repository, findings: &mut Findings) -> Result<()> {
    let schema = json_schema();
    findings.generated.push((SCHEMA.to_owned(), format!("{schema:#}\n")));
    let page = repository.text(PAGE)?;
    let written = page.find(MARKER).with_context(|| format!("{PAGE} has no line {MARKER}"))? + MARKER.len();
    let mut page = page[..written].to_owned();
    fields("spec", &schema["properties"]["spec"], &mut page)?;
    findings.generated.push((PAGE.to_owned(), page));
    Ok(())
}

/// The fields of a mapping, then those of the mappings in it.
fn fields(path: &str, schema: &Value, page: &mut String) -> Result<()> {
    let Some(properties) = schema["properties"].as_object() else { return Ok(()) };
    let closed = schema["additionalProperties"] == false;
    if !closed {
        return Ok(());
    }
    write!(page, "\n### {path}\n\n| field | is | |\n|---|---|---|\n")?;
    for (name, property) in properties {
        let description = property["description"].as_str().unwrap_or_default().replace('|', "\\|");
        writeln!(page, "| `{name}` | {} | {description} |", kind(property))?;
    }
    for (name, property) in properties {
        fields(&format!("{path}.{name}"), property, page)?;
        fields(&format!("{path}.{name}[]"), &property["items"], page)?;
    }
    Ok(())
}

/// What a field is, in a few words.
fn kind(schema: &Value) -> String {
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().filter_map(Value::as_str).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    if schema["anyOf"].is_array() {
        return "`true` or a string".to_owned();
    }
    let of_elements = |schema: &Value| match schema["properties"]["kind"]["const"].as_str() {
        Some(kind) => kind.to_owned(),
        None => kind(schema),
    };
    match schema["type"].as_str() {
        Some("array") => format!("list: {}", of_elements(&schema["items"])),
        Some("object") if schema["additionalProperties"].is_object() => {
            let keys = match schema["propertyNames"]["enum"].as_array() {
                Some(_) => "by language",
                None => "by name",
            };
            format!("mapping {keys}: {}", kind(&schema["additionalProperties"]))
        }
        Some("object") => "mapping".to_owned(),
        Some(kind) => kind.to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_is_told_in_a_few_words() {
        assert_eq!(kind(&json!({"enum": ["a", "b"]})), "`a`, `b`");
        assert_eq!(kind(&json!({"type": "array", "items": {"type": "string"}})), "list: string");
        let by_language = json!({
            "type": "object",
            "additionalProperties": {"type": "string"},
            "propertyNames": {"enum": ["java"]},
        });
        assert_eq!(kind(&by_language), "mapping by language: string");
    }
}
