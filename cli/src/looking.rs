//! What the commands read that change nothing: manifests, and what an injection goes by.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use anyhow::Result;
use otel_inject::diagnostic::Diagnostic;
use otel_inject::engine::{Engine, Role, Settings};
use otel_inject::render::text::File;

use crate::inputs::{is_stdin, read};
use crate::short::Short;
use crate::{output, wrong_usage};

/// What is read.
#[derive(Debug, clap::Args)]
pub(crate) struct Looking {
    /// Files and folders with manifests (YAML or JSON), or `-` for standard input, which is read too where no path is
    /// given. In folders, hidden files and what .gitignore names are left out
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A file with Instrumentations, Namespaces, Secrets, ConfigMaps or Services. Repeatable
    #[arg(short, long = "instrumentation", value_name = "FILE")]
    instrumentations: Vec<PathBuf>,
    /// A file with the configuration: an OtelInject, a ConfigMap of strings, or an Instrumentation
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The namespace of objects that name none
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    namespace: Option<String>,
    /// A language that is not injected, whatever asks for it. Repeatable
    #[arg(long = "disable-language", value_name = "LANGUAGE",
        value_parser = ["java", "nodejs", "python", "dotnet", "go", "apache-httpd", "nginx"])]
    disabled_languages: Vec<String>,
    #[command(flatten)]
    short: Short,
}

impl Looking {
    /// Reads everything; none where something can't be read, which has been said then.
    pub(crate) fn load(self, command: &str) -> Result<Option<Engine>> {
        let Self { mut paths, instrumentations, config, namespace, disabled_languages, short } = self;
        if paths.is_empty() && std::io::stdin().is_terminal() {
            return Err(wrong_usage(command, "there is nothing to read: give files or folders, or pipe manifests in"));
        }
        if paths.is_empty() {
            paths.push(PathBuf::from("-"));
        }
        // The configuration first: where a file is given as both, it is that.
        let references: Vec<(PathBuf, Role)> = config
            .into_iter()
            .map(|file| (file, Role::Config))
            .chain(instrumentations.into_iter().map(|file| (file, Role::Reference)))
            .collect();
        let is_twice = |paths: &[PathBuf]| paths.iter().any(|path| is_stdin(path));
        if is_twice(&paths) && references.iter().any(|(path, _)| is_stdin(path)) {
            return Err(wrong_usage(command, "standard input is read for the manifests already: give a file"));
        }
        let settings = Settings { namespace, disabled_languages, rule: short.rule(command)? };
        let inputs = read(&paths, &references);
        for folder in &inputs.empty_folders {
            output::warning(&format!("there are no YAML or JSON files in {}", folder.display()));
        }
        inputs.problems.iter().for_each(|problem| output::error(problem));
        Ok(inputs.problems.is_empty().then(|| Engine::load(inputs.sources, settings)))
    }
}

/// The files of an engine, for what points into them.
pub(crate) fn files(engine: &Engine) -> Vec<File<'_>> {
    engine.sources().iter().map(|source| File { name: &source.name, text: &source.text }).collect()
}

/// Says what is wrong or worth knowing.
pub(crate) fn say(engine: &Engine, diagnostics: &[Diagnostic]) {
    if !diagnostics.is_empty() {
        output::diagnostics(diagnostics, &files(engine));
        output::say("\n");
    }
}
