//! How what was done at a place stands behind that place.

use serde::ser::{Serialize, Serializer};

use crate::pointer::{Path, Step};
use crate::record::data::{Change, Neighbour, Spelling};

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Change::Created => true.serialize(serializer),
            Change::Added { digest } => digest.serialize(serializer),
            Change::Respelled { spelling } => spelling.serialize(serializer),
            Change::Replaced { digest, spelling } => (digest, spelling).serialize(serializer),
            Change::Moved { was } => was.serialize(serializer),
            Change::Removed { was, spelling } => (was, spelling).serialize(serializer),
        }
    }
}

impl Serialize for Neighbour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.after {
            Some(Step::Index(index)) => (index, self.lines_before).serialize(serializer),
            after => {
                (after.as_ref().map(|step| Path(std::slice::from_ref(step))), self.lines_before).serialize(serializer)
            }
        }
    }
}

impl Serialize for Spelling {
    /// The text alone, or text and meaning if the text does not say it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            None => self.source.serialize(serializer),
            Some(value) => (&self.source, value).serialize(serializer),
        }
    }
}
