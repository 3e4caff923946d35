//! The three services that the project is for, and what is recorded of each command on them.

use std::path::{Path, PathBuf};

use otel_inject_testing::sandbox::Sandbox;
use otel_inject_testing::snapshots::settings;
use serde_json::{Value as Json, json};

use crate::sandbox;

pub const SERVICES: [&str; 3] = ["zipservice", "image-retriever", "logstream"];
pub const INJECTION: [&str; 3] = ["-i", "instrumentation.yaml", "deployment.yaml"];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name)
}

/// A sandbox with the files of one of the three services.
pub fn service(name: &str) -> Sandbox {
    let folder = fixture(name);
    let sandbox = sandbox();
    for file in ["deployment.yaml", "instrumentation.yaml"] {
        sandbox.write(file, std::fs::read(folder.join(file)).unwrap());
    }
    sandbox
}

/// Records what a command prints for each of the three services.
#[track_caller]
pub fn recorded(name: &str, command: &[&str]) {
    let settings = settings();
    for service_name in SERVICES {
        let run = service(service_name).run(&[command, &INJECTION].concat());
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        settings.bind(|| insta::assert_snapshot!(format!("{service_name}.{name}"), run.text()));
    }
}

/// What the commands say that are for people to read, from the first look to the way back.
#[test]
fn what_is_said_of_the_three_services() {
    let settings = settings();
    for service_name in SERVICES {
        let sandbox = service(service_name);
        let said =
            ["lint", "verify", "inject --in-place", "verify", "inject --check", "remove --in-place"].map(|command| {
                let files: &[&str] = if command.starts_with("remove") { &INJECTION[2..] } else { &INJECTION };
                let arguments: Vec<&str> = command.split(' ').chain(files.iter().copied()).collect();
                let run = sandbox.run(&arguments);
                let code = run.code.unwrap();
                format!("$ otel-inject {}\n{}{}exit code {code}\n", arguments.join(" "), run.text(), run.stderr)
            });
        settings.bind(|| insta::assert_snapshot!(format!("{service_name}.said"), said.join("\n")));
        let original = std::fs::read_to_string(fixture(service_name).join("deployment.yaml")).unwrap();
        assert_eq!(sandbox.read("deployment.yaml"), original);
    }
}

/// The objects of a stream, those in lists too.
pub fn objects(text: &str) -> Vec<Json> {
    let documents = otel_inject::yaml::documents(text).into_iter().map(|range| json_of(&text[range]));
    documents
        .flat_map(|document| match document {
            Json::Null => Vec::new(),
            Json::Object(mut list) if list.get("kind") == Some(&json!("List")) => match list.remove("items") {
                Some(Json::Array(items)) => items,
                _ => Vec::new(),
            },
            object => vec![object],
        })
        .collect()
}

/// What a document means to Kubernetes.
fn json_of(text: &str) -> Json {
    let tree = otel_inject::yaml::read(text).unwrap();
    let value = tree.root().map(|root| otel_inject::yaml::value(&tree, root).unwrap().to_json());
    plain(value.unwrap_or_default())
}

/// The same where null is nothing, and 1e9 is 1000000000.
fn plain(json: Json) -> Json {
    match json {
        Json::Object(map) => {
            map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, plain(value))).collect()
        }
        Json::Array(list) => list.into_iter().map(plain).collect(),
        Json::Number(number) => number.as_f64().map_or(Json::Null, Json::from),
        other => other,
    }
}
