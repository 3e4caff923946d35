//! The program as kustomize, kpt and Helm run it.

mod builds;
#[cfg(unix)]
mod examples;
mod failures;
mod helm;
mod image;
mod injection;
mod kpt;
mod lint;
mod recorded;
mod shapes;
mod silence;
mod verify;
mod wraps;

use std::path::{Path, PathBuf};

use otel_inject_testing::sandbox::Sandbox;

/// A folder to run the function in, with what kustomize sets for containers, and what must make no difference.
fn sandbox() -> Sandbox {
    Sandbox::new(env!("CARGO_BIN_EXE_otel-inject-fn")).env("LOG_TO_STDERR", "true").env("STRUCTURED_RESULTS", "true")
}

/// The folder of the function.
fn function() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_otel-inject-fn")).parent().expect("a folder").to_owned()
}
