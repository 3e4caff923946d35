//! Files that nobody here wrote: a folder of them, as `cargo xtask corpus` fetches it, or else the fixtures.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::damage::{Tally, examine};
use crate::yaml_random::Random;

/// Where the corpus lies; without it, the fixtures are taken for one.
const FOLDER: &str = "OTEL_INJECT_CORPUS";

/// Every YAML or JSON file below a folder, sorted.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.is_symlink() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| ["yaml", "yml"].iter().any(|name| extension == *name)) {
            found.push(path);
        }
    }
}

fn folders() -> (Vec<PathBuf>, usize) {
    match std::env::var_os(FOLDER) {
        Some(folders) => (std::env::split_paths(&folders).collect(), 60),
        None => (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")], 12),
    }
}

#[test]
fn nothing_is_lost_of_files_that_others_wrote() {
    let (folders, plans) = folders();
    let mut tally = Tally::default();
    let mut random = Random(7);
    for folder in &folders {
        let mut found = Vec::new();
        files(folder, &mut found);
        assert!(!found.is_empty(), "{FOLDER}: no YAML files in {}; run `cargo xtask corpus`", folder.display());
        for path in found {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            examine(&name, &text, plans, &mut random, &mut tally);
        }
    }
    report(&tally);
    tally.assert_undamaged();
    tally.assert_verified();
    assert!(tally.refusals() * 100 <= tally.edits, "more than one edit in a hundred refused");
    assert!(
        tally.unread.values().sum::<usize>() * 100 <= tally.documents,
        "more than one document in a hundred unread"
    );
}

/// What `cargo test -- --nocapture` shows.
#[allow(clippy::print_stdout)]
fn report(tally: &Tally) {
    let mut out = format!(
        "files {}\ndocuments {}\nunread {}\nedits {}\nrefused {}\ntaken back to the bytes {}\nfailures {}\n",
        tally.texts,
        tally.documents,
        tally.unread.values().sum::<usize>(),
        tally.edits,
        tally.refusals(),
        tally.taken_back,
        tally.failures.len()
    );
    for (kind, reasons) in [("unread", &tally.unread), ("refused", &tally.refused)] {
        for (reason, count) in reasons {
            let _ = writeln!(out, "  {kind} {count}: {reason}");
        }
    }
    println!("{out}");
}
