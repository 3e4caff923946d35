//! Every example has a README, a line in the list of examples, and a test that names it.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::repository::{Findings, Repository};

const LIST: &str = "examples/README.md";

pub(crate) fn chore(repository: &Repository, findings: &mut Findings) -> Result<()> {
    let list = repository.text(LIST)?;
    let is_test = |file: &&String| file.ends_with(".rs") && file.contains("/tests/");
    let tests: Vec<String> =
        repository.files.iter().filter(is_test).map(|file| repository.text(file)).collect::<Result<_>>()?;
    for name in folders(&repository.files) {
        if !repository.files.iter().any(|file| *file == format!("examples/{name}/README.md")) {
            findings.complaints.push(format!("examples/{name}: it has no README.md"));
        }
        if !list.contains(&format!("]({name})")) {
            findings.complaints.push(format!("{LIST}: it doesn't list {name}"));
        }
        if !tests.iter().any(|test| test.contains(&format!("\"{name}\""))) {
            findings.complaints.push(format!("examples/{name}: no test names it"));
        }
    }
    Ok(())
}

/// The folders of the examples.
fn folders(files: &[String]) -> BTreeSet<&str> {
    files.iter().filter_map(|file| Some(file.strip_prefix("examples/")?.split_once('/')?.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::folders;

    #[test]
    fn an_example_is_a_folder() {
        let files = ["examples/README.md", "examples/kpt/README.md", "examples/kpt/a/b.yaml", "docs/a.md"];
        assert_eq!(folders(&files.map(str::to_owned)).into_iter().collect::<Vec<_>>(), ["kpt"]);
    }
}
