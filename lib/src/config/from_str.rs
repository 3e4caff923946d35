//! Texts of a configuration each on its own, as the arguments of a command line give them.

use std::str::FromStr;

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

from_str!(AttributeKey, AttributeValue, Glob, KindName, Language, Name, ServiceName);
