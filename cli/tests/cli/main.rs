//! The program as a person runs it: arguments, files and standard input in; standard output, files and exit code out.

mod by_name;
mod check;
#[cfg(unix)]
#[path = "../../../front/tests/example/mod.rs"]
mod example;
#[cfg(unix)]
mod examples;
mod explain;
mod files;
mod folders;
#[cfg(unix)]
mod hostile;
mod images;
mod injection;
mod lint;
mod objects;
#[cfg(unix)]
mod pages;
#[cfg(unix)]
mod pre_commit;
mod programs;
#[path = "../../../front/tests/room/mod.rs"]
mod room;
mod services;
mod shells;
mod short;
mod stdin;
#[path = "../../../front/tests/tools/mod.rs"]
mod tools;
mod usage;
mod verify;
mod views;

use std::process::{Command, Stdio};

use room::{Room, Run};

impl Room {
    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_otel-inject"));
        command.args(args).current_dir(self.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        self.pipe(args, b"")
    }

    fn pipe(&self, args: &[&str], stdin: &[u8]) -> Run {
        self.feed(&mut self.command(args), stdin)
    }
}

impl Run {
    #[track_caller]
    fn expect_stderr(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.stderr.contains(part), "{part:?} is not in: {}", self.stderr);
        }
    }
}
