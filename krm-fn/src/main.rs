//! `otel-inject-fn`: a KRM function, and a post-renderer for Helm. Standard input goes in, standard output comes out,
//! and the exit code is 0 or 1, as kustomize and kpt know no other.

mod answer;
mod resource_list;
mod results;
mod run;

use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Parser;
use otel_inject::config::Name;
use otel_inject::encoding::decode;
use otel_inject::engine::{Role, Settings, Source};

use answer::{Answer, answer};

/// Injects OpenTelemetry auto-instrumentation into the workloads of a ResourceList, a List or a stream of manifests
///
/// Without arguments this is a KRM function: kustomize and kpt call it so. Post-renderers can use the flags.
#[derive(Debug, Parser)]
#[command(name = "otel-inject-fn", version, max_term_width = 100)]
struct Args {
    /// A file with the configuration: an OtelInject, a ConfigMap of strings, or an Instrumentation, as functionConfig
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A file with Instrumentations, Namespaces, Secrets, ConfigMaps or Services; not printed. Repeatable
    #[arg(short, long = "instrumentation", value_name = "FILE")]
    instrumentations: Vec<PathBuf>,
    /// The namespace of objects that name none
    #[arg(long, value_name = "NAME")]
    namespace: Option<Name>,
    /// A file that gets what is said to people: Helm 4 does not show standard error
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or(String::new(), |place| format!(" ({}:{})", place.file(), place.line()));
        let what = panic.payload_as_str().unwrap_or("something unexpected happened");
        say(&answer::bug(&format!("{what}{place}")));
    }));
    catch_unwind(guarded).unwrap_or(ExitCode::FAILURE)
}

fn guarded() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    run(&args).unwrap_or_else(|error| {
        let message = format!("error: {error:#}\n");
        if let Some(file) = &args.report {
            let _ = std::fs::write(file, &message);
        }
        say(&message);
        ExitCode::FAILURE
    })
}

fn run(args: &Args) -> Result<ExitCode> {
    if io::stdin().is_terminal() {
        bail!("there is nothing to read: this is a function for kustomize, kpt and Helm; for files see `otel-inject`");
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).context("can't read standard input")?;
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(error) if error.may_ask() => {
            let (line, column) = error.line_and_column();
            bail!("<stdin>:{line}:{column}: {error}");
        }
        // Nothing is asked of it.
        Err(error) => return print(&error.bytes, ExitCode::SUCCESS),
    };
    let references = references(args)?;
    let namespace = args.namespace.as_ref().map(|name| name.as_str().to_owned());
    let settings = Settings { namespace, ..Settings::default() };
    let Answer { stdout, people, failed } = answer(text, references, settings);
    if let Some(file) = &args.report {
        std::fs::write(file, &people).with_context(|| format!("can't write {}", file.display()))?;
    }
    say(&people);
    print(stdout.as_bytes(), if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn references(args: &Args) -> Result<Vec<Source>> {
    let read = |path: &PathBuf, role| -> Result<Source> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("can't read {name}"))?;
        let text = decode(bytes).map_err(|error| {
            let (line, column) = error.line_and_column();
            anyhow::anyhow!("{name}:{line}:{column}: {error}")
        })?;
        Ok(Source { name, text, role })
    };
    let mut sources = Vec::new();
    if let Some(path) = &args.config {
        sources.push(read(path, Role::Config)?);
    }
    for path in &args.instrumentations {
        sources.push(read(path, Role::Reference)?);
    }
    Ok(sources)
}

/// Prints in one go. Nobody reading on is no mistake.
fn print(bytes: &[u8], code: ExitCode) -> Result<ExitCode> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("can't write to standard output"),
        _ => Ok(code),
    }
}

/// Says something to a person. Where nobody listens, that is no mistake.
fn say(message: &str) {
    let _ = io::stderr().lock().write_all(message.as_bytes());
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_make_sense() {
        super::Args::command().debug_assert();
    }
}
