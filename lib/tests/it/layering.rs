//! A module imports only from those above its own: the tables of CONTRIBUTING.md, held.

use std::collections::BTreeMap;
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
    &["scope"],
    &["selection"],
    &["inject"],
    &["record"],
    &["asking"],
    &["lint"],
    &["render"],
    &["engine"],
    &["simple"],
];

/// The rooms of the record, and the files of each, likewise. A `mod.rs` is above all beside it.
const RECORD: &[(&str, &[&[&str]])] = &[
    ("record", &[&["data"], &["admissible", "pieces", "taken_back"], &["by_name", "dangling", "make", "text", "undo"]]),
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

/// The rooms of the linter, likewise.
const LINT: &[&[&str]] = &[&["finding"], &["model"], &["facts"], &["rule"], &["rules"], &["run"]];

/// The rooms of the engine, likewise.
const ENGINE: &[&[&str]] = &[&["workers"], &["input"], &["index"], &["workload"], &["output"], &["lint"]];

/// What a rule needs is what the linter shows to everybody, so rules take it from there.
const TAKES_FROM_THE_FACE: &str = "rules";

pub fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
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

/// A source without its comments.
pub fn code(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    lines.join("\n")
}

/// What stands behind each occurrence of a path: the name of a module, or nothing where several names are taken at once.
fn behind<'t>(code: &'t str, path: &str) -> Vec<&'t str> {
    let word = |rest: &'t str| {
        rest.split(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap_or_default()
    };
    code.split(path).skip(1).map(word).collect()
}

/// The sources below a folder of `src`, by their paths from there.
pub fn texts(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let mut files = Vec::new();
    sources(&root, &mut files);
    let relative = |file: &Path| file.strip_prefix(&root).expect("below it").to_string_lossy().replace('\\', "/");
    files.iter().map(|file| (relative(file), fs::read_to_string(file).expect("readable"))).collect()
}

#[test]
fn a_module_imports_only_from_those_above_its_own() {
    let mut seen = 0;
    for (file, text) in texts("") {
        let module = file.split('/').next().expect("a name").trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        let own = row_of(ROWS, module).unwrap_or_else(|| panic!("{file}: {module} has no row in the table"));
        for import in behind(&code(&text), "crate::") {
            let Some(row) = row_of(ROWS, import) else { continue };
            seen += 1;
            assert!(import == module || row < own, "{file} imports crate::{import}, which is not above {module}");
        }
    }
    assert!(seen > 50, "only {seen} imports were seen");
}

#[test]
fn a_room_of_the_linter_imports_only_from_those_below_it() {
    let seen = rooms_import_from_below("lint", LINT, Some(TAKES_FROM_THE_FACE));
    assert!(seen > 100, "only {seen} imports were seen");
}

#[test]
fn a_room_of_the_engine_imports_only_from_those_below_it() {
    let seen = rooms_import_from_below("engine", ENGINE, None);
    assert!(seen > 20, "only {seen} imports were seen");
}

/// Looks at all imports from rooms into others, and says how many there are. `takes_from_the_face` is a room that takes
/// what it needs from the module that the rooms are in.
fn rooms_import_from_below(module: &str, rows: &[&[&str]], takes_from_the_face: Option<&str>) -> usize {
    let mut seen = 0;
    for (file, text) in texts(module) {
        let Some((room, rest)) = file.split_once('/') else { continue };
        let own = row_of(rows, room).unwrap_or_else(|| panic!("{module}/{file}: {room} has no row in the list"));
        let code = code(&text);
        let face = format!("crate::{module}::");
        for import in behind(&code, &face) {
            seen += 1;
            let is_below = row_of(rows, import).is_some_and(|row| row < own) || import == room;
            let is_face = row_of(rows, import).is_none() && takes_from_the_face == Some(room);
            assert!(is_below || is_face, "{module}/{file} imports {face}{import}, which is not below {room}");
        }
        let code = without_tests(&code);
        let depth = 1 + rest.trim_end_matches("mod.rs").split('/').filter(|name| !name.is_empty()).count();
        let out = "super::".repeat(depth);
        assert!(!code.contains(&out), "{module}/{file} imports {out}, which leads out of {room}; write {face}");
    }
    seen
}

/// A module's own tests are one level deeper, and look at nothing but the module.
fn without_tests(code: &str) -> &str {
    code.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
}

#[test]
fn files_in_a_room_of_the_engine_do_not_import_each_other_in_a_circle() {
    let files = texts("engine");
    let mut imports: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, text) in &files {
        let (Some((room, name)), code) = (file.split_once('/'), code(text)) else { continue };
        let code = without_tests(&code);
        assert!(!code.contains("super::{"), "engine/{file}: name the file that each import is from");
        let from = behind(code, "super::").into_iter().map(|import| format!("{room}/{import}.rs"));
        let from = from.filter(|from| files.iter().any(|(file, _)| file == from));
        imports.insert(format!("{room}/{name}"), from.collect());
    }
    for file in imports.keys() {
        let mut reached: Vec<&String> = imports[file].iter().collect();
        let mut next = 0;
        while let Some(import) = reached.get(next) {
            assert_ne!(*import, file, "engine/{file} imports itself by way of {reached:?}");
            let further: Vec<&String> = imports[*import].iter().filter(|further| !reached.contains(further)).collect();
            reached.extend(further);
            next += 1;
        }
    }
    assert!(imports.values().flatten().count() > 20, "hardly any imports were seen");
}

#[test]
fn a_file_of_the_record_imports_only_from_those_above_it() {
    for (folder, rows) in RECORD {
        let mut seen = 0;
        for (file, text) in texts(folder) {
            let (name, rest) = file.split_once('/').unwrap_or((file.trim_end_matches(".rs"), "mod.rs"));
            if matches!(name, "mod" | "tests") {
                continue;
            }
            let own = row_of(rows, name).unwrap_or_else(|| panic!("{folder}/{file}: {name} has no row in the table"));
            let code = code(&text);
            let code = without_tests(&code);
            let mut imports = behind(code, &format!("crate::{}::", folder.replace('/', "::")));
            // What is right in the folder also reaches its neighbours this way.
            if rest == "mod.rs" {
                imports.extend(behind(code, "super::"));
            }
            for import in imports {
                seen += 1;
                let is_above = row_of(rows, import).is_some_and(|row| row < own) || import == name;
                assert!(is_above, "{folder}/{file} imports {import:?}, which is not above {name}");
            }
        }
        assert!(seen > 0, "no import was seen in {folder}");
    }
}
