//! The page of all codes, from the library's list of them.

use std::fmt::Write as _;

use anyhow::Result;
use otel_inject::diagnostic::{Code, Topic};
use otel_inject::lint::rule_about;

use crate::repository::{Findings, Repository};

const PAGE: &str = "docs/codes.md";

const INTRODUCTION: &str = "\
# Codes

Every error, warning and note has a code, and so has every reason for which a workload is left alone. Codes are stable:
match them in scripts rather than the sentences beside them. JSON has them as `code` or `rule`, SARIF as `ruleId`, and the
results of the function as the tag `code`.

What `otel-inject lint` finds has the name of a rule in its place: [the rules](rules/README.md). If both a rule and a code
tell of one thing, they have one name, and the table links the rule's page.

This page is generated: `cargo xtask generate`.
";

pub(crate) fn chore(_: &Repository, findings: &mut Findings) -> Result<()> {
    let mut page = INTRODUCTION.to_owned();
    for topic in Topic::ALL {
        write!(page, "\n## {}\n\n| code | |\n|---|---|\n", topic.title())?;
        for code in Code::ALL.iter().filter(|code| code.topic() == *topic) {
            let name = match rule_about(*code) {
                Some(rule) => format!("[`{code}`](rules/{}.md)", rule.id),
                None => format!("`{code}`"),
            };
            writeln!(page, "| {name} | {} |", code.description())?;
        }
    }
    findings.generated.push((PAGE.to_owned(), page));
    Ok(())
}
