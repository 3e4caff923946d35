//! Edits YAML and JSON manifests without touching a byte that is not asked for.
//!
//! Values never make a round trip through a serializer. A document is read into a tree that accounts for every byte of
//! it; a change is a [`plan`], the difference of two [`value`]s; and the plan becomes splices of the text, so comments,
//! quotes, indentation and line ends stay as they are wherever nothing changes.
//!
//! ```
//! use manifest_edit::{plan, value::Value, yaml};
//!
//! let text = "replicas: 1 # for now\nname:   'web'\n";
//! let tree = yaml::read(text)?;
//! let root = tree.root().expect("a document");
//! let current = yaml::value(&tree, root)?;
//! let mut wanted = current.clone();
//! wanted.as_map_mut().expect("a mapping").set("replicas", Value::Int(3));
//!
//! let plan = plan::difference(&current, &wanted);
//! let edited = yaml::edit_verified(&tree, &[yaml::Edited { node: root, plan: &plan, wanted: &wanted }])?;
//! assert_eq!(edited, "replicas: 3 # for now\nname:   'web'\n");
//! # Ok::<(), yaml::Error>(())
//! ```
//!
//! The modules, from the bottom up: [`value`] is what a document means, [`mod@pointer`] the way to a place in a value,
//! [`plan`] the edits that lead from one value to another, and [`yaml`] reads text and writes it back. Nothing here
//! reads files, prints, or knows the time.

mod kubernetes;
pub mod plan;
pub mod pointer;
pub mod value;
pub mod yaml;
