//! What folders of a repository hold beside workloads, and how it is read.

mod charts;
mod excluded;
mod given_beside;
mod kustomizations;
mod names;
mod reading;
mod tree;

use std::collections::BTreeMap;
use std::path::Path;

use otel_inject_testing::sandbox::{Run, Sandbox};

use crate::sandbox;

/// A copy of a folder of `fixtures/repository`.
pub(crate) fn copy(name: &str) -> Sandbox {
    let sandbox = sandbox();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/repository").join(name);
    add(&sandbox, &folder, "");
    sandbox
}

pub(crate) fn add(sandbox: &Sandbox, folder: &Path, below: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = [below, path.file_name().unwrap().to_str().unwrap()].concat();
        match path.is_dir() {
            true => add(sandbox, &path, &[&name, "/"].concat()),
            false => drop(sandbox.write(&name, std::fs::read(&path).unwrap())),
        }
    }
}

/// The files of a folder with what they hold, as far as they are text.
pub(crate) fn files(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    fn collect(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => collect(&path, root, found),
                false => {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                    found.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(sandbox.path(), sandbox.path(), &mut found);
    found
}

/// Every command that reads a folder.
pub(crate) const COMMANDS: [&[&str]; 8] = [
    &["inject", "--check"],
    &["remove", "--check"],
    &["diff"],
    &["patch", "--format", "kustomize"],
    &["images"],
    &["explain"],
    &["verify"],
    &["lint"],
];

/// All that a run says, wherever.
pub(crate) fn said(run: &Run) -> String {
    format!("{}{}", run.text(), run.stderr)
}
