//! One file a rule, and the list of them.

mod annotation_on_workload;
mod annotation_value_not_string;
mod container_name_unknown;
mod injection_stale;
mod instrumentation_invalid;
mod not_injected;
mod otlp_port_protocol_mismatch;
mod service_name_shared;
mod shell_style_reference;
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
    rule!(injection_stale::InjectionStale),
    rule!(instrumentation_invalid::InstrumentationInvalid),
    rule!(not_injected::NotInjected),
    rule!(otlp_port_protocol_mismatch::OtlpPortProtocolMismatch),
    rule!(service_name_shared::ServiceNameShared),
    rule!(shell_style_reference::ShellStyleReference),
    rule!(unknown_field::UnknownField),
    rule!(unused_ignore::UnusedIgnore),
];

/// The rule that looks at what the others left.
pub(super) const UNUSED_IGNORE: &str = unused_ignore::UnusedIgnore::ID;
