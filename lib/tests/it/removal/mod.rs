//! Taking an injection back, to the byte.

mod by_name;
mod edited;
mod every_input;
mod once_failed;
