//! The commands that the README tells people to run first are the ones that CI runs.

use anyhow::Result;

use crate::repository::{Findings, Repository};

const COMMANDS: usize = 2;

pub(crate) fn chore(repository: &Repository, findings: &mut Findings) -> Result<()> {
    let (readme, script) = (repository.text("README.md")?, repository.text(".ci/run")?);
    let commands: Vec<&str> = shell_lines(&readme).take(COMMANDS).collect();
    if commands.len() < COMMANDS {
        findings.complaints.push(format!("README.md: it should begin with {COMMANDS} commands in ```sh blocks"));
    }
    for command in commands {
        if !script.lines().any(|line| line.trim() == command || line.trim() == format!("{command} >/dev/null")) {
            findings.complaints.push(format!("README.md: .ci/run doesn't run `{command}`"));
        }
    }
    Ok(())
}

/// The lines of all `sh` blocks, without blank lines and comments.
fn shell_lines(markdown: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    markdown.lines().filter(move |line| {
        if line.starts_with("```") {
            inside = *line == "```sh";
            return false;
        }
        inside && !line.is_empty() && !line.starts_with('#')
    })
}

#[cfg(test)]
mod tests {
    use super::shell_lines;

    #[test]
    fn only_shell_blocks_hold_commands() {
        let markdown = "text\n```sh\n# first\nmake\n\n```\n```yaml\na: b\n```\n```sh\nmake test\n```\n";
        assert_eq!(shell_lines(markdown).collect::<Vec<_>>(), ["make", "make test"]);
    }
}
