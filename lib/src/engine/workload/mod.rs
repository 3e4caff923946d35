//! One workload: what is done with it, and what is said of it.

mod explain;
mod injection;
mod notes;
mod removal;
mod verify;

pub(crate) use explain::{Known, explained};
pub(crate) use injection::{Decided, Extent, Removed, Subject, injection};
pub(crate) use removal::removal;
pub(crate) use verify::{Found, verify};
