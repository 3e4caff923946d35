//! What the tests share: inputs, and what becomes of them.

pub mod fixtures;
pub mod texts;
