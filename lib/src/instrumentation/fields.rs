//! Fields that an Instrumentation doesn't have. The API server drops them with a warning that few people see.

use serde::de::value::Error as NoValue;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value as Json;

use crate::operator::Language;
use crate::pointer::{Pointer, Step};

use super::{
    About, Agent, ApacheHttpd, Defaults, EnvVar, Exporter, Extension, Go, Java, Mistake, Nginx, Resource, Resources,
    Sampler, Spec, Tls,
};

/// What the walk over a spec finds.
#[derive(Default)]
pub(super) struct Found {
    /// Lists where a mapping belongs: serde would take their elements for fields in order.
    pub(super) errors: Vec<Mistake>,
    /// Fields that are not known.
    pub(super) warnings: Vec<Mistake>,
}

/// Looks at all fields of a spec.
pub(super) fn check(spec: &Json) -> Found {
    let mut found = Found::default();
    below(&Pointer::keys(&["spec"]), "spec", spec, &mut found);
    found
}

fn below(at: &Pointer<'static>, key: &str, json: &Json, found: &mut Found) {
    let Some((fields, is_list)) = fields_of_key(key) else { return };
    match json {
        Json::Array(elements) if is_list => {
            for (index, element) in elements.iter().enumerate() {
                mapping(&at.join(Step::Index(index)), fields, element, found);
            }
        }
        _ => mapping(at, fields, json, found),
    }
}

fn mapping(at: &Pointer<'static>, fields: &[&str], json: &Json, found: &mut Found) {
    match json {
        Json::Object(entries) => {
            for (key, value) in entries {
                let at = at.join(Step::Key(key.clone().into()));
                if fields.contains(&key.as_str()) {
                    below(&at, key, value, found);
                } else {
                    found.warnings.push(unknown(at, key, fields));
                }
            }
        }
        Json::Array(_) => found.errors.push(Mistake {
            about: About::Type,
            at: at.clone(),
            message: "this is a list, where a mapping belongs".to_owned(),
            help: format!("the fields here are {}", fields.join(", ")),
        }),
        _ => {}
    }
}

fn unknown(at: Pointer<'static>, key: &str, fields: &[&str]) -> Mistake {
    let likeness = |field: &&&str| strsim::jaro_winkler(&key.to_lowercase(), &field.to_lowercase());
    let nearest = fields.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let help = match nearest.filter(|field| likeness(field) > 0.7) {
        Some(field) => format!("did you mean {field}?"),
        None => format!("the fields here are {}", fields.join(", ")),
    };
    let about = About::Field;
    Mistake { about, at, message: format!("the operator knows no field {key} here and drops it"), help }
}

/// The fields of what stands below a key, and whether that is a list. The keys of an Instrumentation tell where they
/// stand; what stands below others is Kubernetes' own, or free.
fn fields_of_key(key: &str) -> Option<(&'static [&'static str], bool)> {
    if let Some(language) = Language::ALL.into_iter().find(|language| language.facts().spec_key == Some(key)) {
        return Some((fields_of_language(language)?, false));
    }
    Some(match key {
        "spec" => (fields::<Spec>(), false),
        "exporter" => (fields::<Exporter>(), false),
        "tls" => (fields::<Tls>(), false),
        "resource" => (fields::<Resource>(), false),
        "sampler" => (fields::<Sampler>(), false),
        "defaults" => (fields::<Defaults>(), false),
        "resources" | "resourceRequirements" => (fields::<Resources>(), false),
        "env" | "attrs" => (fields::<EnvVar>(), true),
        "extensions" => (fields::<Extension>(), true),
        _ => return None,
    })
}

/// The fields of a language's settings.
fn fields_of_language(language: Language) -> Option<&'static [&'static str]> {
    Some(match language {
        Language::Java => fields::<Java>(),
        Language::Nodejs | Language::Python | Language::Dotnet => fields::<Agent>(),
        Language::Go => fields::<Go>(),
        Language::ApacheHttpd => fields::<ApacheHttpd>(),
        Language::Nginx => fields::<Nginx>(),
        Language::Sdk => return None,
    })
}

/// The names of a type's fields, as serde knows them: so they are written down only once.
fn fields<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    struct Names<'a>(&'a mut &'static [&'static str]);

    impl<'de> Deserializer<'de> for Names<'_> {
        type Error = NoValue;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NoValue> {
            Err(NoValue::custom("only the names are asked for"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, NoValue> {
            *self.0 = fields;
            self.deserialize_any(visitor)
        }

        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }

    let mut names: &'static [&'static str] = &[];
    // It always fails: a type has names before it has a value.
    let _ = T::deserialize(Names(&mut names));
    names
}
