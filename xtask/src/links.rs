//! Every link in the Markdown files to a file or a heading of this repository leads there.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::repository::{Findings, Repository};

pub(crate) fn chore(repository: &Repository, findings: &mut Findings) -> Result<()> {
    let places: BTreeSet<&str> = repository.files.iter().flat_map(|file| with_folders(file)).collect();
    for file in repository.files.iter().filter(|file| file.ends_with(".md")) {
        let markdown = repository.text(file)?;
        for link in links(&markdown).filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { Some(file.clone()) } else { resolve(file, path) };
            let Some(target) = target.filter(|target| places.contains(target.as_str())) else {
                findings.complaints.push(format!("{file}: the link `{link}` leads nowhere"));
                continue;
            };
            let found = fragment.is_empty() || headings(&repository.text(&target)?).contains(fragment);
            if !found {
                findings.complaints.push(format!("{file}: `{target}` has no heading for the link `{link}`"));
            }
        }
    }
    Ok(())
}

/// A file and every folder that it lies in.
pub(crate) fn with_folders(file: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(file), |path| path.rsplit_once('/').map(|(folder, _)| folder))
}

/// The lines outside of code blocks.
fn prose(markdown: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    markdown.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !inside && !fence
    })
}

/// The targets of inline links.
fn links(markdown: &str) -> impl Iterator<Item = &str> {
    prose(markdown)
        .flat_map(|line| line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target))
}

/// The headings, as the fragments that lead to them.
fn headings(markdown: &str) -> BTreeSet<String> {
    prose(markdown).filter(|line| line.starts_with('#')).map(|line| slug(line.trim_start_matches('#').trim())).collect()
}

fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>().to_lowercase()
}

/// A relative path from a file, as a path from the root; none where it leads out of the repository.
fn resolve(file: &str, link: &str) -> Option<String> {
    let mut steps: Vec<&str> = file.split('/').collect();
    steps.pop();
    for step in link.trim_end_matches('/').split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()?),
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{links, resolve, slug};

    #[test]
    fn links_in_code_blocks_are_not_links() {
        let markdown = "[a](b.md) and [c](d#e)\n```\n[f](g)\n```\n";
        assert_eq!(links(markdown).collect::<Vec<_>>(), ["b.md", "d#e"]);
    }

    #[test]
    fn a_link_is_resolved_from_its_own_folder() {
        assert_eq!(resolve("docs/a.md", "../README.md").as_deref(), Some("README.md"));
        assert_eq!(resolve("docs/a.md", "b/").as_deref(), Some("docs/b"));
        assert_eq!(resolve("a.md", "../b"), None);
    }

    #[test]
    fn headings_become_the_fragments_that_github_makes() {
        assert_eq!(slug("As a KRM function"), "as-a-krm-function");
        assert_eq!(slug("`remove`, and the record"), "remove-and-the-record");
    }
}
