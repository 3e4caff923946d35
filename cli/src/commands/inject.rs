//! `otel-inject inject`

use std::path::PathBuf;

use anyhow::Result;
use otel_inject::engine::{Role, Settings, Task};

use crate::exit::Outcome;
use crate::rewrite::{Rewrite, rewrite};
use crate::short::Short;

/// Instruments the workloads that ask for it
///
/// Reads manifests and prints them again, with the workloads instrumented whose annotations ask for it, or for which
/// the configuration or --inject does. What is not asked for stays as it is, byte for byte. Injecting again changes nothing, or follows what changed in an
/// Instrumentation.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  helm template cxtm ./chart | otel-inject inject -i instrumentation.yaml | kubectl apply -f -
  otel-inject inject -i instrumentation.yaml --namespace cxtm --in-place k8s/
  otel-inject inject -i instrumentation.yaml --check k8s/
  otel-inject inject -i instrumentation.yaml --inject python --exclude-container redis k8s/web.yaml")]
pub(crate) struct Args {
    #[command(flatten)]
    place: Rewrite,
    /// A file with Instrumentations, Namespaces, Secrets, ConfigMaps or Services; not printed. Repeatable
    #[arg(short, long = "instrumentation", value_name = "FILE")]
    instrumentations: Vec<PathBuf>,
    /// A file with the configuration: an OtelInject, a ConfigMap of strings, or an Instrumentation; not printed
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

pub(crate) fn run(args: Args) -> Result<Outcome> {
    let Args { namespace, disabled_languages, .. } = args;
    let settings = Settings { namespace, disabled_languages, rule: args.short.rule("inject")? };
    // The configuration first: where a file is given as both, it is that.
    let config = args.config.into_iter().map(|file| (file, Role::Config));
    let references = args.instrumentations.into_iter().map(|file| (file, Role::Reference));
    rewrite("inject", Task::Inject, &args.place, &config.chain(references).collect::<Vec<_>>(), settings)
}
