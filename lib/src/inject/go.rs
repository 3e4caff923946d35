//! Go: a compiled program can't be made to load anything, so an agent in a container of its own looks into its process.

use std::borrow::Cow;

use crate::decision::{ContainerSkip, Outcome};
use crate::k8s::{ContainerRef, PodMut, Section, StringMap};
use crate::operator::{Annotation, EnvSource, Language};
use crate::value::{List, Map, Value};

use super::attributes::Origin;
use super::fingerprint::Fingerprint;
use super::{Context, Injector, Job, Requests, Steps, environment, image, init_container, volume};

pub(super) const GO: Injector = Injector {
    requests: Some(Requests { cpu: "50m", memory: "64Mi" }),
    fingerprint: Fingerprint { container: Some(NAME), volumes: &[(VOLUME, &["hostPath"])], ..Fingerprint::NONE },
    steps: Steps::Own(inject),
};

const NAME: &str = Language::Go.facts().container_sign.expect("the name of its container");
const VOLUME: &str = "kernel-debug";
const PATH: &str = "/sys/kernel/debug";
/// The variable that says which executable is looked into.
const TARGET: &str = "OTEL_GO_AUTO_TARGET_EXE";

fn inject(job: &mut Job<'_, '_>) {
    let context = job.context;
    // Selection picks one: the agent looks into one program.
    let Some(app) = context.request.containers.first() else { return };
    if let Some(skipped) = check(&context) {
        job.done.outcomes.push(Outcome { language: context.language, container: None, skipped: Some(skipped) });
        return;
    }
    job.pod.share_process_namespace();
    job.pod.add_container(agent(&context));
    let source = ("hostPath", Value::map([("path", Value::from(PATH))]));
    volume::add(job, Value::map([("name", Value::from(VOLUME)), source]));
    let agent = ContainerRef { section: Section::Regular, name: NAME.to_owned() };
    let origin = job.pod.view().container(app).map(|app_now| Origin::of(&context, &job.attributes, app, app_now));
    if let Some(mut container) = job.pod.container(&agent) {
        container.offered_by(EnvSource::Agent);
        if let Some(target) = of_pod(&context, Annotation::GoTarget) {
            container.append_env(TARGET, target.into_owned());
        }
        environment::default(&mut container, context.settings().map_or(&[], |settings| settings.env));
        environment::common(&mut container, context.spec());
        let configure = |origin| environment::configure(&context, &mut container, &agent, origin);
        let from_elsewhere = origin.is_some_and(configure);
        environment::configured(job, &agent, from_elsewhere);
    }
    job.outcome(app, None);
}

/// What keeps the agent out of the pod.
fn check(context: &Context<'_, '_>) -> Option<ContainerSkip> {
    const LIST: Annotation = Annotation::ContainerNames(Some(Language::Go));
    let pod = context.surroundings.workload.pod()?;
    if matches!(pod.0.at(&["spec", "shareProcessNamespace"]), Some(Value::Bool(false))) {
        return Some(ContainerSkip::ProcessesApart);
    }
    // Counted in the pod's own annotation; the names themselves may come from the Namespace's.
    let annotated = !context.request.listed_by_rule;
    if annotated && of_pod(context, LIST).is_some_and(|names| names.contains(',')) {
        return Some(ContainerSkip::OneContainerOnly { annotation: LIST.to_string() });
    }
    let settings = context.settings().map_or(&[][..], |settings| settings.env);
    let mut variables = settings.iter().chain(&context.spec().env);
    let has_target =
        of_pod(context, Annotation::GoTarget).is_some() || variables.any(|variable| variable.name == TARGET);
    (!has_target).then_some(ContainerSkip::NoTarget { annotation: Annotation::GoTarget })
}

/// What one of the operator's annotations says on the pod itself, whatever the Namespace says.
fn of_pod<'j>(context: &Context<'j, '_>, annotation: Annotation) -> Option<Cow<'j, str>> {
    let annotations = context.surroundings.workload.pod().map_or_else(StringMap::default, |pod| pod.annotations());
    annotations.get(annotation.key())
}

/// The agent's container, its variables still to come.
fn agent<'s>(context: &Context<'_, 's>) -> Value<'s> {
    let privileged = || Value::map([("runAsUser", Value::Int(0)), ("privileged", Value::Bool(true))]);
    let mut container = Map::default();
    container.set("name", Value::from(NAME));
    container.set("image", Value::from(image::of_agent(context)));
    if let Some(policy) = init_container::pull_policy(context) {
        container.set("imagePullPolicy", policy);
    }
    container.set("env", Value::List(List::default()));
    if let Some(resources) = init_container::resources(context) {
        container.set("resources", resources);
    }
    let given = context.spec().go.security_context.as_ref();
    container.set("securityContext", given.map_or_else(privileged, Value::from));
    container.set("volumeMounts", Value::list([PodMut::new_mount(VOLUME, PATH)]));
    Value::Map(container)
}
