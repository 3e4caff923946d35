//! One file a rule, and the list of them.

mod annotation_on_workload;
mod annotation_value_not_string;
mod container_name_unknown;
mod container_names_invalid;
mod containers_ambiguous;
mod env_value_from_conflict;
mod image_unpinned;
mod injection_stale;
mod instrumentation_ambiguous;
mod instrumentation_invalid;
mod instrumentation_not_found;
mod language_off_by_default;
mod namespace_override;
mod not_injected;
mod otlp_port_protocol_mismatch;
mod plaintext_secret;
mod service_name_shared;
mod shell_style_reference;
mod taken_for_injected;
mod unknown_annotation;
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
    rule!(container_names_invalid::ContainerNamesInvalid),
    rule!(containers_ambiguous::ContainersAmbiguous),
    rule!(env_value_from_conflict::EnvValueFromConflict),
    rule!(image_unpinned::ImageUnpinned),
    rule!(injection_stale::InjectionStale),
    rule!(instrumentation_ambiguous::InstrumentationAmbiguous),
    rule!(instrumentation_invalid::InstrumentationInvalid),
    rule!(instrumentation_not_found::InstrumentationNotFound),
    rule!(language_off_by_default::LanguageOffByDefault),
    rule!(namespace_override::NamespaceOverride),
    rule!(not_injected::NotInjected),
    rule!(otlp_port_protocol_mismatch::OtlpPortProtocolMismatch),
    rule!(plaintext_secret::PlaintextSecret),
    rule!(service_name_shared::ServiceNameShared),
    rule!(shell_style_reference::ShellStyleReference),
    rule!(taken_for_injected::TakenForInjected),
    rule!(unknown_annotation::UnknownAnnotation),
    rule!(unknown_field::UnknownField),
    rule!(unused_ignore::UnusedIgnore),
];

/// The rule that looks at what the others left.
pub(super) const UNUSED_IGNORE: &str = unused_ignore::UnusedIgnore::ID;
