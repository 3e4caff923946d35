//! The shells that the scripts are held against.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A shell, and the programs that it finds.
pub struct Shell {
    pub name: &'static str,
    words: Vec<&'static str>,
    /// Where it looks first.
    programs: Option<TempDir>,
}

impl Shell {
    /// With a folder of programs that come before its own.
    pub fn command(&self, first: PathBuf) -> Command {
        let mut command = Command::new(self.words[0]);
        command.args(&self.words[1..]).stdin(Stdio::null());
        let path = std::env::var_os("PATH").unwrap_or_default();
        let own = self.programs.iter().map(|programs| programs.path().to_owned());
        let folders = std::iter::once(first).chain(own).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(folders).expect("a path"));
        command
    }
}

/// busybox's own `cp`, `sed` and the rest, as a small image has them.
fn busybox() -> Option<TempDir> {
    let programs = tempfile::tempdir().ok()?;
    let installed = Command::new("busybox").args(["--install", "-s"]).arg(programs.path()).output().ok()?;
    installed.status.success().then_some(programs)
}

/// Every shell that is here. `sh` has to be; what else is missing is said.
#[allow(clippy::print_stderr)]
pub fn all() -> Vec<Shell> {
    let mut shells = vec![Shell { name: "sh", words: vec!["sh"], programs: None }];
    let there = |name: &str| Command::new(name).args(["-c", "exit 0"]).stdin(Stdio::null()).status().is_ok();
    for name in ["dash", "bash"] {
        if there(name) {
            shells.push(Shell { name, words: vec![name], programs: None });
        } else {
            eprintln!("not tried with {name}, which is not here");
        }
    }
    match busybox() {
        Some(programs) => {
            shells.push(Shell { name: "busybox", words: vec!["busybox", "sh"], programs: Some(programs) });
        }
        None => eprintln!("not tried with busybox, which is not here"),
    }
    shells
}
