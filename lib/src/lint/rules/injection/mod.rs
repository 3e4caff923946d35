//! What is in the way of an injection, or left of it.

mod command_wrapped_and_injected;
mod injection_outdated;
mod mount_path_conflict;
mod not_injected;
mod own_agent_and_injected;
mod sidecar_first;
mod taken_for_injected;
mod windows_pod;

use crate::lint::rule::RuleInfo;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(command_wrapped_and_injected::CommandWrappedAndInjected),
    rule!(injection_outdated::InjectionOutdated),
    rule!(mount_path_conflict::MountPathConflict),
    rule!(not_injected::NotInjected),
    rule!(own_agent_and_injected::OwnAgentAndInjected),
    rule!(sidecar_first::SidecarFirst),
    rule!(taken_for_injected::TakenForInjected),
    rule!(windows_pod::WindowsPod),
];
