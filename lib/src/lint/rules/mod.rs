//! One file a rule, and the list of them.

mod annotation_on_workload;
mod annotation_value_not_string;
mod command_wrapped_and_injected;
mod container_name_unknown;
mod container_names_invalid;
mod containers_ambiguous;
mod deprecated_env;
mod deprecated_field;
mod dotnet_agent_too_old;
mod dotnet_profiler_blocked;
mod endpoint_missing;
mod endpoint_path;
mod endpoint_scheme_missing;
mod endpoint_service_not_found;
mod env_boolean;
mod env_duplicate;
mod env_reference_order;
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
mod own_agent_and_injected;
mod plaintext_secret;
mod pod_security;
mod propagator_deprecated;
mod propagator_invalid;
mod python_too_old;
mod resource_attribute_shadowed;
mod resource_attributes_malformed;
mod runtime_pip_install;
mod sampler_invalid;
mod service_name_shared;
mod shell_style_reference;
mod sidecar_first;
mod taken_for_injected;
mod tls_inconsistent;
mod tls_secret_missing;
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
    rule!(deprecated_env::DeprecatedEnv),
    rule!(deprecated_field::DeprecatedField),
    rule!(dotnet_agent_too_old::DotnetAgentTooOld),
    rule!(dotnet_profiler_blocked::DotnetProfilerBlocked),
    rule!(endpoint_missing::EndpointMissing),
    rule!(endpoint_path::EndpointPath),
    rule!(endpoint_scheme_missing::EndpointSchemeMissing),
    rule!(endpoint_service_not_found::EndpointServiceNotFound),
    rule!(env_boolean::EnvBoolean),
    rule!(env_duplicate::EnvDuplicate),
    rule!(env_reference_order::EnvReferenceOrder),
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
    rule!(own_agent_and_injected::OwnAgentAndInjected),
    rule!(plaintext_secret::PlaintextSecret),
    rule!(pod_security::PodSecurity),
    rule!(propagator_deprecated::PropagatorDeprecated),
    rule!(propagator_invalid::PropagatorInvalid),
    rule!(python_too_old::PythonTooOld),
    rule!(resource_attribute_shadowed::ResourceAttributeShadowed),
    rule!(resource_attributes_malformed::ResourceAttributesMalformed),
    rule!(runtime_pip_install::RuntimePipInstall),
    rule!(sampler_invalid::SamplerInvalid),
    rule!(service_name_shared::ServiceNameShared),
    rule!(shell_style_reference::ShellStyleReference),
    rule!(sidecar_first::SidecarFirst),
    rule!(taken_for_injected::TakenForInjected),
    rule!(tls_inconsistent::TlsInconsistent),
    rule!(tls_secret_missing::TlsSecretMissing),
    rule!(unknown_annotation::UnknownAnnotation),
    rule!(unknown_field::UnknownField),
    rule!(unused_ignore::UnusedIgnore),
    rule!(volume_size_and_claim::VolumeSizeAndClaim),
];

/// The rule that looks at what the others left.
pub(super) const UNUSED_IGNORE: &str = unused_ignore::UnusedIgnore::ID;
