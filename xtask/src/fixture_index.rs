//! Every fixture says in a sentence what must come out, and `fixtures/README.md` lists those sentences.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::Result;

use crate::repository::{Findings, Repository};

const INDEX: &str = "fixtures/README.md";
const INPUTS: [&str; 3] = ["input.yaml", "input.json", "deployment.yaml"];

const INTRODUCTION: &str = "\
# Fixtures

A folder is a case: its input, and `about.txt` with one sentence of what must come out. Tests find them by glob, so a
new folder is a new case. `reference.yaml` is passed with `-i`, `config.yaml` with `--config`, and `args.txt` holds further
arguments, one a line. Those of the linter are by rule: `finds` is what it finds, `fixed.yaml` what repairs make of that,
`near-miss` what it must not find; a comment says what is special. In `remove/`, `edited.yaml` is `original.yaml` injected
and then edited, `expected.yaml` what a removal leaves, where it leaves anything else, and `said.txt` what it says.

This page is generated from the sentences: `cargo xtask generate`.
";

pub(crate) fn chore(repository: &Repository, findings: &mut Findings) -> Result<()> {
    let files: BTreeSet<&str> = repository.files.iter().map(String::as_str).collect();
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    for (folder, name) in files.iter().filter_map(|file| file.strip_prefix("fixtures/")?.rsplit_once('/')) {
        let has = |name: &str| files.contains(format!("fixtures/{folder}/{name}").as_str());
        // A case may be a whole repository with folders of its own.
        let is_told = |folder: &str| {
            let folders = std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(above, _)| above));
            folders.into_iter().any(|folder| files.contains(format!("fixtures/{folder}/about.txt").as_str()))
        };
        if name == "about.txt" {
            let (group, case) = folder.rsplit_once('/').unwrap_or(("services", folder));
            let about = repository.text(&format!("fixtures/{folder}/{name}"))?;
            let cell = about.trim().replace('|', "\\|");
            writeln!(groups.entry(group).or_default(), "| [{case}]({folder}) | {cell} |")?;
        } else if !folder.starts_with("lint/") && INPUTS.contains(&name) && !is_told(folder) && !has("expected.yaml") {
            findings.complaints.push(format!("fixtures/{folder}: no about.txt that says what must come out"));
        }
    }
    let mut index = INTRODUCTION.to_owned();
    for (group, rows) in groups {
        write!(index, "\n## {group}\n\n| case | what must come out |\n|---|---|\n{rows}")?;
    }
    findings.generated.push((INDEX.to_owned(), index));
    Ok(())
}
