//! A module imports only from those above its own: the table of CONTRIBUTING.md, held.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the bottom up; those in one row don't know each other.
const ROWS: &[&[&str]] = &[
    &["value"],
    &["pointer", "diagnostic"],
    &["encoding"],
    &["plan"],
    &["yaml"],
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

/// The rooms of a module in the same way, so that they don't import each other in a circle. Its `mod.rs` is above all.
const ROOMS: &[(&str, &[&[&str]])] = &[
    ("record", &[&["data"], &["pieces", "taken_back"], &["by_name", "dangling", "make", "text", "undo"]]),
    ("record/by_name", &[&["lists"], &["attributes", "volumes"], &["mounts", "variables"], &["pod"]]),
    ("record/data", &[&["spelling"], &["change", "item", "names"], &["record"], &["draft"]]),
    ("record/make", &[&["recorder", "shared"], &["carried", "spelling"], &["compare"]]),
    ("record/text", &[&["kind"], &["error", "values"], &["lines", "read"], &["groups"], &["write"]]),
    (
        "record/undo",
        &[
            &["judge", "places", "renamed"],
            &["located", "respelling"],
            &["state"],
            &["collections", "elements", "keys", "returned", "volumes"],
            &["surplus", "values"],
            &["phases"],
        ],
    ),
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

fn row_of(rows: &[&[&str]], module: &str) -> Option<usize> {
    rows.iter().position(|row| row.contains(&module))
}

/// The modules in the table that a source names behind a path such as `crate::`.
fn imports(text: &str, path: &str, rows: &[&[&str]]) -> Vec<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let code = |line: &&str| !line.trim_start().starts_with("//");
    let lines: Vec<&str> = text.lines().filter(code).collect();
    lines.join("\n").split(path).skip(1).map(word).filter(|module| row_of(rows, module).is_some()).collect()
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
        let own = row_of(ROWS, module).unwrap_or_else(|| panic!("{relative}: {module} has no row in the table"));
        for import in imports(&fs::read_to_string(&file).expect("readable"), "crate::", ROWS) {
            seen += 1;
            let allowed = import == module || row_of(ROWS, &import).is_some_and(|row| row < own);
            assert!(allowed, "{relative} imports crate::{import}, which is not above {module}");
        }
    }
    assert!(seen > 50, "only {seen} imports were seen");
}

#[test]
fn rooms_of_a_module_are_in_no_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (module, rows) in ROOMS {
        let folder = root.join(module);
        let mut files = Vec::new();
        sources(&folder, &mut files);
        let mut seen = 0;
        for file in files {
            let relative = file.strip_prefix(&folder).expect("below the module").to_string_lossy().replace('\\', "/");
            let (room, rest) = relative.split_once('/').unwrap_or((relative.trim_end_matches(".rs"), "mod.rs"));
            if room == "mod" {
                continue;
            }
            let own =
                row_of(rows, room).unwrap_or_else(|| panic!("{module}/{relative}: {room} has no row in the table"));
            let text = fs::read_to_string(&file).expect("readable");
            let mut imported = imports(&text, &format!("crate::{}::", module.replace('/', "::")), rows);
            // What is directly in the module also names its neighbours behind `super::`.
            if rest == "mod.rs" {
                imported.extend(imports(&text, "super::", rows));
            }
            for import in imported {
                seen += 1;
                let allowed = import == room || row_of(rows, &import).is_some_and(|row| row < own);
                assert!(allowed, "{module}/{relative} imports {import}, which is not above {room}");
            }
        }
        assert!(seen > 0, "no import was seen in {module}");
    }
}
