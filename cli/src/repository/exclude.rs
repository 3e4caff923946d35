//! What a person leaves out of folders, as lines of a .gitignore.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::paths::same;

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
        let folder = same(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        let mut builder = GitignoreBuilder::new(&folder);
        for pattern in patterns {
            if pattern.split('/').any(|part| part == "..") {
                bail!("{from} {pattern:?} can't match: patterns count from a folder, and don't leave it");
            }
            let pattern = pattern.strip_prefix("./").map_or(pattern.to_owned(), |below| format!("/{below}"));
            let pattern = pattern.as_str();
            builder.add_line(None, pattern).with_context(|| format!("{from} {pattern:?} is no pattern of paths"))?;
        }
        let patterns = builder.build().with_context(|| format!("{from} has patterns that can't be used together"))?;
        self.patterns.push((folder, patterns));
        Ok(())
    }

    /// The pattern that leaves out a file or folder, which may be a link; `meant` is the name that `same` gives it.
    pub(crate) fn of(&self, file: &Path, meant: &Path) -> Option<&str> {
        if self.patterns.iter().all(|(_, patterns)| patterns.is_empty()) {
            return None;
        }
        let file = if file.is_symlink() { link(file)? } else { meant.to_owned() };
        let mut matches = self.patterns.iter().filter_map(|(folder, patterns)| {
            let below = file.strip_prefix(folder).ok()?;
            Some(patterns.matched_path_or_any_parents(below, file.is_dir())).filter(|found| !found.is_none())
        });
        match matches.next_back()? {
            Match::Ignore(glob) => Some(glob.original()),
            Match::None | Match::Whitelist(_) => None,
        }
    }
}

/// The place of a link, rather than of what it leads to.
fn link(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(same(folder).join(file.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What leaves out a file, which need not be there.
    fn at<'e>(exclude: &'e Exclude, file: &Path) -> Option<&'e str> {
        exclude.of(file, &link(file).unwrap())
    }

    #[test]
    fn patterns_are_those_of_a_gitignore() {
        let folder = tempfile::tempdir().unwrap();
        let mut exclude = Exclude::default();
        exclude.add(folder.path(), "--exclude", ["charts/", "*.tmpl.yaml", "/ci", "!kept.tmpl.yaml"]).unwrap();
        let of = |file: &str| at(&exclude, &folder.path().join(file));
        assert_eq!(of("a/charts/b/c.yaml"), Some("charts/"));
        assert_eq!(of("a/b.tmpl.yaml"), Some("*.tmpl.yaml"));
        assert_eq!(of("ci/a.yaml"), Some("/ci"));
        for kept in ["a/ci/b.yaml", "a/kept.tmpl.yaml", "a/charts.yaml"] {
            assert_eq!(of(kept), None, "{kept}");
        }
        assert_eq!(at(&exclude, Path::new("/elsewhere/charts/a.yaml")), None);
    }

    #[test]
    fn of_two_that_match_the_later_counts() {
        let folder = tempfile::tempdir().unwrap();
        let mut exclude = Exclude::default();
        exclude.add(folder.path(), "exclude", ["*.json"]).unwrap();
        exclude.add(folder.path(), "--exclude", ["!a.json"]).unwrap();
        assert_eq!(at(&exclude, &folder.path().join("a.json")), None);
        assert_eq!(at(&exclude, &folder.path().join("b.json")), Some("*.json"));
    }

    #[test]
    fn a_folder_is_the_same_however_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("k8s/gen")).unwrap();
        let mut exclude = Exclude::default();
        exclude.add(&folder.path().join("k8s/.."), "exclude", ["./k8s/gen"]).unwrap();
        for file in ["k8s/gen/a.yaml", "k8s/../k8s/gen/../gen/a.yaml"] {
            assert_eq!(at(&exclude, &folder.path().join(file)), Some("/k8s/gen"), "{file}");
        }
        let error = exclude.add(folder.path(), "--exclude", ["../k8s"]).unwrap_err();
        assert!(error.to_string().starts_with("--exclude \"../k8s\" can't match: "), "{error}");
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        let error = Exclude::default().add(Path::new("."), "--exclude", ["{a,b"]).unwrap_err();
        assert_eq!(error.to_string(), "--exclude \"{a,b\" is no pattern of paths");
    }
}
