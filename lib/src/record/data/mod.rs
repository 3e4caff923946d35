//! What a record says, whatever text keeps it: places by names, digests, and how things had been written before.

mod change;
mod draft;
mod item;
mod names;
mod record;
mod spelling;

pub use change::{Change, Entry, Neighbour};
pub use draft::{Draft, Part};
pub use names::by_names;
pub use record::{ANNOTATION, Record, RecordedLanguage};
pub use spelling::Spelling;

pub(crate) use change::CONTAINER_LISTS;
pub(crate) use item::Item;
pub(crate) use names::{name_of, names_of};
