//! What injection adds, held against the operator, against a team's own work, and feature by feature.

mod by_hand;
mod image_volumes;
mod kinds;
mod mount_paths;
mod mounts;
mod nodes;
mod one_scope;
mod operator;
mod other_objects;
pub mod parity;
mod previous_names;
#[cfg(unix)]
mod scripts;
mod unmet;
mod wrapped_commands;
