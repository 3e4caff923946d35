//! The programs that run ours, where they are at hand.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Set, a program that is missing is a failure: CI has all of them.
const REQUIRED: &str = "OTEL_INJECT_REQUIRE_PROGRAMS";

/// The target folder, in which CI puts what it installs or builds for tests: the nearest above the test in which cargo
/// keeps what it knows of the compiler. (Its `CACHEDIR.TAG` isn't there if something else made the folder first.)
pub fn target() -> PathBuf {
    let test = std::env::current_exe().expect("a test");
    let is_target = |folder: &&Path| folder.join(".rustc_info.json").is_file();
    test.ancestors().find(is_target).expect("the target folder").to_owned()
}

/// The `PATH` with folders before it.
pub fn path(first: &[PathBuf]) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(first.iter().cloned().chain(std::env::split_paths(&path))).expect("a PATH")
}

/// A program that says this of itself: among the tools of the target folder, or on the `PATH`.
pub fn program(name: &str, args: &[&str], sign: &str) -> Option<PathBuf> {
    let path = path(&[target().join("tools").join("bin")]);
    let says = |file: &PathBuf| {
        let output = Command::new(file).args(args).stdin(Stdio::null()).output().ok()?;
        let said = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&said).contains(sign).then_some(())
    };
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file() && says(file).is_some())
}

/// Says that something is left out, past what catches the output of tests; where all has to be there, it fails.
pub fn skip_missing(what: &str) {
    assert!(std::env::var_os(REQUIRED).is_none(), "{what} is missing, and {REQUIRED} is set");
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    if SAID.lock().unwrap().insert(what.to_owned()) {
        let message = format!("left out, since it is not here: {what}\n");
        let _ = std::io::stderr().write_all(message.as_bytes());
    }
}

/// As [`program`]; what is missing is said.
pub fn required(name: &str, args: &[&str], sign: &str) -> Option<PathBuf> {
    let program = program(name, args, sign);
    if program.is_none() {
        skip_missing(name);
    }
    program
}

/// The kustomize that the project is for.
pub fn kustomize() -> Option<PathBuf> {
    required("kustomize", &["version"], "v5")
}
