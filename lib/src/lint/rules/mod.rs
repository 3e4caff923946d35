//! One file a rule, and the list of them.

mod annotation_on_workload;
mod annotation_value_not_string;
mod command_wrapped_and_injected;
mod container_name_unknown;
mod container_names_invalid;
mod containers_ambiguous;
mod dotnet_profiler_blocked;
mod env_value_from_conflict;
mod fork_server;
mod go_job_never_ends;
mod go_several_containers;
mod go_shared_pid_off;
mod go_target_missing;
mod image_unpinned;
mod injection_stale;
mod instrumentation_ambiguous;
mod instrumentation_invalid;
mod instrumentation_not_found;
mod language_off_by_default;
mod mount_path_conflict;
mod musl_image_glibc_agent;
mod namespace_override;
mod nginx_version_unsupported;
mod node_version_too_old;
mod not_injected;
mod otlp_port_protocol_mismatch;
mod plaintext_secret;
mod pod_security;
mod python_too_old;
mod runtime_pip_install;
mod service_name_shared;
mod shell_style_reference;
mod sidecar_first;
mod taken_for_injected;
mod unknown_annotation;
mod unknown_field;
mod unused_ignore;
mod volume_size_and_claim;

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
    rule!(command_wrapped_and_injected::CommandWrappedAndInjected),
    rule!(container_name_unknown::ContainerNameUnknown),
    rule!(container_names_invalid::ContainerNamesInvalid),
    rule!(containers_ambiguous::ContainersAmbiguous),
    rule!(dotnet_profiler_blocked::DotnetProfilerBlocked),
    rule!(env_value_from_conflict::EnvValueFromConflict),
    rule!(fork_server::ForkServer),
    rule!(go_job_never_ends::GoJobNeverEnds),
    rule!(go_several_containers::GoSeveralContainers),
    rule!(go_shared_pid_off::GoSharedPidOff),
    rule!(go_target_missing::GoTargetMissing),
    rule!(image_unpinned::ImageUnpinned),
    rule!(injection_stale::InjectionStale),
    rule!(instrumentation_ambiguous::InstrumentationAmbiguous),
    rule!(instrumentation_invalid::InstrumentationInvalid),
    rule!(instrumentation_not_found::InstrumentationNotFound),
    rule!(language_off_by_default::LanguageOffByDefault),
    rule!(mount_path_conflict::MountPathConflict),
    rule!(musl_image_glibc_agent::MuslImageGlibcAgent),
    rule!(namespace_override::NamespaceOverride),
    rule!(nginx_version_unsupported::NginxVersionUnsupported),
    rule!(node_version_too_old::NodeVersionTooOld),
    rule!(not_injected::NotInjected),
    rule!(otlp_port_protocol_mismatch::OtlpPortProtocolMismatch),
    rule!(plaintext_secret::PlaintextSecret),
    rule!(pod_security::PodSecurity),
    rule!(python_too_old::PythonTooOld),
    rule!(runtime_pip_install::RuntimePipInstall),
    rule!(service_name_shared::ServiceNameShared),
    rule!(shell_style_reference::ShellStyleReference),
    rule!(sidecar_first::SidecarFirst),
    rule!(taken_for_injected::TakenForInjected),
    rule!(unknown_annotation::UnknownAnnotation),
    rule!(unknown_field::UnknownField),
    rule!(unused_ignore::UnusedIgnore),
    rule!(volume_size_and_claim::VolumeSizeAndClaim),
];

/// The rule that looks at what the others left.
pub(super) const UNUSED_IGNORE: &str = unused_ignore::UnusedIgnore::ID;
