//! Comments that suppress findings.

mod unused_ignore;

use crate::lint::rule::Registered;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&Registered] = &[
    rule!(unused_ignore::UnusedIgnore),
];

/// The rule that looks at what the others left.
pub(in crate::lint) const UNUSED_IGNORE: &str = <unused_ignore::UnusedIgnore as crate::lint::Rule>::ID;
