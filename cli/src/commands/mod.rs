//! One file a command.

pub(crate) mod inject;
pub(crate) mod lint;
pub(crate) mod remove;
pub(crate) mod schema;
