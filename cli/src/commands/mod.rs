//! One file a command.

pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod images;
pub(crate) mod inject;
pub(crate) mod lint;
pub(crate) mod man;
pub(crate) mod patch;
pub(crate) mod remove;
pub(crate) mod schema;
pub(crate) mod verify;
