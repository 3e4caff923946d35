//! Web servers: a module of theirs is the agent, and their own configuration loads it. So one init container copies
//! the configuration out of the server's image, a second one adds the agent to the copy, and the server sees that
//! copy in the place of its own.

use crate::decision::ContainerSkip;
use crate::instrumentation::Spec;
use crate::k8s::{ContainerMut, ContainerRef, PodMut, Section};
use crate::value::{Map, Text, Value};

use super::attributes::{NAMESPACE_NAME, Origin};
use super::{Context, Job, env_entry, environment, image, init_container, server_notes, volume};

/// The init container that copies the configuration. Both servers have this name for theirs.
pub(super) const CLONE: &str = "otel-agent-source-container-clone";
/// Where the agent is, in its init container and in the server's.
pub(super) const AGENT: &str = "/opt/opentelemetry-webserver/agent";
/// Where the copy of the configuration is in the init containers.
pub(super) const CONFIGURATION: &str = "/opt/opentelemetry-webserver/source-conf";
/// The directory of the agent's libraries.
const LIBRARIES: &str = "/opt/opentelemetry-webserver/agent/sdk_lib/lib";

/// What is different between these servers.
pub(super) struct Server {
    /// The volume of the configuration's copy.
    pub(super) configuration_volume: &'static str,
    /// The volume of the agent.
    pub(super) agent_volume: &'static str,
    /// The init container that adds the agent.
    pub(super) agent: &'static str,
    /// The variable by which that gets the text that sets the agent up.
    pub(super) text_variable: &'static str,
    /// The variable by which it gets the pod's name.
    pub(super) instance_variable: &'static str,
    /// A variable that has to lead the server to the agent's libraries.
    pub(super) library_path: Option<&'static str>,
    /// Whether the init containers take the security context of the last container in place of their own one's.
    pub(super) security_context_of_last: bool,
    /// The directory that the server reads its configuration from.
    pub(super) directory: fn(&Spec) -> String,
    /// What copies that directory.
    pub(super) clone: fn(&str) -> Program,
    /// What adds the agent to the copy.
    pub(super) attach: fn(&Spec) -> Program,
    /// The text that sets the agent up, for a service of this name.
    pub(super) text: fn(&Context<'_, '_>, &str) -> String,
    /// The volume of the configuration, and that of the agent.
    pub(super) volumes: for<'s> fn(&Context<'_, 's>) -> [Value<'s>; 2],
}

/// `command` and `args` of an init container.
pub(super) struct Program {
    pub(super) command: Vec<Text<'static>>,
    pub(super) args: Vec<Text<'static>>,
}

/// A script, and the one value that it is given. That never becomes part of the script's text.
pub(super) fn script(text: &'static str, argument: String) -> Program {
    Program { command: vec!["/bin/sh".into(), "-c".into()], args: vec![text.into(), "--".into(), argument.into()] }
}

/// All steps of such a server.
pub(super) fn inject(job: &mut Job<'_, '_>, server: &Server) {
    let context = job.context;
    let settings = context.settings();
    let env = settings.map_or(&[][..], |settings| settings.env);
    for place in &context.request.containers {
        let has = |job: &Job<'_, '_>, name: &str| {
            job.pod.view().containers(Section::Init).any(|container| container.name() == name)
        };
        let (clones, attaches) = (!has(job, CLONE), !has(job, server.agent));
        let Some(mut container) = job.pod.container(place) else { continue };
        let library_path = server.library_path.filter(|_| attaches);
        if let Some(variable) = library_path
            && environment::comes_from_elsewhere(container.view(), env, variable)
        {
            job.outcome(place, Some(ContainerSkip::ValueFrom { variable: variable.to_owned() }));
            continue;
        }
        // The operator asks for the name before the language's variables are there.
        let service_name = Origin::of(&context, &job.attributes, place, container.view()).service_name;
        environment::default(&mut container, env);
        // The clone gets a copy of a path that is extended, and none of one that is new.
        let extended = library_path.is_some_and(|variable| extend(&mut container, variable));
        if clones {
            clone(job, server, place);
        }
        if attaches {
            attach(job, server, place, &service_name);
        }
        let Some(mut container) = job.pod.container(place) else { continue };
        if let Some(variable) = library_path.filter(|_| !extended) {
            container.append_env(variable, LIBRARIES);
        }
        environment::common(&mut container, context.spec());
        let origin = Origin::of(&context, &job.attributes, place, container.view());
        let from_elsewhere = environment::configure(&context, &mut container, place, origin);
        environment::configured(job, place, from_elsewhere);
        job.outcome(place, None);
        server_notes::missing(job, server, place, clones, attaches);
    }
}

