//! The SDK's configuration: variables that every language gets.

use crate::diagnostic::Code;
use crate::instrumentation::{EnvVar, Spec};
use crate::k8s::{Container, ContainerMut, ContainerRef};
use crate::operator::EnvSource;
use crate::pointer::Step;
use crate::value::Text;

use super::attributes::{ATTRIBUTES, NAMESPACE_NAME, NODE_NAME, Origin, POD_NAME, POD_UID};
use super::service_name::SERVICE_NAME;
use super::{Context, Job, env_entry, tls};

/// Adds variables of an Instrumentation for a language, each unless the container has one of its name.
pub(super) fn default<'s>(container: &mut ContainerMut<'_, 's>, variables: &'s [EnvVar]) {
    container.offered_by(EnvSource::LanguageEnv);
    add(container, variables);
    container.offered_by(EnvSource::Agent);
}

/// The same for all languages.
pub(super) fn default_for_all<'s>(container: &mut ContainerMut<'_, 's>, spec: &'s Spec) {
    container.offered_by(EnvSource::Env);
    add(container, &spec.env);
    container.offered_by(EnvSource::Agent);
}

fn add<'s>(container: &mut ContainerMut<'_, 's>, variables: &'s [EnvVar]) {
    for variable in variables {
        container.default_env_entry(&variable.name, || env_entry(variable));
    }
}

/// Whether a variable that has to be joined comes from elsewhere, once those of a language were added. The operator
/// writes a value beside the valueFrom then, and Kubernetes refuses that.
pub(super) fn comes_from_elsewhere(container: Container<'_, '_>, variables: &[EnvVar], name: &str) -> bool {
    if container.has_env(name) {
        return container.env_from_elsewhere(name);
    }
    variables.iter().find(|variable| variable.name == name).is_some_and(|found| found.value_from.is_some())
}

/// What comes before the language's defaults: the addresses in front, so that any variable can refer to them, and the
/// Instrumentation's own variables behind.
pub(super) fn common<'s>(container: &mut ContainerMut<'_, 's>, spec: &'s Spec) {
    container.offered_by(EnvSource::Injection);
    container.lead_env_field("OTEL_POD_IP", "status.podIP");
    container.lead_env_field("OTEL_NODE_IP", "status.hostIP");
    default_for_all(container, spec);
}

/// Adds to the value of a variable, behind what is there. One that comes from elsewhere stays as it is.
pub(super) fn extend<'s>(
    container: &mut ContainerMut<'_, 's>,
    variable: &'static str,
    separator: &str,
    piece: impl Into<Text<'s>>,
) {
    let piece = piece.into();
    let view = container.view();
    if view.env_from_elsewhere(variable) {
        container.leave_env(variable, &piece);
        return;
    }
    if view.has_env(variable) {
        let joined = format!("{}{separator}{piece}", view.env_value(variable));
        container.set_env(variable, joined);
    } else {
        container.append_env(variable, piece);
    }
}

