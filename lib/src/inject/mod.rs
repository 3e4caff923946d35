//! The operator's steps on a pod template: from the value as it is to the value as it should be.
//!
//! A language is one file and one line in `injector`.

mod agent;
mod apache_httpd;
mod attributes;
mod command;
mod dotnet;
mod env_source;
mod environment;
mod fingerprint;
mod go;
mod image;
mod init_container;
mod java;
mod nginx;
mod nodejs;
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

use crate::diagnostic::Code;
use std::borrow::Cow;

use crate::config::{Delivery, Images};
use crate::decision::{ContainerSkip, Note, Outcome, Request, Trace};
use crate::instrumentation::{EnvVar, Settings, Spec};
use crate::k8s::{ContainerRef, EnvLog, PodMut, Workload, effective_annotation};
use crate::operator::{Annotation, Language, Release};
use crate::pointer::Pointer;
use crate::value::{Text, Value};

pub use fingerprint::{FIELDS, Fingerprint, all as fingerprints, joined, languages_of};
pub use pod::complete;

use agent::Agent;
use pod_attributes::PodAttributes;

/// How a language is injected.
const fn injector(language: Language) -> &'static Injector {
    match language {
        Language::Java => &java::JAVA,
        Language::Nodejs => &nodejs::NODEJS,
        Language::Python => &python::PYTHON,
        Language::Dotnet => &dotnet::DOTNET,
        Language::Go => &go::GO,
        Language::ApacheHttpd => &apache_httpd::APACHE_HTTPD,
        Language::Nginx => &nginx::NGINX,
        Language::Sdk => &sdk::SDK,
    }
}

/// How a language is injected. Tables where languages differ by data, functions where they differ by behaviour.
#[derive(Debug)]
struct Injector {
    /// What its containers request where the Instrumentation doesn't say; `None` without an agent.
    requests: Option<Requests>,
    /// How it is known in a pod.
    fingerprint: Fingerprint,
    steps: Steps,
}

/// What containers request.
#[derive(Debug, Clone, Copy)]
struct Requests {
    cpu: &'static str,
    memory: &'static str,
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
#[derive(Clone)]
pub struct Surroundings<'f> {
    /// The workload, before anything is injected.
    pub workload: Workload<'f, 'f>,
    /// Whether the inputs hold an object of this kind and name in the workload's namespace.
    pub exists: &'f dyn Fn(&str, &str) -> bool,
    /// Where agent images come from.
    pub images: &'f Images,
    /// How agents get into the pod.
    pub delivery: Delivery,
    /// The release of the operator that is followed.
    pub release: &'f Release,
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
pub fn inject<'s>(template: &mut Value<'s>, requests: &[Request<'s>], surroundings: &Surroundings<'_>) -> Injected {
    inject_traced(template, requests, surroundings, &mut Trace::default())
}

/// The same, and takes down the variables that containers are offered.
pub fn inject_traced<'s>(
    template: &mut Value<'s>,
    requests: &[Request<'s>],
    surroundings: &Surroundings<'_>,
    trace: &mut Trace,
) -> Injected {
    let mut log = trace.is_on().then(EnvLog::default);
    let mut done = Injected::default();
    for request in requests {
        let context = Context { language: request.language, request, surroundings };
        let attributes = PodAttributes::of(&context);
        let mut job = Job { context, attributes, pod: PodMut::logged(template, log.as_mut()), done: &mut done };
        match &injector(request.language).steps {
            Steps::Agent(agent) => agent::inject(&mut job, agent),
            Steps::Own(inject) => inject(&mut job),
        }
        if let Some(log) = &mut log {
            trace.variables(log.take().into_iter().map(|offer| env_source::variable(request, offer)));
        }
    }
    command::wrap(template, requests, surroundings, &mut done, trace);
    done
}

/// A language, what is asked of it, and all there is to know: what hooks of languages are given.
#[derive(Clone, Copy)]
struct Context<'j, 's> {
    language: Language,
    request: &'j Request<'s>,
    surroundings: &'j Surroundings<'j>,
}

impl<'j, 's> Context<'j, 's> {
    fn spec(&self) -> &'s Spec {
        &self.request.instrumentation.spec
    }

    /// The language's own settings; `None` without an agent.
    fn settings(&self) -> Option<Settings<'s>> {
        self.spec().settings(self.language)
    }

    /// Where a rule mounts the agent, in place of the language's own path.
    fn ruled_mount(&self) -> Option<&'s str> {
        self.request.rule?.mount_path_for(self.language)
    }

    /// A text with the language's own mount path, which gives way to the one of a rule.
    fn mounted(&self, text: &'static str) -> Text<'static> {
        match (self.ruled_mount(), self.language.facts().volume) {
            (Some(path), Some(volume)) => text.replace(volume.mount_path, path).into(),
            _ => text.into(),
        }
    }

    /// Whether the agent's image is mounted, and nothing copied.
    fn mounts_image(&self) -> bool {
        self.surroundings.delivery == Delivery::ImageVolume && Delivery::ImageVolume.is_for(self.language)
    }

    /// Where the agent is in a container: at its mount or, where that is its image, in the image's own folder below it.
    fn home(&self, mount: &'static str, folder: impl FnOnce() -> &'static str) -> Text<'static> {
        let mount = self.mounted(mount);
        if self.mounts_image() { format!("{mount}{}", folder()).into() } else { mount }
    }

    /// What an annotation of the operator's comes to, from pod and Namespace.
    fn annotation(&self, annotation: Annotation) -> Cow<'j, str> {
        let pod = self.surroundings.workload.pod().map(|pod| pod.annotations()).unwrap_or_default();
        effective_annotation(annotation.key(), pod, self.surroundings.workload.namespace_annotations)
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
    fn outcome(&mut self, place: &ContainerRef, skipped: Option<ContainerSkip>) {
        let container = Some(place.name.clone());
        self.done.outcomes.push(Outcome { language: self.context.language, container, skipped });
    }

    /// Says something once about a place in the pod template.
    fn note(&mut self, code: Code, warning: bool, message: String, in_template: Pointer<'static>) {
        let note = Note { code, warning, message, at: self.context.surroundings.workload.in_template(in_template) };
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
