//! What telemetry says of its source, and what of it is kept and passed on.

mod propagator_deprecated;
mod propagator_invalid;
mod resource_attribute_shadowed;
mod resource_attributes_malformed;
mod sampler_invalid;
mod service_name_shared;

use crate::lint::rule::RuleInfo;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(propagator_deprecated::PropagatorDeprecated),
    rule!(propagator_invalid::PropagatorInvalid),
    rule!(resource_attribute_shadowed::ResourceAttributeShadowed),
    rule!(resource_attributes_malformed::ResourceAttributesMalformed),
    rule!(sampler_invalid::SamplerInvalid),
    rule!(service_name_shared::ServiceNameShared),
];
