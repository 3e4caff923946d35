//! The record of an injection, kept in an annotation of the pod template: what was added, and how what was replaced,
//! moved or removed had been written. From it an injection is taken back, byte for byte where nothing else changed.

mod by_name;
mod dangling;
mod data;
mod make;
mod text;
mod undo;

use thiserror::Error;

use crate::value::Value;

pub use by_name::{sign, take_by_name};
pub use dangling::dangling;
pub use data::{Entry, Neighbour, Part, Said, What, by_names};
pub use make::{Original, parts};
pub use text::Draft;
pub use undo::{Remark, RemarkKind, TakenBack, removing, take_back};

use undo::places::tell_indices;

/// The annotation that holds the record.
pub const ANNOTATION: &str = "otel-inject.dev/injected";

/// The format that is written, and the only one that is read.
pub const VERSION: u64 = 1;

/// What one injection did to a pod template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record<'s> {
    /// The languages that were injected, in order.
    pub languages: Vec<Language>,
    /// What was done, in the order of the template.
    pub entries: Vec<Entry<'s>>,
}

/// One language of an injection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// Its name, as in the annotation.
    pub name: String,
    /// The Instrumentation, as namespace/name or name.
    pub instrumentation: String,
    /// The configuration whose rule asked for it; none where an annotation did.
    pub asked_by: Option<String>,
}

/// What a template is taken back for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be injected again: what is ours and was edited by hand is written anew.
    Inject,
    /// To be left without: what is ours and was edited by hand stays, and is reported.
    Remove,
}

/// Why a record can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// It is no JSON, or not of the shape of a record.
    #[error("it is damaged ({0}); restore the annotation from your history, or remove the injection with --by-name")]
    Damaged(String),
    /// A later version of this program wrote it.
    #[error("it has version {0}, and this program knows version {VERSION}; use the program that wrote it")]
    Version(String),
}

impl Record<'static> {
    /// The record of a pod template, if it carries one.
    ///
    /// # Errors
    /// Where the annotation is there and can't be used: a guess could damage what people wrote.
    pub fn of(template: &Value<'_>) -> Result<Option<Self>, Error> {
        match template.at(&["metadata", "annotations", ANNOTATION]) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => {
                let mut record: Self = text.parse()?;
                record.entries.iter_mut().for_each(|entry| tell_indices(&mut entry.at, template));
                Ok(Some(record))
            }
            Some(other) => Err(Error::Damaged(format!("{} where text belongs", other.kind()))),
        }
    }
}
