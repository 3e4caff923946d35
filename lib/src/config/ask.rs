//! Which Instrumentation a rule asks for.

use std::str::FromStr;

use serde_json::{Value as Json, json};

use crate::value::Value;

use super::label::is_name;
use super::mistake::{Misread, Part};
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

const HELP: &str = "write true for the Instrumentation of the workload's namespace, a name, or namespace/name";

impl FromStr for Ask {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        if text.eq_ignore_ascii_case("false") {
            let help = "leave the language out; a pod template says no with the annotation \"false\", and \
                        disabledLanguages is for all workloads";
            return Err(Misread::whole(text, "a rule can only ask for a language".to_owned(), help));
        }
        let valid = match text.split_once('/') {
            Some((namespace, name)) => is_name(namespace) && is_name(name),
            None => is_name(text),
        };
        if !valid {
            return Err(Misread::whole(text, format!("{text:?} is no name of an Instrumentation"), HELP));
        }
        Ok(Self(text.to_owned()))
    }
}

impl Shape for Ask {
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let text = match value {
            Value::Bool(true) => "true",
            Value::Bool(false) => "false",
            Value::String(text) => text,
            Value::Int(_) | Value::Float(_) => return reader.text(value).and(None),
            other => return reader.wrong_kind(other, "the name of an Instrumentation", HELP),
        };
        text.parse().map_err(|Misread { message, help, .. }| reader.wrong(Part::Value, message, help)).ok()
    }

    fn schema() -> Json {
        json!({"anyOf": [{"const": true}, {"type": "string", "pattern": "^([a-z0-9.-]+/)?[a-z0-9.-]+$"}]})
    }
}
