//! Who offers a container its variables.

/// Who offers a container a variable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EnvSource {
    /// Itself: it has the variable already.
    Container,
    /// The Instrumentation's variables for the language.
    LanguageEnv,
    /// The Instrumentation's variables for all languages.
    Env,
    /// The Instrumentation's exporter.
    Exporter,
    /// The exporter's certificates.
    Tls,
    /// The Instrumentation's propagators.
    Propagators,
    /// The Instrumentation's sampler.
    Sampler,
    /// The agent of the language.
    Agent,
    /// Every injection.
    #[default]
    Injection,
    /// The name of the service, by the operator's rules.
    ServiceName,
    /// The name of the service, by a rule of the configuration.
    Rule,
    /// What the container is, as resource attributes.
    ResourceAttributes,
}

impl EnvSource {
    /// A stable name for scripts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            EnvSource::Container => "container",
            EnvSource::LanguageEnv => "language-env",
            EnvSource::Env => "env",
            EnvSource::Exporter => "exporter",
            EnvSource::Tls => "tls",
            EnvSource::Propagators => "propagators",
            EnvSource::Sampler => "sampler",
            EnvSource::Agent => "agent",
            EnvSource::Injection => "injection",
            EnvSource::ServiceName => "service-name",
            EnvSource::Rule => "rule",
            EnvSource::ResourceAttributes => "resource-attributes",
        }
    }
}
