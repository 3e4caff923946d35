//! What the engine is given.

use crate::config::Rule;
use crate::operator::{Language, Release};

/// What a source is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its workloads are decided and it is rendered again.
    Input,
    /// As [`Role::Input`], and found in a folder rather than named: what is only a fragment of a workload, such as a patch,
    /// is left out.
    Found,
    /// What a build works with, such as the configuration of a transformer: read as a reference is, but what names no
    /// namespace is in that of the inputs.
    Build,
    /// It is read for Instrumentations, Namespaces, Secrets, ConfigMaps and Services only.
    Reference,
    /// It is the configuration: an OtelInject, a ConfigMap of strings, or an Instrumentation.
    Config,
    /// It was left out: nothing in it is read, and diagnostics point into it.
    LeftOut,
}

impl Role {
    /// Whether the workloads of a source are decided.
    #[must_use]
    pub fn is_input(self) -> bool {
        matches!(self, Role::Input | Role::Found)
    }

    /// Whether a source is given beside the inputs, for all namespaces.
    pub(crate) fn is_beside(self) -> bool {
        matches!(self, Role::Reference | Role::Config)
    }

    /// Whether what a source holds is only referred to.
    pub(crate) fn is_referred_to(self) -> bool {
        matches!(self, Role::Reference | Role::Build)
    }
}

/// A text, with the name that messages use for it.
#[derive(Debug, Clone)]
pub struct Source {
    /// A path with `/` between its parts, or `<stdin>`.
    pub name: String,
    /// YAML or JSON: one document or several.
    pub text: String,
    /// What it is for.
    pub role: Role,
}

/// The name of standard input.
const STDIN: &str = "<stdin>";

/// Whether a ResourceList in a source is what a function is given: on standard input, in the only input, or beside it.
pub(crate) fn is_function_input(sources: &[Source], index: usize) -> bool {
    let inputs = || sources.iter().filter(|source| source.role.is_input());
    !sources[index].role.is_input() || sources[index].name == STDIN || inputs().nth(1).is_none()
}

/// What holds for all inputs of one run.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The namespace of the input's objects that name none.
    pub namespace: Option<String>,
    /// Languages that are switched off.
    pub disabled_languages: Vec<Language>,
    /// The release of the operator that is followed.
    pub release: Release,
    /// What the arguments of a command line ask. With a configuration that has rules of its own nothing is done.
    pub rule: Option<Rule>,
}
