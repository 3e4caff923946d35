//! What the tests of the library and of both programs share: manifests, a folder to run a program in, the programs that
//! run ours, and where snapshots lie. It knows nothing of the library, whose own tests use it too.

// What a test can't go on without, it unwraps.
#![allow(clippy::unwrap_used)]

#[cfg(unix)]
pub mod example;
pub mod manifests;
pub mod programs;
pub mod sandbox;
pub mod snapshots;
