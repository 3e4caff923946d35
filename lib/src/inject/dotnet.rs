//! .NET: the runtime loads a native profiler, and a startup hook beside it.

use crate::decision::ContainerSkip;
use crate::k8s::{Container, ContainerMut};
use crate::operator::{AgentVolume, Language, Platform};

use super::agent::{Agent, volume_of};
use super::fingerprint::{Fingerprint, Joined, SCRATCH, is_mounted, without};
use super::{Context, Injector, Requests, Steps, environment};

pub(super) const DOTNET: Injector = Injector {
    requests: Some(Requests { cpu: "50m", memory: "128Mi" }),
    fingerprint: Fingerprint {
        init_containers: &[VOLUME.name],
        volumes: &[(VOLUME.name, SCRATCH)],
        variables: &["CORECLR_ENABLE_PROFILING", "CORECLR_PROFILER", "CORECLR_PROFILER_PATH"],
        joined: &[
            Joined { variable: HOOKS, strip_ours },
            Joined { variable: DEPS, strip_ours },
            Joined { variable: STORE, strip_ours },
        ],
        ..Fingerprint::NONE
    },
    steps: Steps::Agent(Agent {
        volume: VOLUME,
        conflicts: &[HOOKS, DEPS, STORE],
        check,
        after_language_env: |_, _| {},
        mount_path: |context, _| context.mounted(MOUNT),
        after_mount: load_profiler,
        command: |context| ["cp", "-r", "/autoinstrumentation/.", MOUNT].map(|word| context.mounted(word)).to_vec(),
    }),
};

const VOLUME: AgentVolume = volume_of(Language::Dotnet);
const MOUNT: &str = VOLUME.mount_path;
const HOOKS: &str = "DOTNET_STARTUP_HOOKS";
const DEPS: &str = "DOTNET_ADDITIONAL_DEPS";
const STORE: &str = "DOTNET_SHARED_STORE";
/// Where the agent is. Set by anyone else, it says that they have instrumented the program themselves.
const HOME: &str = "OTEL_DOTNET_AUTO_HOME";
/// How it is told which runtime the image has.
const RUNTIME: Platform = Language::Dotnet.facts().platform.expect("a language with a platform");

/// Only the language's own variables count beside the container's: one for all languages is no sign.
fn check(context: &Context<'_, '_>, container: Container<'_, '_>) -> Option<ContainerSkip> {
    let mut settings = context.settings().into_iter().flat_map(|settings| settings.env);
    if container.has_env(HOME) || settings.any(|variable| variable.name == HOME) {
        return Some(ContainerSkip::AlreadySet { variable: HOME.to_owned() });
    }
    let Platform { annotation, .. } = RUNTIME;
    let value = context.annotation(annotation);
    RUNTIME.libc(&value).is_none().then(|| ContainerSkip::UnknownSetting { annotation, value: value.into_owned() })
}

fn load_profiler(context: &Context<'_, '_>, container: &mut ContainerMut<'_, '_>) {
    const HOOK: &str = "/otel-auto-instrumentation-dotnet/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll";
    container.default_env("CORECLR_ENABLE_PROFILING", "1");
    container.default_env("CORECLR_PROFILER", "{918728DD-259F-4A6A-AC2B-B85E1B658318}");
    if let Some(libc) = RUNTIME.libc(&context.annotation(RUNTIME.annotation)) {
        let profiler = context.surroundings.release.dotnet_profiler(libc);
        container.default_env("CORECLR_PROFILER_PATH", context.mounted(profiler));
    }
    environment::extend(container, HOOKS, ":", context.mounted(HOOK));
    environment::extend(container, DEPS, ":", context.mounted("/otel-auto-instrumentation-dotnet/AdditionalDeps"));
    container.default_env(HOME, context.mounted(MOUNT));
    environment::extend(container, STORE, ":", context.mounted("/otel-auto-instrumentation-dotnet/store"));
}

fn strip_ours(value: &str, mounts: &[&str]) -> Option<String> {
    without(value, ':', |part| part.starts_with("/otel-auto-instrumentation-dotnet/") || is_mounted(part, mounts))
}
