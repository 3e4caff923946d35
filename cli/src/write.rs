//! Changes files: all of them or none, and each so that nobody ever sees half of it.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use otel_inject::engine::Text;
use tempfile::{NamedTempFile, TempPath};

/// A file, and what is to be in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change<'a> {
    /// The file; a link to it stays one.
    pub(crate) file: &'a Path,
    /// What it holds.
    pub(crate) before: &'a str,
    /// What it is to hold.
    pub(crate) after: &'a Text<'a>,
}

/// Writes all new texts beside their files, and only when that went well puts them in their places.
pub(crate) fn write(changes: &[Change<'_>]) -> Result<()> {
    let failed = |file: &Path| format!("can't write {}, so nothing was written", file.display());
    let mut prepared = Vec::with_capacity(changes.len());
    for change in changes {
        prepared.push(prepare(change.file, change.after.pieces()).with_context(|| failed(change.file))?);
    }
    for (index, (target, new)) in prepared.into_iter().enumerate() {
        if let Err(error) = new.persist(&target) {
            put_back(&changes[..index])?;
            return Err(anyhow!(error.error).context(failed(changes[index].file)));
        }
    }
    Ok(())
}

/// Undoes changes that were made when a later one failed. Each was possible a moment ago, so this should be.
fn put_back(changes: &[Change<'_>]) -> Result<()> {
    for Change { file, before, .. } in changes {
        let undone = prepare(file, [*before]).and_then(|(target, old)| Ok(old.persist(target)?));
        undone.with_context(|| format!("{} was changed, and can't be put back as it was", file.display()))?;
    }
    Ok(())
}

/// The file that is really meant, and a temporary one beside it that is what it is to be.
fn prepare<'t>(file: &Path, pieces: impl IntoIterator<Item = &'t str>) -> Result<(PathBuf, TempPath)> {
    let target = fs::canonicalize(file)?;
    // A rename would get around the protection of a file that nobody is to write.
    let metadata = OpenOptions::new().write(true).open(&target)?.metadata()?;
    if !metadata.is_file() {
        bail!("it is not a regular file");
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut new = NamedTempFile::with_prefix_in(".otel-inject-", folder)?;
    pieces.into_iter().try_for_each(|piece| new.write_all(piece.as_bytes()))?;
    give_owner(new.as_file(), &metadata);
    new.as_file().set_permissions(metadata.permissions())?;
    // Closed at once: there may be more files than a process can have open.
    Ok((target, new.into_temp_path()))
}

/// Keeps the file its owner's where we may: root must not take over what it edits.
#[cfg(unix)]
fn give_owner(file: &File, like: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let same = file.metadata().is_ok_and(|now| now.uid() == like.uid() && now.gid() == like.gid());
    if !same {
        let _ = fchown(file, Some(like.uid()), Some(like.gid()));
    }
}

#[cfg(not(unix))]
fn give_owner(_: &File, _: &Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_get_their_new_texts() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a.yaml", "b.yaml"].map(|name| folder.path().join(name));
        fs::write(&a, "a: 1\n").unwrap();
        fs::write(&b, "b: 1\n").unwrap();
        let after = ["a: 2\n", "b: 2\n"].map(Text::from);
        let changes = [
            Change { file: &a, before: "a: 1\n", after: &after[0] },
            Change { file: &b, before: "b: 1\n", after: &after[1] },
        ];
        write(&changes).unwrap();
        assert_eq!(fs::read_to_string(&a).unwrap(), "a: 2\n");
        assert_eq!(fs::read_to_string(&b).unwrap(), "b: 2\n");
        put_back(&changes).unwrap();
        assert_eq!(fs::read_to_string(&a).unwrap(), "a: 1\n");
        assert_eq!(files(folder.path()), ["a.yaml", "b.yaml"]);
    }

    #[test]
    fn if_one_file_fails_none_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let [a, gone] = ["a.yaml", "gone.yaml"].map(|name| folder.path().join(name));
        fs::write(&a, "a: 1\n").unwrap();
        let after = ["a: 2\n", "b: 2\n"].map(Text::from);
        let changes = [
            Change { file: &a, before: "a: 1\n", after: &after[0] },
            Change { file: &gone, before: "", after: &after[1] },
        ];
        let error = write(&changes).unwrap_err();
        assert!(format!("{error:#}").contains("gone.yaml, so nothing was written: No such file"), "{error:#}");
        assert_eq!(fs::read_to_string(&a).unwrap(), "a: 1\n");
        assert_eq!(files(folder.path()), ["a.yaml"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_links_and_modes_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real.yaml");
        let link = folder.path().join("link.yaml");
        fs::write(&real, "a: 1\n").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.yaml", &link).unwrap();
        write(&[Change { file: &link, before: "a: 1\n", after: &Text::from("a: 2\n") }]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "a: 2\n");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
