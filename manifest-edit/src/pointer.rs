//! Places in a value: steps by key, by index, or by the name of a list's element.

use std::borrow::Cow;
use std::fmt;

use crate::value::{Text, Value};

pub use crate::kubernetes::element_key;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step<'s> {
    /// Into a mapping, by key.
    Key(Text<'s>),
    /// Into a list, by index.
    Index(usize),
    /// Into a list, by the field that names its elements (see [`element_key`]).
    Named {
        /// The element's name.
        name: Text<'s>,
        /// Which of the elements with this name, counted from 0.
        occurrence: usize,
    },
}

impl Step<'_> {
    /// Copies what is borrowed, so that the step outlives its text.
    #[must_use]
    pub fn into_owned(self) -> Step<'static> {
        match self {
            Step::Key(key) => Step::Key(Cow::Owned(key.into_owned())),
            Step::Index(index) => Step::Index(index),
            Step::Named { name, occurrence } => Step::Named { name: Cow::Owned(name.into_owned()), occurrence },
        }
    }
}

/// A path of steps from the root of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer<'s>(pub Vec<Step<'s>>);

impl<'s> Pointer<'s> {
    /// A path of keys.
    #[must_use]
    pub fn keys(keys: &[&'s str]) -> Self {
        Self(keys.iter().map(|key| Step::Key(Cow::Borrowed(*key))).collect())
    }

    /// Reads what `Display` writes: a step below a list whose elements have names ([`element_key`]) is a name, followed
    /// by `=n` if it is not the first of that name; any other step is a key.
    ///
    /// # Errors
    /// If the text is not a JSON Pointer (RFC 6901).
    pub fn parse(text: &str) -> Result<Pointer<'static>, jsonptr::ParseError> {
        let mut steps: Vec<Step<'static>> = Vec::new();
        let mut in_list = false;
        for token in jsonptr::Pointer::parse(text)?.tokens() {
            let token = token.decoded().into_owned();
            let step = if in_list { named(&token) } else { Step::Key(Cow::Owned(token)) };
            in_list = matches!(&step, Step::Key(key) if element_key(key).is_some());
            steps.push(step);
        }
        Ok(Pointer(steps))
    }

    /// This path with one more step.
    #[must_use]
    pub fn join(&self, step: Step<'s>) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }

    /// The last step and the path before it; `None` at the root.
    #[must_use]
    pub fn split_last(&self) -> Option<(&Step<'s>, &[Step<'s>])> {
        self.0.split_last()
    }

    /// The value at this path, if there is one.
    #[must_use]
    pub fn resolve<'v, 't>(&self, value: &'v Value<'t>) -> Option<&'v Value<'t>> {
        resolve(&self.0, value)
    }

    /// Copies what is borrowed, so that the path outlives its text.
    #[must_use]
    pub fn into_owned(self) -> Pointer<'static> {
        Pointer(self.0.into_iter().map(Step::into_owned).collect())
    }
}

