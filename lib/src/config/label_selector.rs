//! Label selectors, in the syntax of `kubectl get --selector`.

use std::ops::Range;
use std::str::FromStr;

use serde_json::{Value as Json, json};

use super::label::{is_label_key, is_label_value};
use crate::value::Value;

use super::mistake::{Misread, Part};
use super::reader::Reader;
use super::shape::Shape;

/// Requirements of labels, all of which have to hold. One without any selects everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelSelector(Vec<Requirement>);

/// What one label has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Exists,
    Missing,
    In(Vec<String>),
    /// Holds also where the label is missing.
    NotIn(Vec<String>),
}

impl LabelSelector {
    /// Whether labels, as their texts are found by key, are what is required.
    pub fn matches<T: AsRef<str>>(&self, label: impl Fn(&str) -> Option<T>) -> bool {
        self.0.iter().all(|Requirement { key, test }| {
            let found = label(key);
            let among =
                |values: &[String]| found.as_ref().is_some_and(|found| values.iter().any(|v| v == found.as_ref()));
            match test {
                Test::Exists => found.is_some(),
                Test::Missing => found.is_none(),
                Test::In(values) => among(values),
                Test::NotIn(values) => !among(values),
            }
        })
    }
}

impl FromStr for LabelSelector {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let mut parser = Parser { text, at: 0 };
        let mut requirements = Vec::new();
        if parser.peek().is_none() {
            return Ok(Self::default());
        }
        loop {
            requirements.push(parser.requirement()?);
            match parser.next() {
                None => return Ok(Self(requirements)),
                Some((_, ",")) => {}
                Some((at, found)) => {
                    let help = "write a comma between requirements, as in tier=backend,app in (web, api)";
                    return Err(misread(at..at + found.len(), format!("{found} is not expected here"), help));
                }
            }
        }
    }
}

impl Shape for LabelSelector {
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        if let Some(labels) = value.as_map() {
            let label = |(key, value): (&str, &Value<'_>)| format!("{key}={}", value.text().unwrap_or_default());
            let selector = labels.iter().map(label).collect::<Vec<_>>().join(",");
            let message = "this is a mapping, where a label selector belongs";
            reader.wrong(Part::Value, message, format!("write it as one string: \"{selector}\""));
            return None;
        }
        let text = reader.text(value)?;
        text.parse().map_err(|misread| reader.misread(misread)).ok()
    }

    fn schema() -> Json {
        json!({"type": "string"})
    }
}

fn misread(within: Range<usize>, message: String, help: &str) -> Misread {
    Misread { within, message, help: help.to_owned() }
}

