//! One file a rule, and the list of them.

mod annotation_on_workload;
mod annotation_value_not_string;
mod container_name_unknown;
mod deprecated_env;
mod endpoint_missing;
mod endpoint_path;
mod endpoint_scheme_missing;
mod endpoint_service_not_found;
mod env_boolean;
mod env_duplicate;
mod env_reference_order;
mod injection_stale;
mod instrumentation_invalid;
mod not_injected;
mod otlp_port_protocol_mismatch;
mod propagator_deprecated;
mod propagator_invalid;
mod resource_attribute_shadowed;
mod resource_attributes_malformed;
mod sampler_invalid;
mod service_name_shared;
mod shell_style_reference;
mod tls_inconsistent;
mod tls_secret_missing;
mod unknown_field;
mod unused_ignore;

use super::{Registered, Rule as _};

/// A rule, with the text of its file for the page.
macro_rules! rule {
    ($module:ident::$name:ident) => {
        &Registered::of::<$module::$name>(include_str!(concat!(stringify!($module), ".rs")))
    };
}

/// All rules, in the order of their names.
#[rustfmt::skip]
pub const ALL: &[&Registered] = &[
    rule!(annotation_on_workload::AnnotationOnWorkload),
    rule!(annotation_value_not_string::AnnotationValueNotString),
    rule!(container_name_unknown::ContainerNameUnknown),
    rule!(deprecated_env::DeprecatedEnv),
    rule!(endpoint_missing::EndpointMissing),
    rule!(endpoint_path::EndpointPath),
    rule!(endpoint_scheme_missing::EndpointSchemeMissing),
    rule!(endpoint_service_not_found::EndpointServiceNotFound),
    rule!(env_boolean::EnvBoolean),
    rule!(env_duplicate::EnvDuplicate),
    rule!(env_reference_order::EnvReferenceOrder),
    rule!(injection_stale::InjectionStale),
    rule!(instrumentation_invalid::InstrumentationInvalid),
    rule!(not_injected::NotInjected),
    rule!(otlp_port_protocol_mismatch::OtlpPortProtocolMismatch),
    rule!(propagator_deprecated::PropagatorDeprecated),
    rule!(propagator_invalid::PropagatorInvalid),
    rule!(resource_attribute_shadowed::ResourceAttributeShadowed),
    rule!(resource_attributes_malformed::ResourceAttributesMalformed),
    rule!(sampler_invalid::SamplerInvalid),
    rule!(service_name_shared::ServiceNameShared),
    rule!(shell_style_reference::ShellStyleReference),
    rule!(tls_inconsistent::TlsInconsistent),
    rule!(tls_secret_missing::TlsSecretMissing),
    rule!(unknown_field::UnknownField),
    rule!(unused_ignore::UnusedIgnore),
];

/// The rule that looks at what the others left.
pub(super) const UNUSED_IGNORE: &str = unused_ignore::UnusedIgnore::ID;
