//! CONTRIBUTING.md is true: the files that it names are there, and the code that it shows stands in the file that it
//! names last before it.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::links::with_folders;
use crate::repository::{Findings, Repository};

const PAGE: &str = "CONTRIBUTING.md";
/// A line of an excerpt that stands for any number of lines.
const LEFT_OUT: &str = "…";

pub(crate) fn chore(repository: &Repository, findings: &mut Findings) -> Result<()> {
    let page = repository.text(PAGE)?;
    let places: BTreeSet<&str> = repository.files.iter().flat_map(|file| with_folders(file)).collect();
    let is_from_root = |path: &&str| path.split('/').next().is_some_and(|first| places.contains(first));
    for path in paths(&page).filter(is_from_root).filter(|path| !places.contains(path.trim_end_matches('/'))) {
        findings.complaints.push(format!("{PAGE}: there is no `{path}`"));
    }
    for Excerpt { path, code } in excerpts(&page) {
        let first = code.first().copied().unwrap_or_default();
        match path {
            None => findings.complaints.push(format!("{PAGE}: no file is named above `{first}`")),
            Some(path) if !places.contains(path) => {
                findings.complaints.push(format!("{PAGE}: no {path} for what begins with `{first}`"));
            }
            Some(path) if stands_in(&code, &repository.text(path)?) => {}
            Some(path) => findings.complaints.push(format!("{PAGE}: what begins with `{first}` is not in {path}")),
        }
    }
    Ok(())
}

/// A block of Rust, and the file that was named last above it.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt<'p> {
    path: Option<&'p str>,
    code: Vec<&'p str>,
}

fn excerpts(page: &str) -> Vec<Excerpt<'_>> {
    let mut found: Vec<Excerpt<'_>> = Vec::new();
    let (mut path, mut language) = (None, None);
    for line in page.lines() {
        match (line.trim_start().strip_prefix("```"), language) {
            (Some(_), Some(_)) => language = None,
            (Some(name), None) => {
                language = Some(name);
                if name == "rust" {
                    found.push(Excerpt { path, code: Vec::new() });
                }
            }
            (None, Some("rust")) => found.last_mut().into_iter().for_each(|excerpt| excerpt.code.push(line)),
            (None, Some(_)) => {}
            (None, None) => path = paths(line).filter(|path| path.ends_with(".rs")).last().or(path),
        }
    }
    found
}

/// What a text has in backticks that is a path from the root of the repository.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let is_path = |word: &&str| {
        word.contains('/') && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'))
    };
    let is_elsewhere = |word: &&str| word.starts_with(['.', '/']) && !word.starts_with(".c");
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(is_path)
        .filter(move |word| !is_elsewhere(word))
}

/// Whether lines stand in a text one after the other, however deep, but for those left out.
fn stands_in(code: &[&str], text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let mut rest = &lines[..];
    code.split(|line| line.trim() == LEFT_OUT).filter(|part| !part.is_empty()).all(|part| {
        let place = rest.windows(part.len()).position(|lines| is_same(part, lines));
        rest = place.map_or(&[], |place| &rest[place + part.len()..]);
        place.is_some()
    })
}

/// Whether lines are the same, all of them deeper by the same blanks.
fn is_same(code: &[&str], lines: &[&str]) -> bool {
    let depth = lines[0].len().saturating_sub(code[0].len());
    code.iter().zip(lines).all(|(code, line)| {
        let blanks = line.get(..depth).is_some_and(|blanks| blanks.trim().is_empty());
        (blanks && line[depth..] == **code) || (code.is_empty() && line.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_belongs_to_the_file_named_last() {
        let page =
            "```rust\na\n```\nSee `lib/a.rs` and `lib/b.rs`, then `lib/`:\n\n```rust\nb\n\nc\n```\n```sh\nd\n```\n";
        let excerpt = |path, code: &[&'static str]| Excerpt { path, code: code.to_vec() };
        assert_eq!(excerpts(page), [excerpt(None, &["a"]), excerpt(Some("lib/b.rs"), &["b", "", "c"])]);
    }

    #[test]
    fn only_paths_from_the_root_are_paths() {
        let text = "`lib/src/`, `ALL`, `a b/c`, `lib/*.rs`, `../shared`, `.ci/run`, `and/or`\n";
        assert_eq!(paths(text).collect::<Vec<_>>(), ["lib/src/", ".ci/run", "and/or"]);
    }

    #[test]
    fn an_excerpt_may_be_less_deep_and_leave_lines_out() {
        let text = "mod a {\n    fn b() {\n        c();\n\n        d();\n    }\n}\n";
        assert!(stands_in(&["fn b() {", "    c();", "", "    d();"], text));
        assert!(stands_in(&["fn b() {", "    …", "}"], text));
        assert!(!stands_in(&["fn b() {", "    d();"], text));
        assert!(!stands_in(&["d();", "…", "c();"], text));
        assert!(!stands_in(&["fn b() {", "c();"], text));
    }
}
