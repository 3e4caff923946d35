//! From a place in an object to the bytes that a message points at, and to the field that it names.

pub(super) use crate::yaml::{field, point};
