//! The operator's steps (v0.158.0) on a pod template: from the value as it is to the value as it should be.
//!
//! A language is one file and one line in [`ALL`].

mod agent;
mod apache_httpd;
mod attributes;
mod command;
mod dotnet;
mod environment;
mod go;
mod image;
mod init_container;
mod java;
mod marks;
mod nginx;
mod nodejs;
mod offered;
mod pod;
mod pod_attributes;
mod python;
mod sdk;
mod server_configuration;
mod server_notes;
mod service_name;
mod tls;
mod volume;
mod web_server;

use std::borrow::Cow;

use crate::config::{Delivery, Images};
use crate::decision::{ContainerSkip, Note, Outcome, Request, Trace};
use crate::instrumentation::{EnvVar, LANGUAGES, Settings, Spec};
use crate::k8s::{EnvLog, Place, PodMut, Workload, effective};
use crate::pointer::Pointer;
use crate::value::{Text, Value};

pub use marks::{FIELDS, Marks, joined, languages_of};
pub use pod::complete;

use agent::Agent;
use pod_attributes::PodAttributes;

/// Those that are built, in the operator's order.
pub const ALL: [&Language; LANGUAGES.len()] = [
    &java::JAVA,
    &nodejs::NODEJS,
    &python::PYTHON,
    &dotnet::DOTNET,
    &go::GO,
    &apache_httpd::APACHE_HTTPD,
    &nginx::NGINX,
    &sdk::SDK,
];

/// A language: what is different from the others. Tables where they differ by data, functions where by behaviour.
#[derive(Debug)]
pub struct Language {
    /// Its name, as in the annotation.
    pub name: &'static str,
    /// What holds of its agent where the Instrumentation doesn't say; none for a language without an agent.
    pub defaults: Option<Defaults>,
    /// How it is known in a pod.
    pub marks: Marks,
    steps: Steps,
}

/// What holds of an agent where the Instrumentation doesn't say.
#[derive(Debug, Clone, Copy)]
pub struct Defaults {
    /// Its image.
    pub image: &'static str,
    /// The processor time that its containers request.
    pub cpu: &'static str,
    /// The memory that its containers request.
    pub memory: &'static str,
}

/// How a language is injected.
#[derive(Debug)]
enum Steps {
    /// An init container copies an agent to a volume, and variables make the program load it.
    Agent(Agent),
    /// In its own way.
    Own(for<'j, 's> fn(&mut Job<'j, 's>)),
}

/// What injection has to know beside the pod template.
#[derive(Clone, Copy)]
pub struct Facts<'f> {
    /// The workload, before anything is injected.
    pub workload: Workload<'f, 'f>,
    /// Whether the inputs hold an object of this kind and name in the workload's namespace.
    pub exists: &'f dyn Fn(&str, &str) -> bool,
    /// Where agent images come from.
    pub images: &'f Images,
    /// How agents get into the pod.
    pub delivery: Delivery,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Injected {
    /// By language and container.
    pub outcomes: Vec<Outcome>,
    /// What else a person should know.
    pub notes: Vec<Note>,
}

/// Carries out what was selected, in the workload's pod template.
pub fn inject<'s>(template: &mut Value<'s>, requests: &[Request<'s>], facts: &Facts<'_>) -> Injected {
    inject_traced(template, requests, facts, &mut Trace::default())
}

/// The same, and takes down the variables that containers are offered.
pub fn inject_traced<'s>(
    template: &mut Value<'s>,
    requests: &[Request<'s>],
    facts: &Facts<'_>,
    trace: &mut Trace,
) -> Injected {
    let mut log = trace.is_on().then(EnvLog::default);
    let mut done = Injected::default();
    let language = |request: &Request<'_>| ALL.into_iter().find(|language| language.name == request.language);
    for (language, request) in requests.iter().filter_map(|request| Some((language(request)?, request))) {
        let context = Context { language, request, facts };
        let attributes = PodAttributes::of(&context);
        let mut job = Job { context, attributes, pod: PodMut::logged(template, log.as_mut()), done: &mut done };
        match &language.steps {
            Steps::Agent(agent) => agent::inject(&mut job, agent),
            Steps::Own(inject) => inject(&mut job),
        }
        if let Some(log) = &mut log {
            trace.variables(log.take().into_iter().map(|offer| offered::variable(request, offer)));
        }
    }
    command::wrap(template, requests, facts, &mut done, trace);
    done
}

