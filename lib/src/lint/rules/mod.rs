//! The rules, one file each, in groups by what they are about. Each group lists its own.

/// An entry in a group's list: the rule, with the text of its file for the page.
macro_rules! rule {
    ($module:ident::$name:ident) => {
        &RuleInfo::of::<$module::$name>(include_str!(concat!(stringify!($module), ".rs")))
    };
}

mod annotations;
mod comments;
mod endpoints;
mod environment;
mod injection;
mod instrumentation;
mod languages;
mod registry;
mod security;
mod telemetry;

use crate::lint::rule::RuleInfo;

pub use registry::{ALL, by_id, is_known, rule_about, unknown_rule};

const GROUPS: &[&[&RuleInfo]] = &[
    annotations::RULES,
    comments::RULES,
    endpoints::RULES,
    environment::RULES,
    injection::RULES,
    instrumentation::RULES,
    languages::RULES,
    security::RULES,
    telemetry::RULES,
];
