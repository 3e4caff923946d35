//! What standard input is. The engine edits all shapes alike; only the answer to a failure depends on it.
//!
//! kustomize and kpt write a ResourceList in block style with its keys at the margin, and some tools as JSON. What is
//! not told apart here is taken for a stream of manifests, and a failure then gives an empty answer: never a wrong one.

use serde::Deserialize;

/// What standard input is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The wrapper of KRM functions.
    ResourceList {
        /// Its configuration.
        config: Option<Config>,
    },
    /// A List, or documents one after the other.
    Stream,
}

/// The functionConfig of a ResourceList.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Config {
    /// What it is.
    pub(crate) head: Head,
    /// Where its key begins in the text.
    pub(crate) at: usize,
}

/// What tells the kind of an object.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Head {
    /// `apps/v1`.
    #[serde(default, rename = "apiVersion")]
    pub(crate) api_version: String,
    /// `Deployment`.
    #[serde(default)]
    pub(crate) kind: String,
}

const CONFIG: &str = "functionConfig";

/// What a text is.
pub(crate) fn shape(text: &str) -> Shape {
    if is_json(text) {
        return json_shape(text).unwrap_or(Shape::Stream);
    }
    let lines = first_document(text);
    if entry(&lines, 0, "kind") != "ResourceList" {
        return Shape::Stream;
    }
    let key = lines.iter().position(|line| line.value_of(0, CONFIG).is_some());
    let config = key.and_then(|index| {
        let line = lines[index];
        let value = scalar(line.value_of(0, CONFIG).unwrap_or_default());
        let below = &lines[index + 1..];
        let below = &below[..below.iter().position(|line| line.indent() == 0).unwrap_or(below.len())];
        let head = match (value, below.first()) {
            ("" | "null" | "~" | "{}", None) => return None,
            ("", Some(first)) => head_at(below, first.indent()),
            (flow, _) => serde_json::from_str(flow).unwrap_or_default(),
        };
        Some(Config { head, at: line.start })
    });
    Shape::ResourceList { config }
}

/// What the first document of a text is.
pub(crate) fn head(text: &str) -> Head {
    if is_json(text) {
        let mut objects = serde_json::Deserializer::from_str(unmarked(text)).into_iter();
        return objects.next().and_then(Result::ok).unwrap_or_default();
    }
    let lines = first_document(text);
    head_at(&lines, 0)
}

fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Whether a text is JSON, or YAML in its clothes.
pub(crate) fn is_json(text: &str) -> bool {
    unmarked(text).trim_start().starts_with('{')
}

fn json_shape(text: &str) -> Option<Shape> {
    #[derive(Deserialize)]
    struct Envelope {
        kind: String,
        #[serde(default, rename = "functionConfig")]
        config: Option<Head>,
    }
    let envelope: Envelope = serde_json::from_str(unmarked(text)).ok()?;
    let at = text.find(&format!("\"{CONFIG}\"")).unwrap_or_default();
    let config = envelope.config.map(|head| Config { head, at });
    (envelope.kind == "ResourceList").then_some(Shape::ResourceList { config })
}

/// A line with something on it that is not a comment.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// What follows `key:`, where the line is an entry of that key at this indentation.
    fn value_of(&self, indent: usize, key: &str) -> Option<&'a str> {
        let value = self.text.get(indent..)?.strip_prefix(key)?.strip_prefix(':')?;
        (self.indent() == indent && (value.is_empty() || value.starts_with([' ', '\t']))).then_some(value)
    }
}

fn first_document(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines: Vec<Line<'_>> = Vec::new();
    for line in text.split_inclusive('\n') {
        let mark = if start == 0 { line.len() - unmarked(line).len() } else { 0 };
        let content = line[mark..].trim_end();
        let marker = content == "---" || content.starts_with("--- ") || content == "...";
        if marker && !lines.is_empty() {
            break;
        }
        if !marker && !content.is_empty() && !content.trim_start().starts_with('#') && !content.starts_with('%') {
            lines.push(Line { start: start + mark, text: content });
        }
        start += line.len();
    }
    lines
}

fn head_at(lines: &[Line<'_>], indent: usize) -> Head {
    Head { api_version: entry(lines, indent, "apiVersion").to_owned(), kind: entry(lines, indent, "kind").to_owned() }
}

/// The value of a key at this indentation, or nothing.
fn entry<'a>(lines: &[Line<'a>], indent: usize, key: &str) -> &'a str {
    scalar(lines.iter().find_map(|line| line.value_of(indent, key)).unwrap_or_default())
}

/// A value on one line, without its quotes and what is said about it.
fn scalar(value: &str) -> &str {
    let value = value.find(" #").map_or(value, |comment| &value[..comment]).trim();
    ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Option<(String, String, usize)> {
        match shape(text) {
            Shape::ResourceList { config } => {
                config.map(|config| (config.head.api_version, config.head.kind, config.at))
            }
            Shape::Stream => panic!("a stream: {text}"),
        }
    }

    #[test]
    fn a_resource_list_is_told_by_its_kind() {
        for text in [
            "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n",
            "\u{feff}# a comment\n---\nitems:\n- kind: Deployment\nkind: \"ResourceList\" # here\r\n",
            "{\"kind\": \"ResourceList\", \"items\": []}",
        ] {
            assert_eq!(shape(text), Shape::ResourceList { config: None }, "{text}");
        }
        for text in [
            "",
            "kind: List\nitems:\n- kind: ResourceList\n",
            "kind: ConfigMap\n---\nkind: ResourceList\n",
            "items:\n  kind: ResourceList\n",
            "{\"kind\": \"List\"}",
            "{\"kind\": \"Deployment\"}\n{\"kind\": \"ResourceList\"}",
            "kind: ResourceLister\n",
        ] {
            assert_eq!(shape(text), Shape::Stream, "{text}");
        }
    }

    #[test]
    fn its_configuration_is_told_by_kind_and_place() {
        let instrumentation = ("opentelemetry.io/v1alpha1".to_owned(), "Instrumentation".to_owned());
        let text = "kind: ResourceList\nfunctionConfig:\n  # ours\n  metadata:\n    kind: Trap\n  \
                    apiVersion: opentelemetry.io/v1alpha1\n  kind: Instrumentation\nitems: []\n";
        assert_eq!(config(text), Some((instrumentation.0.clone(), instrumentation.1.clone(), 19)));
        let text = "{\"kind\":\"ResourceList\",\"functionConfig\":{\"kind\":\"Instrumentation\",\
                    \"apiVersion\":\"opentelemetry.io/v1alpha1\"}}";
        assert_eq!(config(text), Some((instrumentation.0, instrumentation.1, 23)));
        assert_eq!(config("kind: ResourceList\nfunctionConfig: null\nitems: []\n"), None);
        assert_eq!(config("kind: ResourceList\nfunctionConfig: {}\n"), None);
        assert_eq!(
            config("kind: ResourceList\nfunctionConfig: {\"kind\": \"A\"}\n").map(|c| c.1),
            Some("A".to_owned())
        );
        assert_eq!(config("functionConfig:\n\n# c\nkind: ResourceList\n"), None);
    }
}
