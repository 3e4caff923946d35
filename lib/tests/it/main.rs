//! The library from outside: one binary, a module a subject.

// What the library must not do, its tests may.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod arguments;
mod by_hand;
mod by_name;
mod commands;
mod config;
mod corpus;
mod damage;
mod explain;
mod fixtures;
mod followed;
mod formatters;
mod generated;
mod hand_edits;
mod hostile;
mod image_volumes;
mod later_edits;
mod layering;
mod lint;
mod mistakes;
mod mount_paths;
mod mounts;
mod mutated;
mod nodes;
mod odd_values;
mod parity;
mod patches;
mod previous_names;
mod readers;
mod removal;
mod round_trips;
mod rules;
#[cfg(unix)]
mod scripts;
mod snapshots;
mod strings;
mod suite;
mod texts;
mod there_and_back;
mod updates;
mod verify;
mod yaml_cases;
mod yaml_random;
