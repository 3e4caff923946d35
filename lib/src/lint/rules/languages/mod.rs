//! What one language or its agent asks for.

mod dotnet_agent_too_old;
mod dotnet_profiler_blocked;
mod fork_server;
mod go_job_never_ends;
mod go_several_containers;
mod go_shared_pid_off;
mod go_target_missing;
mod language_off_by_default;
mod musl_image_glibc_agent;
mod nginx_version_unsupported;
mod node_version_too_old;
mod python_too_old;
mod runtime_pip_install;

use crate::lint::rule::RuleInfo;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(dotnet_agent_too_old::DotnetAgentTooOld),
    rule!(dotnet_profiler_blocked::DotnetProfilerBlocked),
    rule!(fork_server::ForkServer),
    rule!(go_job_never_ends::GoJobNeverEnds),
    rule!(go_several_containers::GoSeveralContainers),
    rule!(go_shared_pid_off::GoSharedPidOff),
    rule!(go_target_missing::GoTargetMissing),
    rule!(language_off_by_default::LanguageOffByDefault),
    rule!(musl_image_glibc_agent::MuslImageGlibcAgent),
    rule!(nginx_version_unsupported::NginxVersionUnsupported),
    rule!(node_version_too_old::NodeVersionTooOld),
    rule!(python_too_old::PythonTooOld),
    rule!(runtime_pip_install::RuntimePipInstall),
];
