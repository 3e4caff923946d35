//! Kinds of workload, by name.

use serde_json::{Value as Json, json};

use crate::k8s::Kinds;

use super::mistake::{Misread, suggestion};
use super::shape::Parsed;

/// A kind of workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindName(&'static str);

impl KindName {
    /// As in `kind` of an object.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.0
    }
}

impl Parsed for KindName {
    fn parse(text: &str) -> Result<Self, Misread> {
        let known = names();
        match known.iter().find(|kind| **kind == text) {
            Some(kind) => Ok(Self(kind)),
            None => Err(Misread::whole(text, format!("{text:?} is no kind of workload"), suggestion(text, &known))),
        }
    }

    fn schema() -> Json {
        json!({"enum": names()})
    }
}

fn names() -> Vec<&'static str> {
    Kinds::known().iter().map(|kind| kind.kind.as_str()).collect()
}
