//! YAML that is edited without damage: text to a tree with places, plans back to text.
//!
//! Values never make a round trip through a serializer: a plan becomes splices of the text as it was read.

mod documents;
mod edit;
mod error;
mod granit;
mod locate;
mod quote;
mod results;
mod scalar;
mod source;
mod style;
mod tree;
mod value;
mod verify;
mod write;

pub use documents::documents;
pub use edit::{edit, write_outs};
pub use error::Error;
pub use locate::{exact, key_of, nearest, pointer_to, step};
pub use results::append_results;
pub use scalar::{resolve, resolve_tagged};
pub use source::{MERGED, gap, item_source, source_value, unended_scalar, value_source};
pub use style::Style;
pub use tree::{Children, Extra, Kind, Node, NodeId, Tree};
pub use value::value;
pub use verify::{Edited, edit_verified};

/// Reads one document.
///
/// This is where a faster reader for plain block style can come first; it must build the very same tree or give up.
///
/// # Errors
/// [`Error::Syntax`] where it is not YAML, [`Error::Unsupported`] where it can't be told apart safely.
pub fn read(source: &str) -> Result<Tree<'_>, Error> {
    granit::read(source)
}
