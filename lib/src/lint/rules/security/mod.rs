//! Secrets, and what pods may do.

mod plaintext_secret;
mod pod_security;

use crate::lint::rule::Registered;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&Registered] = &[
    rule!(plaintext_secret::PlaintextSecret),
    rule!(pod_security::PodSecurity),
];
