//! The program as a person runs it: arguments, files and standard input in; standard output, files and exit code out.

mod by_name;
mod check;
mod corpus;
#[cfg(unix)]
mod examples;
mod explain;
mod files;
mod folders;
#[cfg(unix)]
mod forged_records;
mod hostile;
mod images;
mod injection;
mod kustomize;
mod lint;
mod no_document;
mod objects;
mod offered;
#[cfg(unix)]
mod pages;
#[cfg(unix)]
mod pre_commit;
mod programs;
mod repository;
mod services;
mod shells;
mod short;
mod silence;
mod stdin;
mod summary;
mod usage;
mod verify;
mod views;

use otel_inject_testing::sandbox::Sandbox;

/// A folder to run the program in.
fn sandbox() -> Sandbox {
    Sandbox::new(env!("CARGO_BIN_EXE_otel-inject"))
}
