//! The files of the repository, as git knows them, and what chores have to say about them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// The repository's files.
pub(crate) struct Repository {
    /// Where it lies on this machine.
    pub(crate) root: PathBuf,
    /// Every file that is tracked or could be, by its path from the root, with `/`, sorted.
    pub(crate) files: Vec<String>,
}

impl Repository {
    /// Asks git for the files, those not committed yet too.
    pub(crate) fn open() -> Result<Self> {
        // Asked when it runs: with one target folder for several checkouts, cargo builds this only once.
        let here = std::env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
        let root = PathBuf::from(here).parent().context("xtask lies in the workspace")?.into();
        let listing = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&root)
            .output()
            .context("git is needed to list the files")?;
        ensure!(listing.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&listing.stderr));
        let mut repository = Self { root, files: Vec::new() };
        let names = String::from_utf8(listing.stdout)?;
        repository.files =
            names.split_terminator('\0').filter(|name| repository.root.join(name).is_file()).map(Into::into).collect();
        repository.files.sort_unstable();
        repository.files.dedup();
        Ok(repository)
    }

    /// A file's text.
    pub(crate) fn text(&self, path: &str) -> Result<String> {
        std::fs::read_to_string(self.root.join(path)).with_context(|| format!("{path} can't be read"))
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) -> Result<()> {
        let file = self.root.join(path);
        let folder = file.parent().unwrap_or(&self.root);
        std::fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
        std::fs::write(&file, text).with_context(|| format!("{path} can't be written"))
    }
}

/// What the chores have to say.
#[derive(Default)]
pub(crate) struct Findings {
    /// One line each: path, what was found, what to do.
    pub(crate) complaints: Vec<String>,
    /// Path and text of every generated file.
    pub(crate) generated: Vec<(String, String)>,
}
