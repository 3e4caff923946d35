//! What the fields of a configuration can hold: how each is read, and how the JSON Schema describes it. Both come from
//! one definition of the type, so they can't say different things.

use std::collections::BTreeMap;

use serde_json::{Map as JsonMap, Value as Json, json};

use crate::pointer::Step;
use crate::value::Value;

use super::mistake::{Misread, Part};
use super::reader::Reader;

/// How a ConfigMap, whose values are texts, has a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InConfigMap {
    /// The text as it is.
    Word,
    /// `true` or `false`.
    Flag,
    /// The text of a YAML document.
    Yaml,
}

/// What a field can hold.
pub(super) trait Shape: Sized {
    /// How a ConfigMap has it.
    const IN_CONFIG_MAP: InConfigMap = InConfigMap::Yaml;

    /// Reads it; `None` if it is wrong, and then the reader knows why.
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self>;

    /// Its JSON Schema.
    fn schema() -> Json;
}

/// What is made of a text.
pub(super) trait Parsed: Sized {
    /// Reads it.
    fn parse(text: &str) -> Result<Self, Misread>;

    /// Its JSON Schema.
    fn schema() -> Json;
}

impl<T: Parsed> Shape for T {
    const IN_CONFIG_MAP: InConfigMap = InConfigMap::Word;

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.text(value)?;
        T::parse(text).map_err(|misread| reader.misread(misread)).ok()
    }

    fn schema() -> Json {
        T::schema()
    }
}

impl Shape for bool {
    const IN_CONFIG_MAP: InConfigMap = InConfigMap::Flag;

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(*value),
            Value::String(text) if matches!(text.as_ref(), "true" | "false") => {
                reader.wrong(Part::Value, format!("{text:?} is a string here"), format!("write {text} without quotes"));
                None
            }
            other => reader.wrong_kind(other, "true or false", "write true or false, without quotes"),
        }
    }

    fn schema() -> Json {
        json!({"type": "boolean"})
    }
}

impl Parsed for String {
    fn parse(text: &str) -> Result<Self, Misread> {
        Ok(text.to_owned())
    }

    fn schema() -> Json {
        json!({"type": "string"})
    }
}

impl<T: Shape> Shape for Option<T> {
    const IN_CONFIG_MAP: InConfigMap = T::IN_CONFIG_MAP;

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        T::read(value, reader).map(Some)
    }

    fn schema() -> Json {
        T::schema()
    }
}

/// Elements that are wrong are left out, so that the others are read too.
impl<T: Shape> Shape for Vec<T> {
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let Some(list) = value.as_list() else {
            let help = match value.text() {
                Some(text) => format!("write it as a list: [{text:?}]"),
                None => "write each element behind a dash".to_owned(),
            };
            return reader.wrong_kind(value, "a list", help);
        };
        let element = |(index, value)| reader.below(Step::Index(index), |reader| T::read(value, reader));
        Some(list.iter().enumerate().filter_map(element).collect())
    }

    fn schema() -> Json {
        json!({"type": "array", "items": T::schema()})
    }
}

impl<K: Parsed + Ord, V: Shape> Shape for BTreeMap<K, V> {
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let Some(map) = value.as_map() else {
            return reader.wrong_kind(value, "a mapping", "write it as name: value, each on a line of its own");
        };
        let entry = |(key, value): (&str, &Value<'_>)| {
            reader.below(Step::Key(key.to_owned().into()), |reader| {
                let name = K::parse(key).map_err(|misread| reader.wrong(Part::Key, misread.message, misread.help)).ok();
                let value = V::read(value, reader);
                name.zip(value)
            })
        };
        Some(map.iter().filter_map(entry).collect())
    }

    fn schema() -> Json {
        let mut schema = json!({"type": "object", "additionalProperties": V::schema()});
        let names = K::schema();
        if names != <String as Parsed>::schema() {
            schema["propertyNames"] = names;
        }
        schema
    }
}

/// The schema of a mapping with these fields, their descriptions and schemas.
pub(super) fn object_schema(description: &str, fields: &[(&str, &str, Json)]) -> Json {
    let property = |(name, description, schema): &(&str, &str, Json)| {
        let mut described = JsonMap::new();
        described.insert("description".to_owned(), Json::from(description.trim()));
        // What the field says of itself comes before what its type says.
        let of_type = schema.as_object().into_iter().flatten().filter(|(key, _)| *key != "description");
        described.extend(of_type.map(|(key, value)| (key.clone(), value.clone())));
        ((*name).to_owned(), Json::Object(described))
    };
    let properties: JsonMap<String, Json> = fields.iter().map(property).collect();
    json!({
        "description": description.trim(),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// A mapping with fields of which each may be missing: name, field, type and what it is where it is missing.
macro_rules! object {
    (@default) => { Default::default() };
    (@default $default:expr) => { $default };
    (
        $(#[doc = $doc:literal])+
        $name:ident {
            $($(#[doc = $field_doc:literal])+ $key:literal $field:ident: $type:ty $(= $default:expr)?,)*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[doc = $field_doc])+ pub $field: $type,)*
        }

        impl $name {
            #[allow(dead_code)]
            pub(super) const FIELDS: &'static [&'static str] = &[$($key),*];

            /// How a ConfigMap has each field.
            #[allow(dead_code)]
            pub(super) const IN_CONFIG_MAP: &'static [(&'static str, $crate::config::shape::InConfigMap)] =
                &[$(($key, <$type as $crate::config::shape::Shape>::IN_CONFIG_MAP)),*];
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $crate::config::shape::object!(@default $($default)?),)* }
            }
        }

        impl $crate::config::shape::Shape for $name {
            fn read(
                value: &$crate::value::Value<'_>,
                reader: &mut $crate::config::reader::Reader,
            ) -> Option<Self> {
                let mut read = Self::default();
                // What is no mapping keeps its place in a list all the same.
                let Some(fields) = reader.fields(value, Self::FIELDS) else { return Some(read) };
                $(if let Some(value) = reader.field(fields, $key) {
                    read.$field = value;
                })*
                Some(read)
            }

            fn schema() -> serde_json::Value {
                $crate::config::shape::object_schema(
                    concat!($($doc),+),
                    &[$((
                        $key,
                        concat!($($field_doc),+),
                        <$type as $crate::config::shape::Shape>::schema(),
                    )),*],
                )
            }
        }
    };
}

/// One word of several; the first is the default.
macro_rules! choice {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $word_doc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[doc = $word_doc])+ $variant,)+
        }

        impl $name {
            /// As it is written.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                [$(Self::$variant),+][0]
            }
        }

        impl $crate::config::shape::Parsed for $name {
            fn parse(text: &str) -> Result<Self, $crate::config::mistake::Misread> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::config::mistake::unknown_word(text, &[$($word),+])),
                }
            }

            fn schema() -> serde_json::Value {
                serde_json::json!({"enum": [$($word),+]})
            }
        }
    };
}

pub(super) use {choice, object};
