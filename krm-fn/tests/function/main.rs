//! The program as kustomize, kpt and Helm run it.

mod builds;
#[cfg(unix)]
#[path = "../../../front/tests/example/mod.rs"]
mod example;
#[cfg(unix)]
mod examples;
mod failures;
mod helm;
mod image;
mod injection;
mod kpt;
mod lint;
mod recorded;
#[path = "../../../front/tests/room/mod.rs"]
mod room;
mod shapes;
#[path = "../../../front/tests/tools/mod.rs"]
mod tools;
mod verify;
mod wraps;

use std::path::{Path, PathBuf};
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

/// Snapshots lie with those of the library.
fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// The folder of the function.
fn function() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_otel-inject-fn")).parent().expect("a folder").to_owned()
}
