//! What the engine is given.

use crate::config::Rule;
use crate::operator::{Language, Release};

/// What a source is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its workloads are decided and it is rendered again.
    Input,
    /// It is read for Instrumentations, Namespaces, Secrets, ConfigMaps and Services only.
    Reference,
    /// It is the configuration: an OtelInject, a ConfigMap of strings, or an Instrumentation.
    Config,
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
    let inputs = || sources.iter().filter(|source| source.role == Role::Input);
    sources[index].role != Role::Input || sources[index].name == STDIN || inputs().nth(1).is_none()
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
