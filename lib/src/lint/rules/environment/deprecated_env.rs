//! `deprecated-env`

use crate::diagnostic::Severity;
use crate::k8s::parse_image;
use crate::lint::{EnvEntry, Facts, Findings, Input, Manifests, Owner, Rule, Workload};
use crate::operator::Language;

/// ## What it does
///
/// Finds variables that OpenTelemetry has deprecated: those of the Jaeger exporter, old names of OTLP variables, and the one
/// that Python's logs needed before version 1.40.
///
/// ## Why is this bad?
///
/// Later versions silently ignore these variables. `OTEL_EXPORTER_JAEGER_…` sends nothing if the SDK no longer has that
/// exporter.
///
/// The rule ignores agent images that are older than the change.
///
/// ## Example
///
/// ```yaml
/// - name: OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED
///   value: "true"
/// ```
///
/// ## Use instead
///
/// Nothing: from 1.40 on Python's logs are exported without it. `OTEL_PYTHON_LOG_AUTO_INSTRUMENTATION` with `"false"`
/// turns that off.
///
/// ## References
///
/// - [OpenTelemetry Python: logging instrumentation](https://opentelemetry-python-contrib.readthedocs.io/en/latest/instrumentation/logging/logging.html)
/// - [OpenTelemetry: OTLP exporter](https://opentelemetry.io/docs/specs/otel/protocol/exporter/)
pub struct DeprecatedEnv;

const PYTHON_LOGS: &str = "OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED";

/// The release of Python's agent in which its logs changed: 0.61 goes with version 1.40.
const PYTHON_LOGS_SINCE: u32 = 61;

impl Rule for DeprecatedEnv {
    const ID: &'static str = "deprecated-env";
    const SEVERITY: Severity = Severity::Info;

    fn check(input: &Input<'_>, found: &mut Findings) {
        input.instrumentation_env_entries().for_each(|entry| of_entry(&entry, found));
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        workload.env_entries().for_each(|entry| of_entry(&entry, found));
    }
}

fn of_entry(entry: &EnvEntry<'_>, found: &mut Findings) {
    let Some((since, help)) = deprecated(entry.name) else { return };
    if entry.name == PYTHON_LOGS && is_older(entry) {
        return;
    }
    let message = format!("{} is deprecated{since}", entry.name);
    found.add(entry.name_place(), message).help(help);
}

/// Since when a variable is deprecated, and what to do about it.
fn deprecated(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        PYTHON_LOGS => (
            " since Python's 1.40, which exports logs without it",
            "take it away, or turn logs off with OTEL_PYTHON_LOG_AUTO_INSTRUMENTATION and \"false\"",
        ),
        "OTEL_EXPORTER_OTLP_SPAN_INSECURE" => ("", "it is called OTEL_EXPORTER_OTLP_TRACES_INSECURE now"),
        "OTEL_EXPORTER_OTLP_METRIC_INSECURE" => ("", "it is called OTEL_EXPORTER_OTLP_METRICS_INSECURE now"),
        _ if name.starts_with("OTEL_EXPORTER_JAEGER_") => (
            " with the Jaeger exporter, which is no part of OpenTelemetry any more",
            "Jaeger takes OTLP: give OTEL_EXPORTER_OTLP_ENDPOINT in its place",
        ),
        _ => return None,
    })
}

/// Whether the agent's release still needs the variable.
fn is_older(entry: &EnvEntry<'_>) -> bool {
    let image = match entry.owner {
        Owner::Instrumentation(one, _) => one.settings.spec.python.image.as_deref(),
        Owner::Container(_, container) => {
            let python = container.requests.iter().find(|request| request.language == Language::Python);
            python.and_then(|request| request.instrumentation.spec.python.image.as_deref())
        }
    };
    let tag = image.and_then(parse_image).and_then(|image| image.tag);
    let minor = tag.and_then(|tag| tag.strip_prefix("0.")).map(|rest| rest.split(|c: char| !c.is_ascii_digit()));
    let minor = minor.and_then(|mut parts| parts.next()?.parse::<u32>().ok());
    minor.is_some_and(|minor| minor < PYTHON_LOGS_SINCE)
}
