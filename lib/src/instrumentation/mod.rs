//! The Instrumentation resource, `opentelemetry.io/v1alpha1`: reading it, and what is wrong with one.

mod fields;
mod read;
mod schema;
mod settings;
mod spec;
mod validate;

use crate::k8s::PreviousName;
use crate::pointer::Pointer;

pub use read::{API_VERSION, Read, read};
pub use settings::{Agent, ApacheHttpd, Extension, Go, Java, Nginx, Settings, field_place};
pub use spec::*;
pub use validate::{PROPAGATORS, SAMPLERS, is_rate};

/// An Instrumentation as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrumentation {
    /// Its namespace: its own, or the one that holds for objects that name none.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// The names that kustomize replaced during the build that this is part of.
    pub previous_names: Vec<PreviousName>,
    /// What it says.
    pub spec: Spec,
    /// Whether it serves every namespace, after those of the workload's own: one that is given beside the input and
    /// names no namespace.
    pub everywhere: bool,
    /// Whether it has no mistakes.
    pub valid: bool,
}

impl Instrumentation {
    /// `namespace/name`, or the name alone.
    #[must_use]
    pub fn full_name(&self) -> String {
        match &self.namespace {
            Some(namespace) => [namespace, "/", &self.name].concat(),
            None => self.name.clone(),
        }
    }
}

/// What a mistake in an Instrumentation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Its `apiVersion`.
    Version,
    /// Its name.
    Name,
    /// A field that there is not.
    Field,
    /// A value of the wrong type.
    Type,
    /// A variable.
    Env,
    /// The sampler.
    Sampler,
    /// The propagators.
    Propagator,
    /// Certificates.
    Tls,
    /// The volume that the agent is copied to.
    Volume,
    /// The claim that this volume is made from.
    Claim,
    /// A field that is on its way out.
    Deprecated,
    /// An extension of the Java agent.
    Extension,
    /// A path of a server's configuration.
    Path,
}

/// Something wrong with an Instrumentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What it is about.
    pub about: About,
    /// Where, in the whole object.
    pub at: Pointer<'static>,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub help: String,
}
