//! The JSON Schema of a configuration: for editors, and for whoever writes one.

use serde_json::{Value as Json, json};

use super::shape::Shape as _;
use super::spec::Spec;
use super::{API_VERSION, KIND};

/// The JSON Schema (draft 2020-12) of an OtelInject.
#[must_use]
pub fn json_schema() -> Json {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("{KIND} ({API_VERSION})"),
        "type": "object",
        "required": ["apiVersion", "kind", "metadata"],
        "properties": {
            "apiVersion": {"const": API_VERSION},
            "kind": {"const": KIND},
            "metadata": {
                "description": "As of any object of Kubernetes; the name is all that is read.",
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {
                        "description": "By which records know who asked.",
                        "type": "string",
                        "minLength": 1,
                    },
                },
            },
            "spec": Spec::schema(),
        },
        "additionalProperties": false,
    })
}
