//! The program as kustomize, kpt and Helm run it.

mod failures;
mod injection;
mod recorded;
#[path = "../../../front/tests/room/mod.rs"]
mod room;
mod shapes;
mod verify;
mod wraps;

use std::process::Command;

use room::{Room, Run};

impl Room {
    fn run(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_otel-inject-fn"));
        // What kustomize sets for containers, and what must make no difference.
        command.env("LOG_TO_STDERR", "true").env("STRUCTURED_RESULTS", "true").args(args);
        self.feed(&mut command, stdin.as_ref())
    }
}
