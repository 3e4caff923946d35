//! What the engine is given: sources, their documents, and the objects in them.

mod prefilter;
mod source;
mod task;

pub(crate) use prefilter::{child, kind_of, may_ask, may_carry, may_hold_workload, objects, read};
pub use source::{Role, Settings, Source};
pub use task::Task;
