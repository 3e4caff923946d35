//! `fork-server`

use crate::diagnostic::Severity;
use crate::lint::{Container, Facts, Findings, Manifests, Rule, Word, Workload};
use crate::operator::Language;

/// ## What it does
///
/// Finds Python containers with injection whose command starts several workers: gunicorn and uvicorn with more than one,
/// gunicorn with `--preload`, uWSGI with a master or several processes, Celery workers with processes.
///
/// ## Why is this bad?
///
/// The SDK starts with the interpreter, so in the server's own process. Workers that are forked from that have none of its
/// threads: the one that sends metrics is gone in each of them. Workers that start anew each send metrics under the same
/// name, and these collide. Traces mostly arrive.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// spec:
///   containers:
///   - name: app
///     command: [gunicorn, --workers, "4", "app:app"]
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// spec:
///   containers:
///   - name: app
///     command: [gunicorn, --workers, "4", --worker-class, uvicorn.workers.UvicornWorker, "app:app"]
/// ```
///
/// Or one worker in each container, and more pods. What stands in a server's configuration file or in the image is not
/// seen.
///
/// ## References
///
/// - [OpenTelemetry: pre-fork server issues](https://opentelemetry.io/docs/zero-code/python/troubleshooting/#pre-fork-server-issues)
/// - [opentelemetry-python: working with fork process models](https://opentelemetry-python.readthedocs.io/en/stable/examples/fork-process-model/README.html)
pub struct ForkServer;

impl Rule for ForkServer {
    const ID: &'static str = "fork-server";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, facts: &Facts<'_>, found: &mut Findings) {
        for container in workload.asked(Language::Python) {
            // If nothing is sent, nothing is lost.
            let exporter = container.variable("OTEL_METRICS_EXPORTER").and_then(|variable| variable.value());
            if exporter.is_some_and(|exporter| exporter == "none") {
                continue;
            }
            let words = facts.words(container);
            let Some(server) = words.iter().position(|word| Server::of(word).is_some()) else { continue };
            let Some(kind) = Server::of(&words[server]) else { continue };
            let options = Options(&words[server + 1..]);
            let Some((cause, message)) = kind.cause(&words[server], &options) else {
                by_variable(workload, container, &words[server], kind, &options, found);
                continue;
            };
            found
                .add(cause.place(workload), message)
                .also(workload.request_place(Language::Python), "the SDK is injected by this")
                .help(kind.help());
        }
    }
}

/// Gunicorn and uvicorn also take the number of workers from a variable.
fn by_variable(
    workload: &Workload<'_>,
    container: &Container<'_>,
    server: &Word<'_>,
    kind: Server,
    options: &Options<'_, '_>,
    found: &mut Findings,
) {
    const VARIABLE: &str = "WEB_CONCURRENCY";
    let takes_it = matches!(kind, Server::Gunicorn | Server::Uvicorn) && options.value(&WORKERS).is_none();
    let Some(variable) = container.variable(VARIABLE).filter(|_| takes_it && !options.keeps_metrics()) else { return };
    let is_several = variable.value().and_then(|value| value.parse::<u32>().ok()).is_some_and(|count| count > 1);
    if let Some(place) = workload.effective_place(&container.value(&variable)).filter(|_| is_several) {
        let message = format!("{} starts several workers, and their metrics are lost or collide", server.program());
        found.add(place, message).also(server.place(workload), "which takes it from here").help(kind.help());
    }
}

/// A server or worker that starts processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Server {
    Gunicorn,
    Uvicorn,
    Uwsgi,
    Celery,
}

const WORKERS: [&str; 2] = ["--workers", "-w"];

impl Server {
    fn of(word: &Word<'_>) -> Option<Self> {
        match word.program() {
            "gunicorn" => Some(Server::Gunicorn),
            "uvicorn" => Some(Server::Uvicorn),
            "uwsgi" => Some(Server::Uwsgi),
            "celery" => Some(Server::Celery),
            _ => None,
        }
    }

    /// The option that makes it lose metrics, and what to say about that.
    fn cause<'w, 'i>(self, server: &'w Word<'i>, options: &Options<'w, 'i>) -> Option<(&'w Word<'i>, String)> {
        let name = server.program();
        let forked = |word| (word, format!("{name} forks workers from a process in which the SDK runs already"));
        match self {
            Server::Gunicorn => options
                .flag(&["--preload"])
                .map(forked)
                .or_else(|| options.several(&WORKERS).filter(|_| !options.keeps_metrics()).map(forked)),
            Server::Uvicorn => options
                .several(&["--workers"])
                .map(|word| (word, format!("the metrics of {name}'s workers collide, being sent under one name"))),
            Server::Uwsgi => options
                .flag(&["--master", "-M"])
                .or_else(|| options.several(&["--processes", "--workers", "-p"]))
                .map(forked),
            // Its default pool is one of processes.
            Server::Celery => {
                let pool = options.value(&["--pool", "-P"]).map_or("prefork", |(_, pool)| pool);
                let worker = options.flag(&["worker"])?;
                matches!(pool, "prefork" | "processes").then(|| forked(worker))
            }
        }
    }

    fn help(self) -> &'static str {
        match self {
            Server::Gunicorn => {
                "start one worker and more pods, or take uvicorn's worker class; if metrics are not needed, set \
                 OTEL_METRICS_EXPORTER to none"
            }
            Server::Uvicorn | Server::Uwsgi => {
                "start one worker and more pods; if metrics are not needed, set OTEL_METRICS_EXPORTER to none"
            }
            Server::Celery => {
                "start the SDK in each worker process, or use a pool of threads; if metrics are not needed, set \
                 OTEL_METRICS_EXPORTER to none"
            }
        }
    }
}

/// The words after a program.
struct Options<'w, 'i>(&'w [Word<'i>]);

impl<'w, 'i> Options<'w, 'i> {
    fn flag(&self, names: &[&str]) -> Option<&'w Word<'i>> {
        self.0.iter().find(|word| names.contains(&word.text))
    }

    /// The value of an option: `--workers 4`, `--workers=4`, `-w 4` or `-w4`.
    fn value(&self, names: &[&str]) -> Option<(&'w Word<'i>, &'i str)> {
        self.0.iter().enumerate().find_map(|(index, word)| {
            names.iter().find_map(|name| {
                let rest = word.text.strip_prefix(name)?;
                let joined = if name.starts_with("--") { rest.strip_prefix('=') } else { Some(rest) };
                let next = || self.0.get(index + 1).map(|next| next.text);
                Some((word, if rest.is_empty() { next()? } else { joined? }))
            })
        })
    }

    fn several(&self, names: &[&str]) -> Option<&'w Word<'i>> {
        let (word, value) = self.value(names)?;
        value.parse::<u32>().is_ok_and(|count| count > 1).then_some(word)
    }

    /// Whether gunicorn's workers have the one class that starts the SDK's threads again.
    fn keeps_metrics(&self) -> bool {
        self.0.iter().any(|word| word.text.ends_with("UvicornWorker"))
    }
}
