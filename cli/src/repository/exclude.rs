//! What a person leaves out of folders, as lines of a .gitignore.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns of paths that are left out.
#[derive(Debug, Default)]
pub(crate) struct Exclude {
    /// The last that matches counts.
    patterns: Vec<(PathBuf, Gitignore)>,
}

impl Exclude {
    /// Adds patterns that count from a folder; `from` is what gave them.
    pub(crate) fn add<'p>(
        &mut self,
        folder: &Path,
        from: &str,
        patterns: impl IntoIterator<Item = &'p str>,
    ) -> Result<()> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let folder = std::path::absolute(folder).context("can't tell the current folder")?;
        let mut builder = GitignoreBuilder::new(&folder);
        for pattern in patterns {
            builder.add_line(None, pattern).with_context(|| format!("{from} {pattern:?} is no pattern of paths"))?;
        }
        let patterns = builder.build().with_context(|| format!("{from} has patterns that can't be used together"))?;
        self.patterns.push((folder, patterns));
        Ok(())
    }

    /// The pattern that leaves out a file.
    pub(super) fn of(&self, file: &Path) -> Option<&str> {
        let file = std::path::absolute(file).ok()?;
        let mut matches = self.patterns.iter().filter_map(|(folder, patterns)| {
            let below = file.strip_prefix(folder).ok()?;
            Some(patterns.matched_path_or_any_parents(below, false)).filter(|found| !found.is_none())
        });
        match matches.next_back()? {
            Match::Ignore(glob) => Some(glob.original()),
            Match::None | Match::Whitelist(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_a_gitignore() {
        let folder = tempfile::tempdir().unwrap();
        let mut exclude = Exclude::default();
        exclude.add(folder.path(), "--exclude", ["charts/", "*.tmpl.yaml", "/ci", "!kept.tmpl.yaml"]).unwrap();
        let of = |file: &str| exclude.of(&folder.path().join(file));
        assert_eq!(of("a/charts/b/c.yaml"), Some("charts/"));
        assert_eq!(of("a/b.tmpl.yaml"), Some("*.tmpl.yaml"));
        assert_eq!(of("ci/a.yaml"), Some("/ci"));
        for kept in ["a/ci/b.yaml", "a/kept.tmpl.yaml", "a/charts.yaml"] {
            assert_eq!(of(kept), None, "{kept}");
        }
        assert_eq!(exclude.of(Path::new("/elsewhere/charts/a.yaml")), None);
    }

    #[test]
    fn of_two_that_match_the_later_counts() {
        let folder = tempfile::tempdir().unwrap();
        let mut exclude = Exclude::default();
        exclude.add(folder.path(), "exclude", ["*.json"]).unwrap();
        exclude.add(folder.path(), "--exclude", ["!a.json"]).unwrap();
        assert_eq!(exclude.of(&folder.path().join("a.json")), None);
        assert_eq!(exclude.of(&folder.path().join("b.json")), Some("*.json"));
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        let error = Exclude::default().add(Path::new("."), "--exclude", ["{a,b"]).unwrap_err();
        assert_eq!(error.to_string(), "--exclude \"{a,b\" is no pattern of paths");
    }
}
