//! What makes a pod count as instrumented.

use crate::instrumentation::LANGUAGES;
use crate::k8s::{Pod, Section};

/// The init containers by whose names the operator knows its work.
const INIT_CONTAINERS: [&str; 6] = [
    "opentelemetry-auto-instrumentation-dotnet",
    "opentelemetry-auto-instrumentation-java",
    "opentelemetry-auto-instrumentation-nodejs",
    "opentelemetry-auto-instrumentation-python",
    "otel-agent-attach-apache",
    "otel-agent-source-container-clone",
];
/// The container that it adds for Go.
const GO: &str = "opentelemetry-auto-instrumentation";
/// The variable by which it knows the rest. It does not look at init containers.
const VARIABLE: &str = "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME";
/// The container of the operator's own collector sidecar, which has that variable too.
const COLLECTOR: &str = "otc-container";

/// How the volumes of agents are named. One that is the agent's image leaves no init container to tell it by.
const VOLUME: &str = "opentelemetry-auto-instrumentation-";

/// What of a pod makes it count as instrumented (operator v0.158.0, `isAutoInstrumentationInjected`), such as
/// "init container opentelemetry-auto-instrumentation-java"; here also an agent's image that is mounted.
#[must_use]
pub fn counts_as_instrumented(pod: Pod<'_, '_>) -> Option<String> {
    let known = pod.containers(Section::Init).find(|container| INIT_CONTAINERS.contains(&container.name()));
    if let Some(container) = known {
        return Some(format!("init container {}", container.name()));
    }
    let in_container = pod.containers(Section::Regular).find_map(|container| match container.name() {
        GO => Some(format!("container {GO}")),
        COLLECTOR => None,
        name => container.has_env(VARIABLE).then(|| format!("{VARIABLE} in container {name}")),
    });
    in_container.or_else(|| {
        let of_agent = |name: &str| name.strip_prefix(VOLUME).is_some_and(|rest| LANGUAGES.contains(&rest));
        let mut volumes = pod.volumes().filter(|volume| volume.get("image").is_some_and(|image| !image.is_null()));
        let name = volumes.find_map(|volume| volume.str_at(&["name"]).filter(|name| of_agent(name)))?;
        Some(format!("volume {name}"))
    })
}

/// The variable that every injection leaves, the SDK's settings alone and init containers included.
const EVERYWHERE: &str = "OTEL_RESOURCE_ATTRIBUTES_POD_NAME";

/// What of a pod shows an injection that the operator would not see, where no record tells of it.
#[must_use]
pub fn carries_attributes(pod: Pod<'_, '_>) -> Option<String> {
    let of = |section, what: &str| {
        let found = pod.containers(section).find(|container| container.has_env(EVERYWHERE));
        found.map(|container| format!("{EVERYWHERE} in {what} {}", container.name()))
    };
    of(Section::Regular, "container").or_else(|| of(Section::Init, "init container"))
}
