//! What the support matrix calls tested has tests of these names, and is of a version that CI installs.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::repository::{Findings, Repository};

const MATRIX: &str = "docs/support.md";
const PROGRAMS: &str = ".ci/programs";

pub(crate) fn chore(repository: &Repository, findings: &mut Findings) -> Result<()> {
    let mut tests = BTreeSet::new();
    for file in repository.files.iter().filter(|file| file.ends_with(".rs") && file.contains("/tests/")) {
        tests.extend(tests_of(&repository.text(file)?).map(str::to_owned));
    }
    let installed = repository.text(PROGRAMS)?;
    let matrix = repository.text(MATRIX)?;
    let rows: Vec<Row<'_>> = matrix.lines().filter_map(Row::read).collect();
    if rows.is_empty() {
        findings.complaints.push(format!("{MATRIX}: it has no row that names a test"));
    }
    for row in rows {
        for name in row.tests().filter(|name| !tests.contains(*name)) {
            findings.complaints.push(format!("{MATRIX}: {}: there is no test `{name}`", row.program));
        }
        if row.is_tested && row.tests().next().is_none() {
            findings.complaints.push(format!("{MATRIX}: {}: tested by nothing", row.program));
        }
        let is_ours_to_install = row.is_tested && !row.version.contains(' ');
        if is_ours_to_install && !installed.contains(row.version) {
            findings.complaints.push(format!("{MATRIX}: {}: {PROGRAMS} installs no {}", row.program, row.version));
        }
    }
    Ok(())
}

/// A row of the table that names a test.
struct Row<'m> {
    program: &'m str,
    version: &'m str,
    known: &'m str,
    is_tested: bool,
}

impl<'m> Row<'m> {
    fn read(line: &'m str) -> Option<Self> {
        let cells: Vec<&str> = line.strip_prefix("| ")?.split(" | ").collect();
        let [program, version, .., known] = cells[..] else { return None };
        let is_tested = known.starts_with("tested: ");
        (is_tested || known.contains(": `")).then_some(Self { program, version, known, is_tested })
    }

    fn tests(&self) -> impl Iterator<Item = &'m str> {
        self.known.split('`').skip(1).step_by(2)
    }
}

/// The names of a file's tests.
fn tests_of(text: &str) -> impl Iterator<Item = &str> {
    text.split("#[test]\n").skip(1).filter_map(|rest| rest.trim_start().strip_prefix("fn ")?.split('(').next())
}

#[cfg(test)]
mod tests {
    use super::{Row, tests_of};

    #[test]
    fn a_row_names_its_tests() {
        let row = Row::read("| Helm | v4.3.1 | a plugin | tested: `one`, `two` |").unwrap();
        assert_eq!((row.program, row.version, row.is_tested), ("Helm", "v4.3.1", true));
        assert_eq!(row.tests().collect::<Vec<_>>(), ["one", "two"]);
        assert!(!Row::read("| Flux | v2.7 | a step | checked: `one` |").unwrap().is_tested);
        assert!(Row::read("| kpt | | container functions | read |").is_none());
        assert!(Row::read("|---|---|---|---|").is_none());
    }

    #[test]
    fn only_functions_with_the_attribute_are_tests() {
        let text = "fn helper() {}\n#[test]\nfn one() {}\n\n#[test]\nfn two() {}\n";
        assert_eq!(tests_of(text).collect::<Vec<_>>(), ["one", "two"]);
    }
}
