//! What an injection goes by, beside the manifests: the same for every command that injects or shows what would be.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use otel_inject::config::{Name, Rule};
use otel_inject::engine::{Role, Settings};
use otel_inject::operator::Language;

/// What an injection goes by.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Injection {
    /// A file or folder with Instrumentations, Namespaces, Secrets, ConfigMaps or Services; not printed. Repeatable
    #[arg(short, long = "instrumentation", value_name = "PATH")]
    instrumentations: Vec<PathBuf>,
    /// A file with the configuration: an OtelInject, a ConfigMap of strings, or an Instrumentation; not printed
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The namespace of objects that name none
    #[arg(long, value_name = "NAME")]
    namespace: Option<Name>,
    /// A language that is not injected, whatever asks for it. Repeatable
    #[arg(long = "disable-language", value_name = "LANGUAGE", value_parser = agent_language())]
    disabled_languages: Vec<Language>,
}

impl Injection {
    /// What is read beside the manifests, and what holds for all of them.
    pub(crate) fn into_parts(self, rule: Option<Rule>) -> (Vec<(PathBuf, Role)>, Settings) {
        let Self { namespace, disabled_languages, .. } = self;
        let namespace = namespace.map(|name| name.as_str().to_owned());
        let settings = Settings { namespace, disabled_languages, rule, ..Settings::default() };
        // The configuration first: where a file is given as both, it is that.
        let config = self.config.into_iter().map(|file| (file, Role::Config));
        let references = self.instrumentations.into_iter().map(|file| (file, Role::Reference));
        (config.chain(references).collect(), settings)
    }
}

/// A language that can be switched off.
fn agent_language() -> impl TypedValueParser<Value = Language> {
    let names = Language::ALL.into_iter().filter(|language| language.has_agent()).map(Language::name);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Language>())
}
