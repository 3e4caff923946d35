//! The library from outside: one binary, a module a subject.

mod fixtures;
mod layering;
mod mistakes;
mod round_trips;
mod snapshots;
mod yaml_cases;
mod yaml_random;
