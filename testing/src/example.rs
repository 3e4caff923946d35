//! A folder of `examples/`, copied to run what its README says.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::programs::path;
use crate::sandbox::{Run, Sandbox};

/// The folder of the examples.
pub const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");

/// A copy of the examples, of which one is run.
#[derive(Debug)]
pub struct Example {
    sandbox: Sandbox,
    name: &'static str,
}

impl Example {
    /// As it stands.
    pub fn new(name: &'static str) -> Self {
        Self::with(name, str::to_owned)
    }

    /// With each of the files changed.
    pub fn with(name: &'static str, change: impl Fn(&str) -> String) -> Self {
        let sandbox = Sandbox::new("bash");
        for file in files(Path::new(EXAMPLES)) {
            let text = std::fs::read_to_string(&file).unwrap();
            sandbox.write(file.strip_prefix(Path::new(EXAMPLES)).unwrap().to_str().unwrap(), change(&text));
        }
        Self { sandbox, name }
    }

    /// Where the copy lies.
    pub fn folder(&self) -> PathBuf {
        self.sandbox.path().join(self.name)
    }

    /// The text of one of its files.
    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder().join(file)).unwrap()
    }

    /// Changes one of its files.
    pub fn write(&self, file: &str, text: &str) {
        std::fs::write(self.folder().join(file), text).unwrap();
    }

    /// Has commands find a program by a name.
    #[must_use]
    pub fn tool(self, name: &str, program: &Path) -> Self {
        let folder = self.sandbox.path().join("bin");
        std::fs::create_dir_all(&folder).unwrap();
        symlink(program, folder.join(name)).unwrap();
        self
    }

    /// The commands of the README.
    pub fn commands(&self) -> Vec<String> {
        let readme = self.read("README.md");
        let blocks = readme.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
        blocks.flat_map(str::lines).map(str::to_owned).collect()
    }

    /// The first of them, run.
    pub fn first(&self) -> Run {
        self.run(&self.commands()[0])
    }

    /// Runs a command in the folder, as pipelines do it.
    pub fn run(&self, command: &str) -> Run {
        let line = format!("cd '{}'\n{command}", self.folder().display());
        let mut shell = self.sandbox.command(&["-eo", "pipefail", "-c", &line]);
        shell.env("PATH", path(&[self.sandbox.path().join("bin")]));
        for name in ["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"] {
            shell.env(name, self.sandbox.path().join("home").join(name));
        }
        self.sandbox.feed(&mut shell, b"")
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
