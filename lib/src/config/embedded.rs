//! Objects that stand in a configuration: Instrumentations and Namespaces.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::instrumentation::{self, Instrumentation};
use crate::k8s::Object;
use crate::pointer::Step;
use crate::value::Value;

use super::mistake::Part;
use super::reader::Reader;
use super::shape::Shape;

/// A Namespace, for what its annotations ask of its workloads.
#[derive(Debug, Clone, PartialEq)]
pub struct NamespaceObject {
    /// Its name.
    pub name: String,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
}

impl Shape for Instrumentation {
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        is_of_kind(value, "Instrumentation", reader)?;
        let read = instrumentation::read(&value.to_json());
        reader.adopt(read.errors, read.warnings);
        let mut instrumentation = read.instrumentation;
        instrumentation.everywhere = instrumentation.namespace.is_none();
        Some(instrumentation)
    }

    fn schema() -> Json {
        object_of_kind("Instrumentation", instrumentation::API_VERSION)
    }
}

impl Shape for NamespaceObject {
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        is_of_kind(value, "Namespace", reader)?;
        let object = Object(value);
        if object.api_version() != "v1" {
            reader.below(Step::Key("apiVersion".into()), |reader| {
                let message = format!("there is no Namespace of {}", object.api_version());
                reader.wrong(Part::Value, message, "write v1");
            });
        }
        let name = object.name().into_owned();
        if name.is_empty() {
            reader.wrong(
                Part::Value,
                "the Namespace has no name",
                "give it a metadata.name, in quotes where it is a number",
            );
        }
        let annotations = value.at(&["metadata", "annotations"]).filter(|annotations| !annotations.is_null());
        let annotations = annotations.map_or(Some(BTreeMap::new()), |annotations| {
            reader.below(Step::Key("metadata".into()), |reader| {
                reader.below(Step::Key("annotations".into()), |reader| BTreeMap::read(annotations, reader))
            })
        });
        Some(Self { name, annotations: annotations? })
    }

    fn schema() -> Json {
        object_of_kind("Namespace", "v1")
    }
}

fn is_of_kind(value: &Value<'_>, kind: &str, reader: &mut Reader) -> Option<()> {
    if value.as_map().is_none() {
        return reader.wrong_kind(value, "an object", format!("write the whole {kind} here, from apiVersion on"));
    }
    let found = Object(value).kind();
    if found == kind {
        return Some(());
    }
    let message = match found {
        "" => format!("this has no kind, where an object of the kind {kind} belongs"),
        found => format!("this is of the kind {found}, where one of the kind {kind} belongs"),
    };
    reader.wrong(Part::Value, message, format!("write the whole {kind} here, from apiVersion on"));
    None
}

fn object_of_kind(kind: &str, api_version: &str) -> Json {
    json!({
        "type": "object",
        "required": ["apiVersion", "kind", "metadata"],
        "properties": {
            "apiVersion": {"const": api_version},
            "kind": {"const": kind},
            "metadata": {"type": "object", "required": ["name"]},
        },
    })
}
