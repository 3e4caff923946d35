//! Variables: their lists, values and references.

mod deprecated_env;
mod env_boolean;
mod env_duplicate;
mod env_reference_order;
mod env_value_from_conflict;
mod shell_style_reference;

use crate::lint::rule::RuleInfo;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(deprecated_env::DeprecatedEnv),
    rule!(env_boolean::EnvBoolean),
    rule!(env_duplicate::EnvDuplicate),
    rule!(env_reference_order::EnvReferenceOrder),
    rule!(env_value_from_conflict::EnvValueFromConflict),
    rule!(shell_style_reference::ShellStyleReference),
];
