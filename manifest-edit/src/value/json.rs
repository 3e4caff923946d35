//! Conversion to JSON and back.

use std::borrow::Cow;

use super::{Text, Value};

impl Value<'_> {
    /// This value as JSON. Infinities and not-a-number, which JSON lacks, become null.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::{Number, Value as Json};
        match self {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Int(value) => Number::from_i128(*value).map_or(Json::Null, Json::Number),
            Value::Float(value) => Number::from_f64(*value).map_or(Json::Null, Json::Number),
            Value::String(text) => Json::String(text.to_string()),
            Value::List(list) => Json::Array(list.iter().map(Value::to_json).collect()),
            Value::Map(map) => Json::Object(map.iter().map(|(key, value)| (key.to_owned(), value.to_json())).collect()),
        }
    }
}

impl<'s> From<&'s serde_json::Value> for Value<'s> {
    fn from(json: &'s serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => {
                number.as_i128().map(Value::Int).or_else(|| number.as_f64().map(Value::Float)).unwrap_or_default()
            }
            Json::String(text) => Value::String(Cow::Borrowed(text)),
            Json::Array(values) => Value::list(values.iter().map(Value::from)),
            Json::Object(entries) => {
                let entry = |(key, value): (&'s String, &'s Json)| (Text::from(key.as_str()), Value::from(value));
                Value::Map(entries.iter().map(entry).collect())
            }
        }
    }
}
