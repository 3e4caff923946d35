//! Java: the virtual machine loads the agent that JAVA_TOOL_OPTIONS names.

use crate::instrumentation::Extension;
use crate::k8s::ContainerMut;
use crate::operator::{AgentVolume, Language};
use crate::value::{Text, Value};

use super::agent::{self, Agent, volume_of};
use super::fingerprint::{Fingerprint, Joined, SCRATCH, is_mounted, without};
use super::{Context, Injector, Job, Requests, Steps, environment, image, init_container};

pub(super) const JAVA: Injector = Injector {
    requests: Some(Requests { cpu: "50m", memory: "64Mi" }),
    fingerprint: Fingerprint {
        init_containers: &[VOLUME.name, EXTENSION],
        volumes: &[(VOLUME.name, SCRATCH)],
        joined: &[Joined { variable: OPTIONS, strip_ours }],
        ..Fingerprint::NONE
    },
    steps: Steps::Own(inject),
};

const AGENT: Agent = Agent {
    volume: VOLUME,
    conflicts: &[OPTIONS],
    check: |_, _| None,
    after_language_env: |_, _| {},
    mount_path,
    after_mount: load_agent,
    command: |context| {
        ["cp", "/javaagent.jar", "/otel-auto-instrumentation-java/javaagent.jar"]
            .map(|word| context.mounted(word))
            .to_vec()
    },
};

const VOLUME: AgentVolume = volume_of(Language::Java);
/// How the names of the init containers of extensions begin; their numbers follow.
const EXTENSION: &str = "opentelemetry-auto-instrumentation-extension-";
const MOUNT: &str = VOLUME.mount_path;
const OPTIONS: &str = "JAVA_TOOL_OPTIONS";

/// As for any agent, and one init container more for each extension.
fn inject(job: &mut Job<'_, '_>) {
    agent::inject(job, &AGENT);
    let context = job.context;
    // With its image mounted there is nowhere to copy them to; who asks for both is refused before.
    if context.mounts_image() {
        return;
    }
    for (index, extension) in context.spec().java.extensions.iter().enumerate() {
        let container = of_extension(job, index, extension);
        job.pod.add_init_container(init_container::before(&context), container);
    }
}

/// The agent's init container, but for what it copies from where. The operator gives it no pull policy.
fn of_extension<'s>(job: &Job<'_, 's>, index: usize, extension: &'s Extension) -> Value<'s> {
    let source = format!("{}/.", extension.dir);
    let command = vec![
        "cp".into(),
        "-r".into(),
        source.into(),
        job.context.mounted("/otel-auto-instrumentation-java/extensions"),
    ];
    let mut container = init_container::of_agent(job, &AGENT, command);
    if let Some(container) = container.as_map_mut() {
        container.set("name", Value::from(format!("{EXTENSION}{index}")));
        container.set("image", Value::from(image::from_mirror(job.context.surroundings.images, &extension.image)));
        container.remove("imagePullPolicy");
    }
    container
}

/// For Java alone, the operator mounts the volume at another path in each container.
fn mount_path(context: &Context<'_, '_>, container: &str) -> Text<'static> {
    match context.ruled_mount() {
        Some(path) => path.to_owned().into(),
        None => format!("{MOUNT}-{container}").into(),
    }
}

fn load_agent(context: &Context<'_, '_>, container: &mut ContainerMut<'_, '_>) {
    let mount = mount_path(context, container.view().name());
    let mut options = format!(" -javaagent:{mount}/javaagent.jar");
    if !context.spec().java.extensions.is_empty() {
        options.push_str(&format!(" -Dotel.javaagent.extensions={mount}/extensions"));
    }
    environment::extend(container, OPTIONS, "", options);
}

/// An option of ours brings the blank before it, also where it is the first.
fn strip_ours(value: &str, mounts: &[&str]) -> Option<String> {
    let path = |option: &'_ str| {
        let names = ["-javaagent:", "-Dotel.javaagent.extensions="];
        names.iter().find_map(|name| option.strip_prefix(name)).map(str::to_owned)
    };
    let is_ours = |path: String| path.starts_with("/otel-auto-instrumentation-java-") || is_mounted(&path, mounts);
    let rest = without(value, ' ', |option| path(option).is_some_and(is_ours))?;
    Some(rest.trim_start().to_owned()).filter(|rest| !rest.is_empty())
}
