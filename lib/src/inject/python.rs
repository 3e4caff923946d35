//! Python: its site customization is found by way of PYTHONPATH.

use crate::decision::ContainerSkip;
use crate::k8s::{Container, ContainerMut};
use crate::operator::{AgentVolume, Language, Libc, Platform};
use crate::value::Text;

use super::agent::{Agent, volume_of};
use super::fingerprint::{Fingerprint, Joined, SCRATCH, is_mounted, without};
use super::{Context, Injector, Requests, Steps, environment};

pub(super) const PYTHON: Injector = Injector {
    requests: Some(Requests { cpu: "50m", memory: "64Mi" }),
    fingerprint: Fingerprint {
        init_containers: &[VOLUME.name],
        volumes: &[(VOLUME.name, SCRATCH)],
        joined: &[Joined {
            variable: PATH,
            strip_ours: |value, mounts| without(value, ':', |part| part.starts_with(MOUNT) || is_mounted(part, mounts)),
        }],
        ..Fingerprint::NONE
    },
    steps: Steps::Agent(Agent {
        volume: VOLUME,
        conflicts: &[PATH],
        check,
        after_language_env: extend_path,
        mount_path: |context, _| context.mounted(MOUNT),
        after_mount: defaults,
        command,
    }),
};

const VOLUME: AgentVolume = volume_of(Language::Python);
const MOUNT: &str = VOLUME.mount_path;
const PATH: &str = "PYTHONPATH";
/// What it is where nothing else belongs to it, as nearly everywhere.
const WHOLE_PATH: &str = concat!(
    "/otel-auto-instrumentation-python/opentelemetry/instrumentation/auto_instrumentation",
    ":/otel-auto-instrumentation-python"
);
/// How it is told which C library the image has.
const PLATFORM: Platform = Language::Python.facts().platform.expect("a language with a platform");

/// Where its image has the agent for a platform.
fn folder(platform: &str) -> Option<&'static str> {
    PLATFORM.libc(platform).map(|libc| match libc {
        Libc::Glibc => "/autoinstrumentation",
        Libc::Musl => "/autoinstrumentation-musl",
    })
}

/// Where the agent is in a container.
pub(super) fn home(context: &Context<'_, '_>) -> Text<'static> {
    context.home(MOUNT, || folder(&context.annotation(PLATFORM.annotation)).unwrap_or_default())
}

fn check(context: &Context<'_, '_>, container: Container<'_, '_>) -> Option<ContainerSkip> {
    let platform = context.annotation(PLATFORM.annotation);
    if folder(&platform).is_none() {
        return Some(ContainerSkip::UnknownSetting { annotation: PLATFORM.annotation, value: platform.into_owned() });
    }
    let env = context.settings().map_or(&[][..], |settings| settings.env);
    environment::comes_from_elsewhere(container, env, PATH)
        .then(|| ContainerSkip::ValueFrom { variable: PATH.to_owned() })
}

/// The customization comes before what the container has, so that it is the one that runs.
fn extend_path(context: &Context<'_, '_>, container: &mut ContainerMut<'_, '_>) {
    const FIRST: &str = "opentelemetry/instrumentation/auto_instrumentation";
    let home = home(context);
    if container.has_env(PATH) {
        let joined = format!("{home}/{FIRST}:{}:{home}", container.view().env_value(PATH));
        container.set_env(PATH, joined);
    } else if home == MOUNT {
        container.append_env(PATH, WHOLE_PATH);
    } else {
        container.append_env(PATH, format!("{home}/{FIRST}:{home}"));
    }
}

/// Its gRPC exporter needs native modules, so it speaks HTTP.
fn defaults(_: &Context<'_, '_>, container: &mut ContainerMut<'_, '_>) {
    container.default_env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    for variable in ["OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER", "OTEL_LOGS_EXPORTER"] {
        container.default_env(variable, "otlp");
    }
}

fn command(context: &Context<'_, '_>) -> Vec<Text<'static>> {
    let folder = folder(&context.annotation(PLATFORM.annotation));
    // For a platform that it doesn't know the operator copies from nowhere.
    let source = folder.map_or_else(String::new, |folder| format!("{folder}/."));
    vec!["cp".into(), "-r".into(), source.into(), context.mounted(MOUNT)]
}