/// What comes after the language's defaults: service, exporter, resource attributes, propagators, sampler. Resource
/// attributes that come from elsewhere stay as they are; whether they do.
pub(super) fn configure<'s>(
    context: &Context<'_, 's>,
    container: &mut ContainerMut<'_, 's>,
    place: &ContainerRef,
    mut origin: Origin<'_>,
) -> bool {
    let spec = context.spec();
    let service_name = std::mem::take(&mut origin.service_name).into_owned();
    container.offered_by(if origin.named_by_rule { EnvSource::Rule } else { EnvSource::ServiceName });
    if origin.named_by_rule && !has_own(context, place, SERVICE_NAME) {
        container.overwrite_env(SERVICE_NAME, service_name);
    } else {
        container.default_env(SERVICE_NAME, service_name);
    }
    if let Some(endpoint) = spec.exporter.endpoint.as_deref().filter(|endpoint| !endpoint.is_empty()) {
        container.offered_by(EnvSource::Exporter);
        container.default_env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    }
    if let Some(tls) = &spec.exporter.tls {
        container.offered_by(EnvSource::Tls);
        tls::env(container, tls);
    }
    container.offered_by(EnvSource::ResourceAttributes);
    if context.surroundings.workload.namespace.is_none() {
        container.default_env_field(NAMESPACE_NAME.variable, NAMESPACE_NAME.field);
    }
    container.append_env_field(POD_NAME.variable, POD_NAME.field);
    if spec.resource.add_k8s_uid_attributes && origin.fill("k8s.pod.uid", &POD_UID) {
        container.append_env_field(POD_UID.variable, POD_UID.field);
    }
    if origin.fill("k8s.node.name", &NODE_NAME) {
        container.append_env_field(NODE_NAME.variable, NODE_NAME.field);
    }
    let from_elsewhere = attributes(container, origin);
    if !spec.propagators.is_empty() {
        container.offered_by(EnvSource::Propagators);
        container.default_env("OTEL_PROPAGATORS", spec.propagators.join(","));
    }
    sampler(container, spec);
    if !from_elsewhere {
        // It refers to variables that have to stand before it.
        container.move_env_to_end(ATTRIBUTES);
    }
    from_elsewhere
}

/// What the pod needs beside that, and what a person is told of it.
pub(super) fn configured(job: &mut Job<'_, '_>, place: &ContainerRef, from_elsewhere: bool) {
    if let Some(tls) = &job.context.spec().exporter.tls {
        tls::volumes(job, place, tls);
    }
    if from_elsewhere {
        let message = format!(
            "{ATTRIBUTES} comes from valueFrom and stays as it is, so this container does not say what it is; \
             give it a plain value"
        );
        let at = place.pointer().join(Step::Key("env".into()));
        job.note(Code::ResourceAttributesValueFrom, true, message, at);
    }
}

/// Whether a container has a variable of its own, before any injection.
fn has_own(context: &Context<'_, '_>, place: &ContainerRef, variable: &str) -> bool {
    let container = context.surroundings.workload.pod().and_then(|pod| pod.container(place));
    container.is_some_and(|container| container.has_env(variable))
}

/// Adds to the resource attributes, unless they come from elsewhere; whether they do.
fn attributes(container: &mut ContainerMut<'_, '_>, origin: Origin<'_>) -> bool {
    if !container.has_env(ATTRIBUTES) {
        container.append_env(ATTRIBUTES, origin.written(""));
        return false;
    }
    if container.view().env_from_elsewhere(ATTRIBUTES) {
        container.leave_env(ATTRIBUTES, "what the container is");
        return true;
    }
    let all = container.view().env_value(ATTRIBUTES);
    let cut = origin.without_ruled(&all);
    let nothing_left = cut.as_ref().is_some_and(String::is_empty);
    let own = cut.as_deref().unwrap_or(&all);
    let between = if nothing_left || own.ends_with(',') { "" } else { "," };
    let joined = format!("{own}{between}{}", origin.written(own));
    container.set_env(ATTRIBUTES, joined);
    false
}

/// A person who chose either a sampler or its argument has chosen both.
fn sampler<'s>(container: &mut ContainerMut<'_, 's>, spec: &'s Spec) {
    const SAMPLER: &str = "OTEL_TRACES_SAMPLER";
    const ARGUMENT: &str = "OTEL_TRACES_SAMPLER_ARG";
    let given = |text: &'s Option<String>| text.as_deref().filter(|text| !text.is_empty());
    let Some(kind) = given(&spec.sampler.kind) else { return };
    let has_own = container.has_env(SAMPLER) || container.has_env(ARGUMENT);
    container.offered_by(EnvSource::Sampler);
    for (variable, value) in [(SAMPLER, Some(kind)), (ARGUMENT, given(&spec.sampler.argument))] {
        match value {
            Some(value) if has_own => container.leave_env(variable, value),
            Some(value) => container.append_env(variable, value),
            None => {}
        }
    }
}
