//! Everything read and decided, for the rules.

mod linted;
mod reading;
mod repair;

pub use linted::Linted;
pub(crate) use linted::linted;
pub use repair::{Repaired, repair};
