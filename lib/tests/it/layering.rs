//! A module imports only from those above its own: the table of CONTRIBUTING.md, held.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the bottom up; those in one row don't know each other.
const ROWS: &[&[&str]] = &[
    &["diagnostic"],
    &["encoding"],
    &["operator"],
    &["k8s"],
    &["instrumentation"],
    &["config"],
    &["decision"],
    &["selection"],
    &["inject"],
    &["record"],
    &["lint"],
    &["render"],
    &["engine"],
    &["simple"],
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn row_of(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&module))
}

/// The modules of this crate that a source names: what stands behind `crate::`.
fn imports(text: &str) -> Vec<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let code = |line: &&str| !line.trim_start().starts_with("//");
    let lines: Vec<&str> = text.lines().filter(code).collect();
    lines.join("\n").split("crate::").skip(1).map(word).filter(|module| row_of(module).is_some()).collect()
}

#[test]
fn a_module_imports_only_from_those_above_its_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut seen = 0;
    for file in files {
        let relative = file.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        let module = relative.split('/').next().expect("a name").trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        let own = row_of(module).unwrap_or_else(|| panic!("{relative}: {module} has no row in the table"));
        for import in imports(&fs::read_to_string(&file).expect("readable")) {
            seen += 1;
            let allowed = import == module || row_of(&import).is_some_and(|row| row < own);
            assert!(allowed, "{relative} imports crate::{import}, which is not above {module}");
        }
    }
    assert!(seen > 50, "only {seen} imports were seen");
}
