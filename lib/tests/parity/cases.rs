//! The recorded cases of the real operator.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize as _;
use serde_json::Value as Json;

/// One case: what went in, and what the operator made of it.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) input: Vec<Json>,
    pub(crate) disabled_languages: Vec<String>,
    /// `injected`, `unchanged` or `error`.
    pub(crate) outcome: String,
    /// The pod template as it came out, where it was injected.
    pub(crate) template: Json,
}

/// The cases that were written by hand, by name.
pub(crate) fn by_hand() -> Vec<Case> {
    let root = fixtures().join("cases");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).expect("the folder of cases").map(|entry| entry.expect("a case").path()).collect();
    folders.sort();
    let read = |folder: &Path| {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let text = |file| fs::read_to_string(folder.join(file)).expect("a file of a case");
        let expected = documents(&text("expected.yaml")).remove(0);
        case(name, &text("input.yaml"), &expected)
    };
    folders.iter().map(|folder| read(folder)).collect()
}

/// The random cases, in their order.
pub(crate) fn random() -> Vec<Case> {
    let text = fs::read_to_string(fixtures().join("random.jsonl")).expect("the random cases");
    let read = |line: &str| {
        let json: Json = serde_json::from_str(line).expect("a case a line");
        let text = |key: &str| json[key].as_str().expect("a text").to_owned();
        case(text("name"), &text("input"), &json)
    };
    text.lines().map(read).collect()
}

fn case(name: String, input: &str, expected: &Json) -> Case {
    let disabled = expected["disabledLanguages"].as_array().cloned().unwrap_or_default();
    Case {
        name,
        input: documents(input),
        disabled_languages: disabled.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect(),
        outcome: expected["outcome"].as_str().expect("an outcome").to_owned(),
        template: expected["template"].clone(),
    }
}

fn documents(text: &str) -> Vec<Json> {
    let documents = serde_yaml::Deserializer::from_str(text);
    let documents = documents.map(|document| Json::deserialize(document).expect("YAML"));
    documents.filter(|document| !document.is_null()).collect()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/parity")
}
