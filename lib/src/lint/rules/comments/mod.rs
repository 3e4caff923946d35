//! Comments that suppress findings.

mod unused_ignore;

use crate::lint::rule::RuleInfo;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(unused_ignore::UnusedIgnore),
];
