//! One file a command.

pub(crate) mod explain;
pub(crate) mod inject;
pub(crate) mod remove;
pub(crate) mod schema;
pub(crate) mod verify;
