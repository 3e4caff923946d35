//! Instrumentations: what is wrong with one, and which one is meant.

mod deprecated_field;
mod image_unpinned;
mod instrumentation_ambiguous;
mod instrumentation_invalid;
mod instrumentation_not_found;
mod unknown_field;
mod volume_size_and_claim;

use crate::lint::rule::RuleInfo;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(deprecated_field::DeprecatedField),
    rule!(image_unpinned::ImageUnpinned),
    rule!(instrumentation_ambiguous::InstrumentationAmbiguous),
    rule!(instrumentation_invalid::InstrumentationInvalid),
    rule!(instrumentation_not_found::InstrumentationNotFound),
    rule!(unknown_field::UnknownField),
    rule!(volume_size_and_claim::VolumeSizeAndClaim),
];
