//! From an object to a configuration, with everything that is wrong with it.

use crate::k8s::Object;
use crate::pointer::{Pointer, Step};
use crate::value::Value;

use super::mistake::{Mistake, Part, suggestion};
use super::reader::Reader;
use super::spec::{OtelInject, Spec};
use super::{API_VERSION, GROUP, KIND, consistency};

/// A configuration and what is wrong with it. With errors it can't be used.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// What was read.
    pub config: OtelInject,
    /// Mistakes, for which it can't be used.
    pub errors: Vec<Mistake>,
    /// What is probably a mistake.
    pub warnings: Vec<Mistake>,
}

/// Reads an object of kind OtelInject.
#[must_use]
pub fn read(object: &Value<'_>) -> Read {
    let mut reader = Reader::default();
    let config = otel_inject(object, &mut reader).unwrap_or_default();
    Read { config, errors: reader.errors, warnings: reader.warnings }
}

const FIELDS: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

fn otel_inject(object: &Value<'_>, reader: &mut Reader) -> Option<OtelInject> {
    if !is_otel_inject(object, reader) {
        return None;
    }
    let fields = object.as_map()?;
    for (key, _) in fields.iter().filter(|(key, _)| !FIELDS.contains(key)) {
        let help =
            if Spec::FIELDS.contains(&key) { "it belongs below spec".to_owned() } else { suggestion(key, &FIELDS) };
        reader.below(Step::Key(key.to_owned().into()), |reader| {
            reader.wrong(Part::Key, format!("there is no field {key} here"), help);
        });
    }
    let name = name(object, reader);
    let spec: Spec = reader.field(fields, "spec").unwrap_or_default();
    check(&spec, reader);
    Some(OtelInject { name, spec })
}

/// What the fields of a spec can't say each on its own.
pub(super) fn check(spec: &Spec, reader: &mut Reader) {
    consistency::check(spec, reader);
}

fn is_otel_inject(object: &Value<'_>, reader: &mut Reader) -> bool {
    let (kind, api_version) = (Object(object).kind(), Object(object).api_version());
    let mut wrong = |key: &'static str, message: String, help: String| {
        reader.below(Step::Key(key.into()), |reader| reader.wrong(Part::Value, message, help));
    };
    if Object(object).group() == GROUP && kind != KIND {
        wrong("kind", format!("there is no kind {kind:?} in the group {GROUP}"), format!("write {KIND}"));
        return false;
    }
    if kind != KIND {
        let found = if kind.is_empty() { "this has no kind".to_owned() } else { format!("this is of the kind {kind}") };
        wrong(
            "kind",
            format!("{found}, where a configuration belongs"),
            format!("give an {KIND} ({API_VERSION}), a ConfigMap of strings, or an Instrumentation"),
        );
        return false;
    }
    if api_version != API_VERSION {
        let message = match api_version {
            "" => format!("the {KIND} has no apiVersion"),
            found => format!("there is no {KIND} of {found}"),
        };
        wrong("apiVersion", message, format!("write {API_VERSION}"));
        return false;
    }
    true
}

fn name(object: &Value<'_>, reader: &mut Reader) -> String {
    const HELP: &str = "give it a metadata.name: records say by it who asked";
    let metadata = Pointer::keys(&["metadata"]);
    match object.at(&["metadata", "name"]) {
        Some(Value::String(name)) if !name.is_empty() => return name.to_string(),
        None | Some(Value::Null | Value::String(_)) => {
            let message = format!("the {KIND} has no name");
            reader.errors.push(Mistake { at: metadata, part: Part::Value, message, help: HELP.to_owned() });
        }
        Some(other) => {
            reader.below(Step::Key("metadata".into()), |reader| {
                reader.below(Step::Key("name".into()), |reader| {
                    reader.text(other);
                });
            });
        }
    }
    String::new()
}
