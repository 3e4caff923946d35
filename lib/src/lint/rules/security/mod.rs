//! Secrets, and what pods may do.

mod plaintext_secret;
mod pod_security;

use crate::lint::rule::RuleInfo;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(plaintext_secret::PlaintextSecret),
    rule!(pod_security::PodSecurity),
];
