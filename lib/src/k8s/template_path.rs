//! Where a kind of object keeps its pod templates.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use thiserror::Error;

use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};

/// A path to pod templates: `spec.template`, or `spec.groups[*].template` for one in each element of a list or each value
/// of a mapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplatePath(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Key(String),
    /// Every element of a list, or every value of a mapping.
    Each,
}

/// Why a text is no such path.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct BadTemplatePath {
    /// The bytes that are wrong.
    pub within: Range<usize>,
    /// What was found.
    pub message: String,
}

const EACH: &str = "[*]";

impl TemplatePath {
    /// The templates that an object has, in order.
    #[must_use]
    pub fn places(&self, object: &Value<'_>) -> Vec<Pointer<'static>> {
        let mut found = Vec::new();
        walk(&self.0, object, &mut Vec::new(), &mut found);
        found
    }

    /// Where the first template belongs in an object that has none.
    #[must_use]
    pub fn first_place(&self) -> Pointer<'static> {
        Pointer(
            self.0
                .iter()
                .map(|part| match part {
                    Part::Key(key) => Step::Key(Cow::Owned(key.clone())),
                    Part::Each => Step::Index(0),
                })
                .collect(),
        )
    }

    /// The keys of a path that leads to one place.
    #[must_use]
    pub fn keys(&self) -> Option<Vec<&str>> {
        self.0
            .iter()
            .map(|part| match part {
                Part::Key(key) => Some(key.as_str()),
                Part::Each => None,
            })
            .collect()
    }

    /// The last key; `None` if the object is its own template.
    #[must_use]
    pub fn last_key(&self) -> Option<&str> {
        self.0.iter().rev().find_map(|part| match part {
            Part::Key(key) => Some(key.as_str()),
            Part::Each => None,
        })
    }
}

fn walk(parts: &[Part], value: &Value<'_>, at: &mut Vec<Step<'static>>, found: &mut Vec<Pointer<'static>>) {
    let Some((part, rest)) = parts.split_first() else {
        if !value.is_null() {
            found.push(Pointer(at.clone()));
        }
        return;
    };
    let mut below = |step: Step<'static>, value: &Value<'_>| {
        at.push(step);
        walk(rest, value, at, found);
        at.pop();
    };
    match (part, value) {
        (Part::Key(key), value) => {
            if let Some(value) = value.get(key) {
                below(Step::Key(Cow::Owned(key.clone())), value);
            }
        }
        (Part::Each, Value::List(list)) => {
            List::iter(list).enumerate().for_each(|(index, value)| below(Step::Index(index), value));
        }
        (Part::Each, Value::Map(map)) => {
            map.iter().for_each(|(key, value)| below(Step::Key(Cow::Owned(key.to_owned())), value));
        }
        (Part::Each, _) => {}
    }
}

impl FromStr for TemplatePath {
    type Err = BadTemplatePath;

    fn from_str(text: &str) -> Result<Self, BadTemplatePath> {
        let bad = |within: Range<usize>, message: String| Err(BadTemplatePath { within, message });
        let mut parts = Vec::new();
        let mut start = 0;
        for word in text.split('.') {
            let mut key = word;
            let mut each = 0;
            while let Some(before) = key.strip_suffix(EACH) {
                key = before;
                each += 1;
            }
            if key.is_empty() {
                let message = if text.is_empty() { "an empty path" } else { "a key is missing here" };
                return bad(start..start + word.len(), message.to_owned());
            }
            let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            if let Some((at, odd)) = key.char_indices().find(|(_, c)| !is_allowed(*c)) {
                let message = format!("{odd:?} can't stand in a path");
                return bad(start + at..start + at + odd.len_utf8(), message);
            }
            parts.push(Part::Key(key.to_owned()));
            parts.extend((0..each).map(|_| Part::Each));
            start += word.len() + 1;
        }
        Ok(Self(parts))
    }
}

impl fmt::Display for TemplatePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            match part {
                Part::Key(key) if index == 0 => f.write_str(key)?,
                Part::Key(key) => write!(f, ".{key}")?,
                Part::Each => f.write_str(EACH)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn places(path: &str, object: serde_json::Value) -> Vec<String> {
        let path: TemplatePath = path.parse().expect("a path");
        path.places(&Value::from(&object)).iter().map(Pointer::to_string).collect()
    }

    #[test]
    fn a_path_finds_the_templates_that_are_there() {
        assert_eq!(places("spec.template", json!({"spec": {"template": {}}})), ["/spec/template"]);
        for none in [json!({}), json!({"spec": {"template": null}}), json!({"spec": []}), json!({"spec": "template"})] {
            assert!(places("spec.template", none.clone()).is_empty(), "{none}");
        }
        let jobs = json!({"jobs": [{"template": {}}, {"name": "none"}, {"template": {}}]});
        assert_eq!(places("jobs[*].template", jobs), ["/jobs/0/template", "/jobs/2/template"]);
        let roles = json!({"roles": {"worker": {"template": {}}, "chief": {"template": {}}}});
        assert_eq!(places("roles[*].template", roles), ["/roles/worker/template", "/roles/chief/template"]);
        assert_eq!(places("a[*][*]", json!({"a": [[{}], [{}, {}]]})), ["/a/0/0", "/a/1/0", "/a/1/1"]);
    }

    #[test]
    fn a_path_says_where_a_template_belongs() {
        let first = |path: &str| path.parse::<TemplatePath>().expect("a path").first_place().to_string();
        assert_eq!(first("spec.template"), "/spec/template");
        assert_eq!(first("spec.jobs[*].template"), "/spec/jobs/0/template");
        assert_eq!(TemplatePath::default().first_place().to_string(), "");
    }

    #[test]
    fn a_path_is_written_as_it_is_read() {
        for path in ["template", "spec.template", "spec.jobs[*].template", "spec.a-b[*][*]"] {
            assert_eq!(path.parse::<TemplatePath>().expect("a path").to_string(), path);
        }
    }

    #[test]
    fn what_is_no_path_is_told_with_its_place() {
        for (path, within) in [
            ("", 0..0),
            (".spec", 0..0),
            ("spec..template", 5..5),
            ("spec.", 5..5),
            ("spec.[*]", 5..8),
            ("spec.jobs[0].template", 9..10),
            ("$.spec", 0..1),
            ("spec/template", 4..5),
            ("spec.jöbs", 6..8),
        ] {
            assert_eq!(path.parse::<TemplatePath>().expect_err("no path").within, within, "{path}");
        }
    }
}