/// Adds the libraries to a search path, if there is one.
fn extend(container: &mut ContainerMut<'_, '_>, variable: &str) -> bool {
    let there = container.has_env(variable);
    if there {
        let joined = format!("{}:{LIBRARIES}", container.view().env_value(variable));
        container.set_env(variable, joined);
    }
    there
}

/// A container as the server's own, that copies the configuration; then the server sees the copy.
fn clone(job: &mut Job<'_, '_>, server: &Server, place: &ContainerRef) {
    let context = job.context;
    let directory = (server.directory)(context.spec());
    let [volume, _] = (server.volumes)(&context);
    volume::add(job, volume);
    let security_context = security_context(job, server, place);
    let Some(mut original) = job.pod.container(place) else { return };
    let taken = original.view();
    let copy = |key: &str| taken.0.get(key).filter(|value| !value.is_empty()).cloned();
    let mut container = Map::default();
    container.set("name", Value::from(CLONE));
    for key in ["image", "imagePullPolicy"] {
        copy(key).into_iter().for_each(|value| container.set(key, value));
    }
    let program = (server.clone)(&directory);
    set_program(&mut container, program);
    for key in ["envFrom", "env"] {
        copy(key).into_iter().for_each(|value| container.set(key, value));
    }
    set_resources(&mut container, &context);
    security_context.into_iter().for_each(|value| container.set("securityContext", value));
    let mut mounts = copy("volumeMounts").unwrap_or_else(|| Value::list([]));
    if let Some(mounts) = mounts.as_list_mut() {
        mounts.push(PodMut::new_mount(server.configuration_volume, CONFIGURATION));
    }
    container.set("volumeMounts", mounts);
    let gone = original.take_mount(|path| path.contains(&directory));
    original.mount(server.agent_volume, AGENT, false);
    original.mount(server.configuration_volume, directory.clone(), false);
    job.pod.add_init_container(None, Value::Map(container));
    server_notes::mounts(job, place, gone.as_ref(), &directory);
}

/// The container that adds the agent to the copy.
fn attach(job: &mut Job<'_, '_>, server: &Server, place: &ContainerRef, service_name: &str) {
    let context = job.context;
    let spec = context.spec();
    let [_, volume] = (server.volumes)(&context);
    volume::add(job, volume);
    let mut container = Map::default();
    container.set("name", Value::from(server.agent));
    container.set("image", Value::from(image::of_agent(&context)));
    if let Some(policy) = init_container::pull_policy(&context) {
        container.set("imagePullPolicy", policy);
    }
    set_program(&mut container, (server.attach)(spec));
    // As they are, a name that stands twice too.
    let env = context.settings().into_iter().flat_map(|settings| settings.env).map(env_entry);
    container.set("env", Value::list(env));
    let mut container = Value::Map(container);
    let mut added = ContainerMut::new(&mut container);
    environment::default_for_all(&mut added, spec);
    added.default_env_field("OTEL_POD_IP", "status.podIP");
    added.default_env_field("OTEL_NODE_IP", "status.hostIP");
    if context.surroundings.workload.namespace.is_none() {
        added.default_env_field(NAMESPACE_NAME.variable, NAMESPACE_NAME.field);
    }
    added.append_env(server.text_variable, (server.text)(&context, service_name));
    added.append_env_field(server.instance_variable, "metadata.name");
    let security_context = security_context(job, server, place);
    if let Some(container) = container.as_map_mut() {
        set_resources(container, &context);
        security_context.into_iter().for_each(|value| container.set("securityContext", value));
        let mounts = [(server.agent_volume, AGENT), (server.configuration_volume, CONFIGURATION)];
        container.set("volumeMounts", Value::list(mounts.map(|(volume, path)| PodMut::new_mount(volume, path))));
    }
    job.pod.add_init_container(None, container);
}

fn set_program(container: &mut Map<'_>, program: Program) {
    for (key, words) in [("command", program.command), ("args", program.args)] {
        if !words.is_empty() {
            container.set(key, Value::list(words.into_iter().map(Value::String)));
        }
    }
}

fn set_resources<'s>(container: &mut Map<'s>, context: &Context<'_, 's>) {
    if let Some(resources) = init_container::resources(context) {
        container.set("resources", resources);
    }
}

fn security_context<'s>(job: &Job<'_, 's>, server: &Server, place: &ContainerRef) -> Option<Value<'s>> {
    let last = job.context.request.containers.last().filter(|_| server.security_context_of_last);
    init_container::security_context(job, last.unwrap_or(place))
}