const OPERATORS: &str =
    "write =, ==, !=, in (…) or notin (…); the key alone asks that it is there, !key that it is not";

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    /// The next token and where it begins, without going on.
    fn peek(&self) -> Option<(usize, &'t str)> {
        let rest = self.text[self.at..].trim_start();
        let at = self.text.len() - rest.len();
        let signs = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"];
        if let Some(sign) = signs.into_iter().find(|sign| rest.starts_with(sign)) {
            return Some((at, &rest[..sign.len()]));
        }
        let ends = |c: char| c.is_whitespace() || "=!(),<>".contains(c);
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        (!word.is_empty()).then_some((at, word))
    }

    fn next(&mut self) -> Option<(usize, &'t str)> {
        let (at, token) = self.peek()?;
        self.at = at + token.len();
        Some((at, token))
    }

    fn requirement(&mut self) -> Result<Requirement, Misread> {
        let negated = self.peek().is_some_and(|(_, token)| token == "!");
        if negated {
            self.next();
        }
        let key = self.key()?;
        if negated {
            return Ok(Requirement { key, test: Test::Missing });
        }
        let test = match self.peek() {
            None | Some((_, ",")) => Test::Exists,
            Some((at, operator)) => {
                self.next();
                match operator {
                    "=" | "==" => Test::In(vec![self.value()?]),
                    "!=" => Test::NotIn(vec![self.value()?]),
                    "in" => Test::In(self.values()?),
                    "notin" => Test::NotIn(self.values()?),
                    _ => {
                        let message = format!("{operator} behind the key {key} is no operator of label selectors here");
                        return Err(misread(at..at + operator.len(), message, OPERATORS));
                    }
                }
            }
        };
        Ok(Requirement { key, test })
    }

    fn key(&mut self) -> Result<String, Misread> {
        let end = self.text.len();
        let (at, key) = self.next().unwrap_or((end, ""));
        if is_label_key(key) {
            return Ok(key.to_owned());
        }
        let found = if key.is_empty() { "the selector ends".to_owned() } else { format!("{key} stands") };
        let message = format!("{found} where the key of a label belongs");
        Err(misread(at..at + key.len(), message, "write a key such as tier or app.kubernetes.io/name"))
    }

    /// A value; none at all is the empty one, as in Kubernetes.
    fn value(&mut self) -> Result<String, Misread> {
        let (at, value) = match self.peek() {
            None | Some((_, "," | ")")) => return Ok(String::new()),
            Some(found) => found,
        };
        self.next();
        if is_label_value(value) {
            return Ok(value.to_owned());
        }
        let help = "values are of at most 63 letters, digits, - _ and ., without quotes";
        Err(misread(at..at + value.len(), format!("{value} is no value of a label"), help))
    }

    fn values(&mut self) -> Result<Vec<String>, Misread> {
        let help = "write the values in parentheses, as in app in (web, api)";
        let end = self.text.len();
        let expect = |found: Option<(usize, &str)>, wanted: &str| match found {
            Some((_, found)) if found == wanted => Ok(()),
            found => {
                let (at, found) = found.unwrap_or((end, "the end"));
                let length = if at == end { 0 } else { found.len() };
                Err(misread(at..at + length, format!("{found} stands where {wanted} belongs"), help))
            }
        };
        expect(self.next(), "(")?;
        if let Some((at, ")")) = self.peek() {
            return Err(misread(at..at + 1, "there are no values in the parentheses".to_owned(), help));
        }
        let mut values = vec![self.value()?];
        while self.peek().is_some_and(|(_, token)| token == ",") {
            self.next();
            values.push(self.value()?);
        }
        expect(self.next(), ")")?;
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(selector: &str) -> bool {
        let labels = [("tier", "backend"), ("app.kubernetes.io/name", "web"), ("empty", "")];
        let selector: LabelSelector = selector.parse().unwrap_or_else(|error| panic!("{selector}: {error:?}"));
        selector.matches(|key| labels.iter().find(|(name, _)| *name == key).map(|(_, value)| *value))
    }

    #[test]
    fn all_requirements_have_to_hold() {
        for selector in [
            "",
            "  ",
            "tier",
            "tier=backend",
            "tier == backend",
            "tier!=frontend",
            "other!=x",
            "!other",
            "! other",
            "tier in (frontend,backend)",
            "tier notin (frontend, other),app.kubernetes.io/name=web",
            "other notin (x)",
            "empty=",
            "empty,tier",
            "empty in (,x)",
        ] {
            assert!(matches(selector), "{selector:?}");
        }
        for selector in [
            "other",
            "!tier",
            "tier=front",
            "tier!=backend",
            "tier=",
            "tier,other",
            "tier notin (backend)",
            "other in (x)",
        ] {
            assert!(!matches(selector), "{selector:?}");
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        for (selector, within) in [
            ("tier=back end", 10..13),
            ("tier backend", 5..12),
            ("tier in backend", 8..15),
            ("tier in (a", 10..10),
            ("tier in ()", 9..10),
            ("tier > 5", 5..6),
            ("tier=\"a\"", 5..8),
            ("a,,b", 2..3),
            ("tier=a,", 7..7),
            ("-tier=a", 0..5),
            ("=a", 0..1),
        ] {
            assert_eq!(selector.parse::<LabelSelector>().expect_err("a mistake").within, within, "{selector}");
        }
    }
}
