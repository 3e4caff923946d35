//! Diagnostics as JSON, for scripts.

use serde_json::{Map, Value as Json, json};

use crate::diagnostic::{Diagnostic, Location};

use super::region::Regions;
use super::text::File;

/// `{"findings": […]}`, with what text says of each, and its place in lines and columns.
#[must_use]
pub fn json(diagnostics: &[Diagnostic], files: &[File<'_>]) -> Json {
    let regions = Regions::of(files);
    json!({"findings": diagnostics.iter().map(|diagnostic| finding(diagnostic, &regions)).collect::<Vec<_>>()})
}

fn finding(diagnostic: &Diagnostic, regions: &Regions<'_>) -> Json {
    let mut finding = Map::new();
    let mut set = |key: &str, value: Json| drop(finding.insert(key.to_owned(), value));
    set("rule", diagnostic.code.as_str().into());
    set("severity", diagnostic.severity.to_string().into());
    set("message", diagnostic.message.as_str().into());
    if let Some(place) = diagnostic.location.as_ref().and_then(|location| place(location, regions)) {
        set("place", place);
    }
    for (key, text) in [("label", &diagnostic.label), ("help", &diagnostic.help), ("field", &diagnostic.field)] {
        if !text.is_empty() {
            set(key, text.as_str().into());
        }
    }
    if let Some(object) = &diagnostic.object {
        let mut reference = json!({"apiVersion": object.api_version, "kind": object.kind, "name": object.name});
        if let Some(namespace) = &object.namespace {
            reference["namespace"] = namespace.as_str().into();
        }
        set("object", reference);
    }
    let related = diagnostic.related.iter().filter_map(|related| {
        let mut place = place(&related.location, regions)?;
        place["label"] = related.label.as_str().into();
        Some(place)
    });
    let related: Vec<Json> = related.collect();
    if !related.is_empty() {
        set("related", related.into());
    }
    Json::Object(finding)
}

fn place(location: &Location, regions: &Regions<'_>) -> Option<Json> {
    let (path, region) = regions.region(location)?;
    Some(json!({
        "path": path,
        "line": region.line,
        "column": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }))
}
