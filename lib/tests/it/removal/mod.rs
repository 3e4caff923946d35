//! Taking an injection back, to the byte.

mod by_name;
mod edited;
pub mod every_input;
mod once_failed;
