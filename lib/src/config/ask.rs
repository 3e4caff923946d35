//! Which Instrumentation a rule asks for.

use serde_json::{Value as Json, json};

use crate::value::Value;

use super::label::is_name;
use super::mistake::Part;
use super::reader::Reader;
use super::shape::Shape;

/// `true`, a name, or namespace/name: what an annotation of the operator's could say, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask(String);

impl Ask {
    /// As an annotation says it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Shape for Ask {
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        const HELP: &str = "write true for the Instrumentation of the workload's namespace, a name, or namespace/name";
        match value {
            Value::Bool(true) => Some(Self("true".to_owned())),
            Value::String(text) if !text.eq_ignore_ascii_case("false") => {
                let valid = match text.split_once('/') {
                    Some((namespace, name)) => is_name(namespace) && is_name(name),
                    None => is_name(text),
                };
                if !valid {
                    let message = format!("{text:?} is no name of an Instrumentation");
                    reader.wrong(Part::Value, message, HELP);
                }
                valid.then(|| Self(text.to_string()))
            }
            Value::Bool(false) | Value::String(_) => {
                let help = "leave the language out; a pod template says no with the annotation \"false\", and \
                            disabledLanguages is for all workloads";
                reader.wrong(Part::Value, "a rule can only ask for a language", help);
                None
            }
            Value::Int(_) | Value::Float(_) => reader.text(value).and(None),
            other => reader.wrong_kind(other, "the name of an Instrumentation", HELP),
        }
    }

    fn schema() -> Json {
        json!({"anyOf": [{"const": true}, {"type": "string", "pattern": "^([a-z0-9.-]+/)?[a-z0-9.-]+$"}]})
    }
}
