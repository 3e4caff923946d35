//! Comments that suppress findings.

mod unused_ignore;

use crate::lint::rule::Registered;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&Registered] = &[
    rule!(unused_ignore::UnusedIgnore),
];
