//! `plaintext-secret`

use std::ops::Range;

use crate::diagnostic::Severity;
use crate::instrumentation::{EnvVar, field_place};
use crate::lint::{Facts, Findings, Input, Instrumentation, Manifests, Rule, Workload};
use crate::operator::Language;
use crate::pointer::{Pointer, Step};
use crate::value::Value;

/// ## What it does
///
/// Finds keys and tokens that stand in a manifest: in `OTEL_EXPORTER_OTLP_HEADERS` and its like, and in variables of an
/// Instrumentation that are named like a token or a password.
///
/// ## Why is this bad?
///
/// Who may read the repository, or a pod or Instrumentation in the cluster, has them. An Instrumentation's variables go
/// into every pod that it instruments.
///
/// ## Example
///
/// ```yaml
/// env:
/// - name: OTEL_EXPORTER_OTLP_HEADERS
///   value: authorization=Bearer abcdef123456
/// ```
///
/// ## Use instead
///
/// ```yaml
/// env:
/// - name: OTLP_TOKEN
///   valueFrom:
///     secretKeyRef: {name: otlp, key: token}
/// - name: OTEL_EXPORTER_OTLP_HEADERS
///   value: authorization=Bearer $(OTLP_TOKEN)
/// ```
///
/// The Secret has to be in the namespace of the pods. A key that was in a repository is known: it has to be replaced.
///
/// ## References
///
/// - [OpenTelemetry: headers of the OTLP exporter](https://opentelemetry.io/docs/specs/otel/protocol/exporter/#configuration-options)
/// - [Kubernetes: dependent environment variables](https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/)
pub struct PlaintextSecret;

const HELP: &str = "put it into a Secret, and take it from there with valueFrom";

impl Rule for PlaintextSecret {
    const ID: &'static str = "plaintext-secret";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for instrumentation in input.instrumentations() {
            let spec = &instrumentation.settings.spec;
            of_list(instrumentation, &spec.env, &Pointer::keys(&["spec", "env"]), found);
            for language in Language::ALL {
                let list = spec.settings(language).map(|settings| settings.env).unwrap_or_default();
                of_list(instrumentation, list, &field_place(Some(language), "env"), found);
            }
        }
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for container in workload.own_containers() {
            for variable in container.variables().iter().filter(|variable| holds_headers(variable.name)) {
                // The values that an Instrumentation gives are found there.
                let is_own = container.written.is_some_and(|written| written.has_env(variable.name));
                let Some(at) = workload.own_value(container, variable).filter(|_| is_own) else { continue };
                let Some(value) = at.resolve(workload.resource.value()).and_then(Value::as_str) else { continue };
                if let Some((header, part)) = secret_header(value) {
                    let message = format!("{} gives the header {header} in plain text", variable.name);
                    found.add(workload.resource.within(&at, part), message).help(HELP);
                }
            }
        }
    }
}

fn of_list(instrumentation: &Instrumentation<'_>, list: &[EnvVar], at: &Pointer<'static>, found: &mut Findings) {
    for (index, variable) in list.iter().enumerate() {
        let Some(value) = &variable.value else { continue };
        let at = at.join(Step::Index(index)).join(Step::Key("value".into()));
        if holds_headers(&variable.name) {
            let Some((header, part)) = secret_header(value) else { continue };
            let place = match &instrumentation.resource {
                Some(resource) => resource.within(&at, part),
                None => instrumentation.place(&at),
            };
            found.add(place, format!("{} gives the header {header} in plain text", variable.name)).help(HELP);
        } else if is_named_like_a_secret(&variable.name) && is_literal(value) {
            found.add(instrumentation.place(&at), format!("{} stands here in plain text", variable.name)).help(HELP);
        }
    }
}

/// Whether a variable is `OTEL_EXPORTER_OTLP_HEADERS`, or the one for a single signal.
fn holds_headers(name: &str) -> bool {
    name.starts_with("OTEL_EXPORTER_OTLP_") && name.ends_with("HEADERS")
}

/// The first header with a secret in it, and the range of the secret.
fn secret_header(value: &str) -> Option<(&str, Range<usize>)> {
    let mut start = 0;
    for pair in value.split(',') {
        let end = start + pair.len();
        if let Some((name, secret)) = pair.split_once('=') {
            let name = name.trim();
            if is_secret_header(name) && is_literal(secret) {
                return Some((name, end - secret.len()..end));
            }
        }
        start = end + 1;
    }
    None
}

fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "authorization"
        || ["api-key", "apikey", "token", "-secret", "x-honeycomb-team"].iter().any(|end| name.ends_with(end))
}

fn is_named_like_a_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["TOKEN", "PASSWORD", "SECRET", "API_KEY", "APIKEY"].iter().any(|end| name.ends_with(end))
}

/// What people write in place of a secret.
const FILLED_IN: [&str; 13] =
    ["$(", "${", "{{", "<", "***", "...", "xxx", "your", "changeme", "change-me", "change_me", "replace", "redacted"];

/// Whether it is a secret itself: not a reference to a variable, not what a template or a person fills in, not a
/// switch.
fn is_literal(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let is_switch = ["true", "false", "none"].contains(&value.as_str());
    // `Basic x` is an example of the form.
    let credential = value.rsplit(' ').next().unwrap_or_default();
    credential.chars().count() > 3 && !is_switch && !FILLED_IN.iter().any(|mark| value.contains(mark))
}
