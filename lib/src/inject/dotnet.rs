//! .NET: the runtime loads a native profiler, and a startup hook beside it.

use crate::decision::ContainerSkip;
use crate::k8s::{Container, ContainerMut};

use super::agent::Agent;
use super::marks::{Joined, Marks, SCRATCH, is_mounted, without};
use super::{Context, Defaults, Language, Steps, environment};

pub(super) const DOTNET: Language = Language {
    name: "dotnet",
    defaults: Some(Defaults {
        image: concat!("ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-dotnet:", "1.16.0"),
        cpu: "50m",
        memory: "128Mi",
    }),
    marks: Marks {
        init_containers: &[AGENT],
        volumes: &[(AGENT, SCRATCH)],
        variables: &["CORECLR_ENABLE_PROFILING", "CORECLR_PROFILER", "CORECLR_PROFILER_PATH"],
        joined: &[Joined { variable: HOOKS, cut }, Joined { variable: DEPS, cut }, Joined { variable: STORE, cut }],
        ..Marks::NONE
    },
    steps: Steps::Agent(Agent {
        name: AGENT,
        path: MOUNT,
        conflicts: &[HOOKS, DEPS, STORE],
        check,
        before: |_, _| {},
        mount_path: |context, _| context.mounted(MOUNT),
        after: load_profiler,
        command: |context| ["cp", "-r", "/autoinstrumentation/.", MOUNT].map(|word| context.mounted(word)).to_vec(),
    }),
};

const AGENT: &str = "opentelemetry-auto-instrumentation-dotnet";
const MOUNT: &str = "/otel-auto-instrumentation-dotnet";
const HOOKS: &str = "DOTNET_STARTUP_HOOKS";
const DEPS: &str = "DOTNET_ADDITIONAL_DEPS";
const STORE: &str = "DOTNET_SHARED_STORE";
/// Where the agent is. Set by anyone else, it says that they have instrumented the program themselves.
const HOME: &str = "OTEL_DOTNET_AUTO_HOME";
/// The annotation that says which runtime the image has.
const RUNTIME: &str = "instrumentation.opentelemetry.io/otel-dotnet-auto-runtime";

/// The native profiler for a runtime.
fn profiler(runtime: &str) -> Option<&'static str> {
    match runtime {
        "" | "linux-x64" => Some("/otel-auto-instrumentation-dotnet/linux/OpenTelemetry.AutoInstrumentation.Native.so"),
        "linux-musl-x64" => {
            Some("/otel-auto-instrumentation-dotnet/linux-musl/OpenTelemetry.AutoInstrumentation.Native.so")
        }
        _ => None,
    }
}

/// Only the language's own variables count beside the container's: one for all languages is no sign.
fn check(context: &Context<'_, '_>, container: Container<'_, '_>) -> Option<ContainerSkip> {
    let mut settings = context.settings().into_iter().flat_map(|settings| settings.env);
    if container.has_env(HOME) || settings.any(|variable| variable.name == HOME) {
        return Some(ContainerSkip::AlreadySet { variable: HOME.to_owned() });
    }
    let runtime = context.annotation(RUNTIME);
    let unknown =
        || ContainerSkip::UnknownSetting { annotation: RUNTIME.to_owned(), value: runtime.clone().into_owned() };
    profiler(&runtime).is_none().then(unknown)
}

fn load_profiler(context: &Context<'_, '_>, container: &mut ContainerMut<'_, '_>) {
    const HOOK: &str = "/otel-auto-instrumentation-dotnet/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll";
    container.default_env("CORECLR_ENABLE_PROFILING", "1");
    container.default_env("CORECLR_PROFILER", "{918728DD-259F-4A6A-AC2B-B85E1B658318}");
    if let Some(path) = profiler(&context.annotation(RUNTIME)) {
        container.default_env("CORECLR_PROFILER_PATH", context.mounted(path));
    }
    environment::extend(container, HOOKS, ":", context.mounted(HOOK));
    environment::extend(container, DEPS, ":", context.mounted("/otel-auto-instrumentation-dotnet/AdditionalDeps"));
    container.default_env(HOME, context.mounted(MOUNT));
    environment::extend(container, STORE, ":", context.mounted("/otel-auto-instrumentation-dotnet/store"));
}

fn cut(value: &str, mounts: &[&str]) -> Option<String> {
    without(value, ':', |part| part.starts_with("/otel-auto-instrumentation-dotnet/") || is_mounted(part, mounts))
}
