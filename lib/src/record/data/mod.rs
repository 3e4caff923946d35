//! What a record says, whatever text keeps it.

mod change;
mod names;

pub use change::{Entry, Neighbour, Part, Said, What};
pub use names::by_names;

pub(super) use change::CONTAINER_LISTS;
pub(super) use names::{name_of, names_of};