/// The value at the end of these steps, if there is one.
#[must_use]
pub fn resolve<'v, 't>(steps: &[Step<'_>], value: &'v Value<'t>) -> Option<&'v Value<'t>> {
    let mut value = value;
    let mut list_key = None;
    for step in steps {
        value = match step {
            Step::Key(key) => {
                list_key = element_key(key);
                value.get(key)?
            }
            Step::Index(index) => value.as_list()?.get(*index)?,
            Step::Named { name, occurrence } => {
                let list = value.as_list()?;
                list.get(position(list, list_key?, name, *occurrence)?)?
            }
        };
    }
    Some(value)
}

/// The value at the end of these steps, if there is one, to change.
pub fn resolve_mut<'v, 't>(steps: &[Step<'_>], value: &'v mut Value<'t>) -> Option<&'v mut Value<'t>> {
    let mut value = value;
    let mut list_key = None;
    for step in steps {
        value = match step {
            Step::Key(key) => {
                list_key = element_key(key);
                value.as_map_mut()?.get_mut(key)?
            }
            Step::Index(index) => value.as_list_mut()?.get_mut(*index)?,
            Step::Named { name, occurrence } => {
                let list = value.as_list_mut()?;
                let index = position(list, list_key?, name, *occurrence)?;
                list.get_mut(index)?
            }
        };
    }
    Some(value)
}

/// The index of the element whose `key` is `name`; of several, the one with number `occurrence`, counted from 0.
#[must_use]
pub fn position(list: &crate::value::List<'_>, key: &str, name: &str, occurrence: usize) -> Option<usize> {
    let named = |(_, value): &(usize, &Value<'_>)| value.get(key).and_then(Value::as_str) == Some(name);
    list.iter().enumerate().filter(named).nth(occurrence).map(|(index, _)| index)
}

/// Splits `name=n` into the name and its number.
fn split_occurrence(text: &str) -> Option<(&str, usize)> {
    if !text.ends_with(|last: char| last.is_ascii_digit()) {
        return None;
    }
    let (name, occurrence) = text.rsplit_once('=')?;
    let digits = !occurrence.is_empty() && occurrence.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| occurrence.parse().ok().map(|occurrence| (name, occurrence))).flatten()
}

fn named(text: &str) -> Step<'static> {
    let (name, occurrence) = split_occurrence(text).unwrap_or((text, 0));
    Step::Named { name: Cow::Owned(name.to_owned()), occurrence }
}

impl fmt::Display for Pointer<'_> {
    /// A JSON Pointer (RFC 6901), in which an element known by name is written as its name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Path(&self.0).fmt(f)
    }
}

/// Part of a [`Pointer`], to be written without copying it.
#[derive(Debug, Clone, Copy)]
pub struct Path<'p, 's>(
    /// The steps.
    pub &'p [Step<'s>],
);

impl fmt::Display for Path<'_, '_> {
    /// As [`Pointer`] is written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Path<'_, '_> {
    /// As [`Pointer`] is written.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::with_capacity(self.0.len() * 32);
        self.write(&mut text);
        text
    }

    /// Appends it to a text.
    pub fn write(self, text: &mut String) {
        for step in self.0 {
            text.push('/');
            match step {
                Step::Key(key) => write_token(text, key),
                Step::Index(index) => text.push_str(&index.to_string()),
                Step::Named { name, occurrence } => {
                    write_token(text, name);
                    if *occurrence > 0 || split_occurrence(name).is_some() {
                        text.push('=');
                        text.push_str(&occurrence.to_string());
                    }
                }
            }
        }
    }
}

impl serde::Serialize for Path<'_, '_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

/// Appends a token of a JSON Pointer, escaped.
fn write_token(out: &mut String, token: &str) {
    let mut rest = token;
    while let Some(at) = memchr::memchr2(b'~', b'/', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(if rest[at..].starts_with('~') { "~0" } else { "~1" });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_found_by_name_and_occurrence() {
        let entry = |name, value| Value::map([("name", Value::from(name)), ("value", Value::from(value))]);
        let value = Value::map([("env", Value::list([entry("A", "1"), entry("B", "2"), entry("A", "3")]))]);
        let at = |name: &'static str, occurrence| {
            Pointer::keys(&["env"]).join(Step::Named { name: name.into(), occurrence }).join(Step::Key("value".into()))
        };
        assert_eq!(at("A", 0).resolve(&value), Some(&Value::from("1")));
        assert_eq!(at("A", 1).resolve(&value), Some(&Value::from("3")));
        assert_eq!(at("A", 2).resolve(&value), None);
        assert_eq!(at("A", 1).to_string(), "/env/A=1/value");
    }

    #[test]
    fn a_path_by_names_is_read_back() {
        for text in [
            "/spec/containers/web/env/A=1/value",
            "/spec/containers/web/volumeMounts/~1otel",
            "/metadata/annotations/a~1b",
            "",
        ] {
            assert_eq!(Pointer::parse(text).expect("a pointer").to_string(), text);
        }
        let odd = Pointer::keys(&["env"]).join(Step::Named { name: "a=1".into(), occurrence: 0 });
        assert_eq!(odd.to_string(), "/env/a=1=0");
        assert_eq!(Pointer::parse("/env/a=1=0").expect("a pointer"), odd);
    }

    #[test]
    fn keys_are_escaped_as_rfc_6901_says() {
        assert_eq!(Pointer::keys(&["a/b", "c~d"]).to_string(), "/a~1b/c~0d");
    }
}
