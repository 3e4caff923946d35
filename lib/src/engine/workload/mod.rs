//! One workload: what is done with it, and what is said of it.

mod before;
mod course;
mod explain;
mod injection;
mod notes;
mod parts;
mod record;
mod removal;
mod target;
mod unmet;
mod update;
mod verify;

pub(crate) use injection::{Injection, injection};
pub(crate) use parts::Part;
pub(crate) use removal::{Removal, RemovedPart, Taken, removal};
pub(crate) use target::{Output, WorkloadNode};
pub(crate) use verify::{Verified, verify};

#[cfg(test)]
mod tests;
