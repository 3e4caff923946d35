//! A folder to run a program in, and what came of the run.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder of its own, and the program that is run in it.
#[derive(Debug)]
pub struct Sandbox {
    folder: tempfile::TempDir,
    program: PathBuf,
    env: Vec<(&'static str, &'static str)>,
}

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// The bytes on standard output.
    pub stdout: Vec<u8>,
    /// The text on standard error.
    pub stderr: String,
}

impl Sandbox {
    /// An empty folder.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), program: program.into(), env: Vec::new() }
    }

    /// With a variable for the program.
    #[must_use]
    pub fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.env.push((name, value));
        self
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The program with arguments, in the folder, as if nobody had asked for colours or against them.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args).current_dir(self.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command.envs(self.env.iter().copied());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::null());
        command
    }

    /// Runs the program without input.
    pub fn run(&self, args: &[&str]) -> Run {
        self.pipe(args, "")
    }

    /// Runs the program with this on standard input.
    pub fn pipe(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        self.feed(&mut self.command(args), stdin.as_ref())
    }

    /// Runs any program in the folder.
    pub fn feed(&self, command: &mut Command, stdin: &[u8]) -> Run {
        command.current_dir(self.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let stdin = stdin.to_owned();
        // From another thread: the program may print while it is still being fed.
        let feeder = std::thread::spawn(move || drop(pipe.write_all(&stdin)));
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Run { code: output.status.code(), stdout: output.stdout, stderr: String::from_utf8(output.stderr).unwrap() }
    }
}

impl Run {
    /// Standard output as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// Fails unless it ended with this code and printed this.
    #[track_caller]
    pub fn expect(&self, code: i32, stdout: &str) {
        assert_eq!((self.code, self.text()), (Some(code), stdout), "stderr: {}", self.stderr);
    }

    /// Fails unless all of this stands on standard error.
    #[track_caller]
    pub fn expect_stderr(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.stderr.contains(part), "{part:?} is not in: {}", self.stderr);
        }
    }
}
