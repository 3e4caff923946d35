//! The walk over a configuration: where it is, and what was wrong on the way.

use crate::instrumentation;
use crate::pointer::{Pointer, Step};
use crate::value::{Map, Value};

use super::mistake::{Misread, Mistake, Part, suggestion};
use super::shape::Shape;

/// Where a configuration is being read, and what was wrong so far.
#[derive(Debug, Default)]
pub(super) struct Reader {
    at: Pointer<'static>,
    pub(super) errors: Vec<Mistake>,
    pub(super) warnings: Vec<Mistake>,
}

impl Reader {
    /// Reads something one step further down.
    pub(super) fn below<T>(&mut self, step: Step<'static>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.at.0.push(step);
        let read = read(self);
        self.at.0.pop();
        read
    }

    /// Something is wrong here.
    pub(super) fn wrong(&mut self, part: Part, message: impl Into<String>, help: impl Into<String>) {
        let (at, message, help) = (self.at.clone(), message.into(), help.into());
        self.errors.push(Mistake { at, part, message, help });
    }

    /// Something is wrong with the text here.
    pub(super) fn misread(&mut self, Misread { within, message, help }: Misread) {
        self.wrong(Part::Text(within), message, help);
    }

    /// What stands here is of another kind than what belongs here.
    pub(super) fn wrong_kind<T>(&mut self, found: &Value<'_>, wanted: &str, help: impl Into<String>) -> Option<T> {
        self.wrong(Part::Value, format!("this is {}, where {wanted} belongs", found.kind()), help);
        None
    }

    /// The text that stands here.
    pub(super) fn text<'v>(&mut self, value: &'v Value<'_>) -> Option<&'v str> {
        match (value.as_str(), value.text()) {
            (Some(text), _) => Some(text),
            (None, Some(text)) => {
                self.wrong(Part::Value, format!("{text} is no string here"), format!("write it in quotes: \"{text}\""));
                None
            }
            (None, None) => self.wrong_kind(value, "a string", ""),
        }
    }

    /// The fields of what stands here, of which those that are not known are wrong.
    pub(super) fn fields<'v, 's>(&mut self, value: &'v Value<'s>, known: &[&str]) -> Option<&'v Map<'s>> {
        let Some(fields) = value.as_map() else {
            return self.wrong_kind(value, "a mapping", format!("the fields here are {}", known.join(", ")));
        };
        for (key, _) in fields.iter().filter(|(key, _)| !known.contains(key)) {
            self.below(Step::Key(key.to_owned().into()), |reader| {
                reader.wrong(Part::Key, format!("there is no field {key} here"), suggestion(key, known));
            });
        }
        Some(fields)
    }

    /// The value of a field; `None` if it is missing or wrong. Kubernetes takes null for absent.
    pub(super) fn field<T: Shape>(&mut self, fields: &Map<'_>, key: &'static str) -> Option<T> {
        let value = fields.get(key).filter(|value| !value.is_null())?;
        self.below(Step::Key(key.into()), |reader| T::read(value, reader))
    }

    /// What was found in an Instrumentation that stands here.
    pub(super) fn adopt(&mut self, errors: Vec<instrumentation::Mistake>, warnings: Vec<instrumentation::Mistake>) {
        let here = |mistake: instrumentation::Mistake| {
            let mut at = self.at.clone();
            at.0.extend(mistake.at.0);
            Mistake { at, part: Part::Value, message: mistake.message, help: mistake.help }
        };
        let (errors, warnings): (Vec<_>, Vec<_>) =
            (errors.into_iter().map(here).collect(), warnings.into_iter().map(here).collect());
        self.errors.extend(errors);
        self.warnings.extend(warnings);
    }
}
