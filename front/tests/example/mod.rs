//! A folder of `examples/`, copied to run what its README says.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::path;
use crate::{Room, Run};

pub const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");

/// A copy of the examples, of which one is run.
pub struct Example {
    room: Room,
    name: &'static str,
}

impl Example {
    pub fn new(name: &'static str) -> Self {
        Self::with(name, str::to_owned)
    }

    /// With each of the files changed.
    pub fn with(name: &'static str, change: impl Fn(&str) -> String) -> Self {
        let room = Room::new();
        for file in files(Path::new(EXAMPLES)) {
            let text = std::fs::read_to_string(&file).unwrap();
            room.write(file.strip_prefix(Path::new(EXAMPLES)).unwrap().to_str().unwrap(), change(&text));
        }
        Self { room, name }
    }

    pub fn folder(&self) -> PathBuf {
        self.room.path().join(self.name)
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder().join(file)).unwrap()
    }

    pub fn write(&self, file: &str, text: &str) {
        std::fs::write(self.folder().join(file), text).unwrap();
    }

    /// Has commands find a program by a name.
    pub fn tool(self, name: &str, program: &Path) -> Self {
        let folder = self.room.path().join("bin");
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
        let mut shell = Command::new("bash");
        let line = format!("cd '{}'\n{command}", self.folder().display());
        shell.args(["-eo", "pipefail", "-c", &line]).env("PATH", path(&[self.room.path().join("bin")]));
        for name in ["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"] {
            shell.env(name, self.room.path().join("home").join(name));
        }
        self.room.feed(&mut shell, b"")
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
