//! A value as a document of its own.

use crate::value::Value;

use super::style::Style;
use super::write::Writer;

/// Writes a value as YAML in block style, the way most manifests look. Strings get quotes if any reader needs them.
#[must_use]
pub fn print(value: &Value<'_>) -> String {
    let writer = Writer { style: Style::PLAIN, literals: true };
    let mut out = String::new();
    match value {
        Value::Map(map) if !map.is_empty() => {
            for (key, value) in map.iter() {
                writer.entry(&mut out, key, value, 0);
                out.push('\n');
            }
        }
        Value::List(list) if !list.is_empty() => {
            for value in list.iter() {
                writer.item(&mut out, value, 0);
                out.push('\n');
            }
        }
        value => {
            writer.inline(&mut out, value, false);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        let json = serde_json::json!({
            "a": {"yes": "no", "1": 1, "~": null, "e": {}, "l": []},
            "b": ["x: y", ["1.10", 1.5], {"c": "line\nand line\n", "d": "\u{1f600}\n\ttab"}],
        });
        for json in [&json, &json["b"], &serde_json::json!("0777"), &serde_json::json!({})] {
            let value = Value::from(json);
            let text = print(&value);
            let tree = crate::yaml::read(&text).expect("YAML");
            let read = tree.root().map(|root| crate::yaml::value(&tree, root).expect("a value"));
            assert_eq!(read, Some(value), "{text}");
        }
        assert_eq!(
            print(&Value::from(&json["b"])),
            "- \"x: y\"\n- - \"1.10\"\n  - 1.5\n- c: |\n    line\n    and line\n  d: \"😀\\n\\ttab\"\n"
        );
    }
}
