//! Languages whose agent is in a volume, from where variables make the program load it: an init container copies it there,
//! or the volume is the agent's image.

use crate::decision::ContainerSkip;
use crate::diagnostic::Code;
use crate::k8s::{Container, ContainerMut, ContainerRef};
use crate::operator::{AgentVolume, Language};
use crate::pointer::Step;
use crate::value::Text;

use super::attributes::Origin;
use super::{Context, Job, environment, init_container, volume};

/// What is different between these languages. The functions are called in the order in which they stand here.
#[derive(Debug)]
pub(super) struct Agent {
    /// The volume; its name is that of the init container too.
    pub(super) volume: AgentVolume,
    /// Variables that are joined, and so must not come from `valueFrom` in a container.
    pub(super) conflicts: &'static [&'static str],
    /// Any other reason to pass a container over.
    pub(super) check: fn(&Context<'_, '_>, Container<'_, '_>) -> Option<ContainerSkip>,
    /// What is done to a container's variables after those of the language's settings were added.
    pub(super) after_language_env: fn(&Context<'_, '_>, &mut ContainerMut<'_, '_>),
    /// Where the volume is mounted in a container of this name.
    pub(super) mount_path: fn(&Context<'_, '_>, &str) -> Text<'static>,
    /// What is done to a container's variables after those of the whole Instrumentation were added.
    pub(super) after_mount: fn(&Context<'_, '_>, &mut ContainerMut<'_, '_>),
    /// What the init container runs.
    pub(super) command: fn(&Context<'_, '_>) -> Vec<Text<'static>>,
}

/// The volume of a language that has one: without, the program doesn't compile.
pub(super) const fn volume_of(language: Language) -> AgentVolume {
    language.facts().volume.expect("a language with a volume")
}

/// All steps of such a language.
pub(super) fn inject(job: &mut Job<'_, '_>, agent: &Agent) {
    let context = job.context;
    let mut mounted = false;
    for place in &context.request.containers {
        let Some(mut container) = job.pod.container(place) else { continue };
        let conflict = agent.conflicts.iter().find(|variable| container.view().env_from_elsewhere(variable));
        let conflict = conflict.map(|variable| ContainerSkip::ValueFrom { variable: (*variable).to_owned() });
        let skipped = conflict.or_else(|| (agent.check)(&context, container.view()));
        if skipped.is_none() {
            environment::default(&mut container, context.settings().map_or(&[], |settings| settings.env));
            (agent.after_language_env)(&context, &mut container);
            environment::common(&mut container, context.spec());
            // No variable depends on it; this way `env` stands above `volumeMounts` where neither was there.
            let path = (agent.mount_path)(&context, &place.name);
            let taken = context.ruled_mount().is_some() && container.view().mounts_at(&path);
            container.mount(agent.volume.name, path, false);
            mounted = true;
            (agent.after_mount)(&context, &mut container);
            let left = agent.conflicts.iter().find(|variable| container.view().env_from_elsewhere(variable));
            let origin = Origin::of(&context, &job.attributes, place, container.view());
            let from_elsewhere = environment::configure(&context, &mut container, place, origin);
            environment::configured(job, place, from_elsewhere);
            if taken {
                mounted_twice(job, place);
            }
            if let Some(variable) = left {
                not_loaded(job, place, variable);
            }
        }
        job.outcome(place, skipped);
    }
    if context.mounts_image() {
        // One that nobody mounts would be pulled for nothing.
        if mounted {
            volume::add(job, volume::of_image(&context, agent.volume.name));
        }
        return;
    }
    // Whether or not a container was passed over: the operator adds these all the same.
    volume::add(job, volume::of_agent(&context, agent.volume.name));
    let command = (agent.command)(&context);
    let container = init_container::of_agent(job, agent, command);
    job.pod.add_init_container(init_container::before(&context), container);
}

/// A rule mounts the agent where the container has a mount.
fn mounted_twice(job: &mut Job<'_, '_>, place: &ContainerRef) {
    let path = job.context.ruled_mount().unwrap_or_default();
    let message = format!(
        "the container has a mount at {path}, where the rule mounts the agent; Kubernetes refuses such a pod, so give \
         another mountPath"
    );
    job.note(Code::MountTwice, true, message, place.pointer().join(Step::Key("volumeMounts".into())));
}

/// The Instrumentation itself gives a variable from elsewhere that the agent would have to be added to.
fn not_loaded(job: &mut Job<'_, '_>, place: &ContainerRef, variable: &str) {
    let message = format!(
        "the Instrumentation gives {variable} by valueFrom, so it stays as it is and does not load the agent; \
         give it a plain value"
    );
    let at = place.pointer().join(Step::Key("env".into()));
    job.note(Code::AgentNotLoaded, true, message, at);
}
