//! Nothing of the machine that somebody worked on is left in the files: no path of it, no mirror of a package registry.

use anyhow::Result;

use crate::repository::{Findings, Repository};

const SELF: &str = "xtask/src/traces.rs";
const CRATES_IO: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
/// Settings that name a mirror.
const MIRRORS: [&str; 5] = ["index-url", "replace-with", "GOPROXY=", "npm config set registry", "trusted-host"];

pub(crate) fn chore(repository: &Repository, findings: &mut Findings) -> Result<()> {
    // A root such as `/src` says nothing about a machine, and stands in texts for other reasons.
    let telling = repository.root.components().count() > 3;
    let root = telling.then(|| repository.root.to_string_lossy());
    for file in repository.files.iter().filter(|file| *file != SELF) {
        let Ok(text) = repository.text(file) else { continue };
        for (number, line) in (1..).zip(text.lines()) {
            if root.as_deref().is_some_and(|root| line.contains(root)) {
                findings.complaints.push(format!("{file}:{number}: a path of this machine"));
            }
            if let Some(mirror) = MIRRORS.iter().find(|mirror| line.contains(**mirror)) {
                findings.complaints.push(format!("{file}:{number}: `{mirror}` belongs into a person's own settings"));
            }
            if file == "Cargo.lock" && line.starts_with("source = ") && line != CRATES_IO {
                findings.complaints.push(format!("{file}:{number}: not from crates.io"));
            }
        }
    }
    Ok(())
}
