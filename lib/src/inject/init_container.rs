//! The init container that copies an agent to its volume.

use std::collections::BTreeMap;

use crate::instrumentation::Quantity;
use crate::k8s::{ContainerRef, PodMut, Section};
use crate::value::{Map, Text, Value};

use super::agent::Agent;
use super::{Context, Job, Requests, image, injector};

/// The name of the container that it has to run before: the first one, where that is an init container itself.
pub(super) fn before<'j>(context: &Context<'j, '_>) -> Option<&'j str> {
    let first = context.request.containers.first()?;
    (first.section == Section::Init).then_some(&first.name)
}

/// An agent's init container.
pub(super) fn of_agent<'s>(job: &Job<'_, 's>, agent: &Agent, command: Vec<Text<'static>>) -> Value<'s> {
    let mut container = Map::default();
    container.set("name", Value::from(agent.volume.name));
    container.set("image", Value::from(image::of_agent(&job.context)));
    if let Some(policy) = pull_policy(&job.context) {
        container.set("imagePullPolicy", policy);
    }
    container.set("command", Value::list(command.into_iter().map(Value::String)));
    if let Some(resources) = resources(&job.context) {
        container.set("resources", resources);
    }
    let first = job.context.request.containers.first();
    if let Some(security_context) = first.and_then(|first| security_context(job, first)) {
        container.set("securityContext", security_context);
    }
    container.set(
        "volumeMounts",
        Value::list([PodMut::new_mount(agent.volume.name, job.context.mounted(agent.volume.mount_path))]),
    );
    Value::Map(container)
}

/// When the image is pulled, where the Instrumentation says so.
pub(super) fn pull_policy<'s>(context: &Context<'_, 's>) -> Option<Value<'s>> {
    context.spec().image_pull_policy.as_deref().filter(|policy| !policy.is_empty()).map(Value::from)
}

/// What the Instrumentation says, else that of a container, instrumented or passed over.
pub(super) fn security_context<'s>(job: &Job<'_, 's>, of: &ContainerRef) -> Option<Value<'s>> {
    if let Some(given) = &job.context.spec().init_container_security_context {
        return Some(Value::from(given));
    }
    job.pod.view().container(of)?.0.get("securityContext").filter(|found| !found.is_null()).cloned()
}

/// Limits and requests each as given, or by default; given as `{}` there are none.
pub(super) fn resources<'s>(context: &Context<'_, 's>) -> Option<Value<'s>> {
    let given = context.settings()?.resources;
    let both = |cpu, memory| Value::map([("cpu", Value::from(cpu)), ("memory", Value::from(memory))]);
    let limits = given.limits.as_ref().map(quantities).unwrap_or_else(|| both("500m", "256Mi"));
    let requests = given.requests.as_ref().map(quantities);
    let requests =
        requests.or_else(|| injector(context.language).requests.map(|Requests { cpu, memory }| both(cpu, memory)));
    let mut resources = Map::default();
    for (key, part) in [("limits", limits), ("requests", requests.unwrap_or_default())] {
        if !part.is_empty() {
            resources.set(key, part);
        }
    }
    if let Some(claims) = &given.claims {
        resources.set("claims", Value::from(claims));
    }
    (!resources.is_empty()).then_some(Value::Map(resources))
}

fn quantities(given: &BTreeMap<String, Quantity>) -> Value<'_> {
    let mut quantities = Map::default();
    for (name, quantity) in given {
        let quantity = match quantity {
            Quantity::Text(text) => Value::from(text.as_str()),
            Quantity::Number(number) => Value::from(number.to_string()),
        };
        quantities.set(name.as_str(), quantity);
    }
    Value::Map(quantities)
}
