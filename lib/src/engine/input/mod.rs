//! What the engine is given: sources, their documents, and the objects in them.

mod count;
mod inventory;
mod list_items;
mod of_use;
mod otherwise;
mod prefilter;
mod read;
mod source;
mod task;

pub(crate) use count::count_workloads;
pub(crate) use inventory::{Holds, child};
pub use of_use::is_of_use;
pub(crate) use otherwise::may_be_read_otherwise;
pub(crate) use prefilter::{
    WorkloadWords, may_be_unreadable, may_hold_injection, may_request_injection, shows_injection,
};
pub(crate) use read::{ReadDocument, ReadObject, unreadable, unreadable_text};
pub use source::{Role, Settings, Source};
pub use task::Task;
