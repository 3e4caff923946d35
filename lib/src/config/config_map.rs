//! A configuration as a ConfigMap of strings, as kpt makes one from its arguments: the fields of `spec` by name.
//! Names stand as they are, lists of names between commas, everything else as a YAML text.

use std::borrow::Cow;

use crate::pointer::{Pointer, Step};
use crate::value::Value;
use crate::yaml;

use super::mistake::{Mistake, Part, suggestion};
use super::read::{Read, check};
use super::reader::Reader;
use super::shape::{InConfigMap, Shape as _};
use super::spec::{OtelInject, Spec};

/// What kpt names the one that it makes: one without a name is taken for it.
const NAME: &str = "function-input";

/// Reads a ConfigMap of strings; one without data says nothing, and that is no mistake.
#[must_use]
pub fn read_config_map(object: &Value<'_>) -> Read {
    let mut reader = Reader::default();
    let name = object.str_at(&["metadata", "name"]).unwrap_or(NAME).to_owned();
    let spec = object.get("data").filter(|data| !data.is_null()).map_or_else(Spec::default, |data| {
        reader.below(Step::Key("data".into()), |reader| spec(data, reader)).unwrap_or_default()
    });
    check(&spec, &mut reader);
    let in_data = |mistake: Mistake| Mistake { at: in_data(mistake.at), ..mistake };
    Read {
        config: OtelInject { name, spec },
        errors: reader.errors.into_iter().map(in_data).collect(),
        warnings: reader.warnings.into_iter().map(in_data).collect(),
    }
}

fn spec(data: &Value<'_>, reader: &mut Reader) -> Option<Spec> {
    let fields = reader.fields(data, Spec::FIELDS)?;
    let mut entries = Vec::new();
    for (key, value) in fields.iter().filter(|(key, value)| Spec::FIELDS.contains(key) && !value.is_null()) {
        let value = reader.below(Step::Key(key.to_owned().into()), |reader| field(key, value, reader));
        entries.extend(value.map(|value| (Cow::Owned(key.to_owned()), value)));
    }
    // Read on its own, as a mistake inside of a text has no place of its own in the ConfigMap.
    let mut inner = Reader::default();
    let spec = Spec::read(&Value::Map(entries.into_iter().collect()), &mut inner);
    reader.errors.extend(inner.errors.into_iter().map(in_text));
    reader.warnings.extend(inner.warnings.into_iter().map(in_text));
    spec
}

/// What a field of `spec` would hold.
fn field<'v>(key: &str, value: &'v Value<'_>, reader: &mut Reader) -> Option<Value<'v>> {
    let text = reader.text(value)?;
    if key == "disabledLanguages" {
        let languages = text.split(',').map(str::trim).filter(|language| !language.is_empty());
        return Some(Value::list(languages.map(Value::from)));
    }
    let (_, kind) = Spec::IN_CONFIG_MAP.iter().find(|(field, _)| *field == key)?;
    match kind {
        InConfigMap::Flag => match text {
            "true" | "false" => Some(Value::Bool(text == "true")),
            _ => {
                reader.wrong(
                    Part::Value,
                    format!("{text:?} is neither true nor false"),
                    suggestion(text, &["true", "false"]),
                );
                None
            }
        },
        InConfigMap::Yaml => yaml_text(text, reader),
        InConfigMap::Word => Some(Value::from(text)),
    }
}

/// A YAML text: one document with the value, or a document for each element of a list.
fn yaml_text<'v>(text: &'v str, reader: &mut Reader) -> Option<Value<'v>> {
    let mut values = Vec::new();
    for range in yaml::documents(text) {
        let start = range.start;
        let read =
            yaml::read(&text[range]).and_then(|tree| tree.root().map(|root| yaml::value(&tree, root)).transpose());
        match read {
            Ok(Some(value)) if !value.is_null() => values.push(value.into_owned()),
            Ok(_) => {}
            Err(error) => {
                let (line, column) = crate::diagnostic::line_and_column(text, start + error.offset());
                let message = format!("this text can't be read as YAML: line {line}, column {column} of it: {error}");
                reader.wrong(Part::Key, message, "write it as it would stand below spec");
                return None;
            }
        }
    }
    match values.len() {
        0 => None,
        1 if values[0].as_list().is_some() || values[0].get("kind").is_none() => values.pop(),
        _ => Some(Value::list(values)),
    }
}

/// A mistake inside of a text, with the place in that text in front of the message.
fn in_text(mistake: Mistake) -> Mistake {
    let (field, below) = mistake.at.0.split_at(mistake.at.0.len().min(1));
    let message = match below {
        [] => mistake.message,
        below => format!("{}: {}", Pointer(below.to_vec()), mistake.message),
    };
    let whole = below.is_empty() && mistake.part == Part::Key;
    let part = if whole { Part::Key } else { Part::Value };
    let mut at = Pointer::keys(&["spec"]);
    at.0.extend(field.iter().cloned());
    Mistake { at, part, message, help: mistake.help }
}

/// A place in `spec` as the one in `data`.
fn in_data(at: Pointer<'static>) -> Pointer<'static> {
    match &at.0[..] {
        [Step::Key(spec), field, ..] if spec == "spec" => Pointer::keys(&["data"]).join(field.clone()),
        _ => at,
    }
}