/// A language, what is asked of it, and all there is to know: what hooks of languages are given.
#[derive(Clone, Copy)]
struct Context<'j, 's> {
    language: &'static Language,
    request: &'j Request<'s>,
    facts: &'j Facts<'j>,
}

impl<'j, 's> Context<'j, 's> {
    fn spec(&self) -> &'s Spec {
        &self.request.instrumentation.spec
    }

    /// The language's own settings; none where it has no agent.
    fn settings(&self) -> Option<Settings<'s>> {
        self.spec().settings(self.language.name)
    }

    /// Where a rule mounts the agent, in place of the language's own path.
    fn ruled_mount(&self) -> Option<&'s str> {
        self.request.rule?.mount_path_for(self.language.name)
    }

    /// A text with the language's own mount path, which gives way to the one of a rule.
    fn mounted(&self, text: &'static str) -> Text<'static> {
        match self.ruled_mount() {
            Some(path) => text.replace(&format!("/otel-auto-instrumentation-{}", self.language.name), path).into(),
            None => text.into(),
        }
    }

    /// Whether the agent's image is mounted, and nothing copied.
    fn mounts_image(&self) -> bool {
        self.facts.delivery == Delivery::ImageVolume && Delivery::ImageVolume.is_for(self.language.name)
    }

    /// Where the agent is in a container: at its mount or, where that is its image, in the image's own folder below it.
    fn home(&self, mount: &'static str, folder: impl FnOnce() -> &'static str) -> Text<'static> {
        let mount = self.mounted(mount);
        if self.mounts_image() { format!("{mount}{}", folder()).into() } else { mount }
    }

    /// What an annotation of the operator's comes to, from pod and Namespace.
    fn annotation(&self, name: &str) -> Cow<'j, str> {
        let pod = self.facts.workload.pod().map(|pod| pod.annotations()).unwrap_or_default();
        effective(name, pod, self.facts.workload.namespace_annotations)
    }
}

/// One language being injected into one pod.
struct Job<'j, 's> {
    context: Context<'j, 's>,
    attributes: PodAttributes<'j>,
    pod: PodMut<'j, 's>,
    done: &'j mut Injected,
}

impl Job<'_, '_> {
    /// Records what came of a container.
    fn outcome(&mut self, place: &Place, skipped: Option<ContainerSkip>) {
        let container = Some(place.name.clone());
        self.done.outcomes.push(Outcome { language: self.context.language.name, container, skipped });
    }

    /// Says something once about a place in the pod template.
    fn note(&mut self, code: &'static str, warning: bool, message: String, in_template: Pointer<'static>) {
        let note = Note { code, warning, message, at: self.context.facts.workload.in_template(in_template) };
        if !self.done.notes.contains(&note) {
            self.done.notes.push(note);
        }
    }
}

/// A variable of an Instrumentation as an entry of `env`.
fn env_entry(variable: &EnvVar) -> Value<'_> {
    let name = ("name", Value::from(variable.name.as_str()));
    let value = variable.value.as_ref().map(|value| ("value", Value::from(value.as_str())));
    let source = variable.value_from.as_ref().map(|source| ("valueFrom", Value::from(source)));
    match (value, source) {
        (None, None) => Value::map([name]),
        (Some(given), None) | (None, Some(given)) => Value::map([name, given]),
        (Some(value), Some(source)) => Value::map([name, value, source]),
    }
}

#[cfg(test)]
mod tests;
