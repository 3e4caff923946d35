//! Reads YAML into a tree with positions, and carries out plans on its text.
//!
//! Values never make a round trip through a serializer: a plan becomes splices of the text as it was read. JSON is read
//! and edited as the YAML that it is.

mod continued;
mod documents;
mod edit;
mod error;
mod granit;
mod locate;
mod plain;
mod point;
mod print;
mod quote;
mod results;
mod scalar;
mod source;
mod style;
mod tree;
mod value;
mod verify;
mod write;

pub use documents::{documents, holds_document};
pub use edit::{edit, write_outs};
pub use error::Error;
#[doc(hidden)]
pub use granit::read as read_thoroughly;
pub use locate::{exact, key_of, nearest, pointer_to, step};
#[doc(hidden)]
pub use plain::read as read_quickly;
pub use point::{field, point};
pub use print::print;
pub use results::append_results;
pub use scalar::{resolve, resolve_tagged};
pub use source::{MERGED, gap, item_source, source_value, unended_scalar, value_source, with_line_end};
pub use style::Style;
pub use tree::{Children, Extra, Kind, Node, NodeId, Tree};
pub use value::value;
pub use verify::{Edited, edit_verified, is_json};

/// Reads one document: plain block style quickly, everything else thoroughly. [`documents`] splits a stream.
///
/// # Errors
/// [`Error::Syntax`] if it is not YAML, [`Error::Unsupported`] if it can't be edited safely.
pub fn read(source: &str) -> Result<Tree<'_>, Error> {
    plain::read(source).map_or_else(|| granit::read(source), Ok)
}
