//! Texts of a configuration each on its own, as the arguments of a command line give them.

use std::str::FromStr;

use crate::k8s::Kinds;
use crate::operator::Language;

use super::glob::Glob;
use super::mistake::Misread;
use super::shape::Parsed;
use super::texts::{AttributeKey, AttributeValue, Name, ServiceName};
use super::workload_kind::KindName;

macro_rules! from_str {
    ($($name:ty),+ $(,)?) => {
        $(impl FromStr for $name {
            type Err = Misread;

            fn from_str(text: &str) -> Result<Self, Misread> {
                <Self as Parsed>::parse(text)
            }
        })+
    };
}

from_str!(AttributeKey, AttributeValue, Glob, Language, Name, ServiceName);

impl FromStr for KindName {
    type Err = Misread;

    /// A known kind in other capitals is a mistake whatever a configuration describes; other names that may be kinds are
    /// compared with those once the configuration is read.
    fn from_str(text: &str) -> Result<Self, Misread> {
        let name = <Self as Parsed>::parse(text)?;
        let in_other_capitals = Kinds::known().iter().any(|kind| kind.kind.eq_ignore_ascii_case(text));
        if in_other_capitals { name.check(Kinds::known()).map(|()| name) } else { Ok(name) }
    }
}
