//! The library from outside: one binary, a room a subject. CONTRIBUTING.md says where a new test goes.

// What the library must not do, its tests may.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod any_input;
mod between_runs;
mod configuration;
mod damage;
mod injection;
mod layering;
mod lint;
mod output;
mod releases;
mod removal;
mod testing;
mod yaml;

use otel_inject_testing::snapshots;
use testing::fixtures;
