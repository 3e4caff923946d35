//! `env-boolean`

use crate::diagnostic::Severity;
use crate::lint::{EnvEntry, Facts, Findings, Input, Manifests, Rule, Workload};

/// ## What it does
///
/// Finds `1`, `yes`, `on` and the like in `OTEL_…` variables that take `true` or `false`.
///
/// ## Why is this bad?
///
/// According to OpenTelemetry's specification, only `true` is true, in upper or lower case. Everything else is false, and SDKs
/// log a warning at most: `OTEL_SDK_DISABLED: "1"` disables nothing.
///
/// ## Example
///
/// ```yaml
/// - name: OTEL_SDK_DISABLED
///   value: "1"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// - name: OTEL_SDK_DISABLED
///   value: "true"
/// ```
///
/// ## References
///
/// - [OpenTelemetry: Boolean environment variables](https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#boolean)
pub struct EnvBoolean;

/// What people write when they mean true.
const MEANT: [&str; 6] = ["1", "yes", "y", "on", "t", "enabled"];

impl Rule for EnvBoolean {
    const ID: &'static str = "env-boolean";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        input.instrumentation_env_entries().for_each(|entry| of_entry(&entry, found));
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        workload.env_entries().for_each(|entry| of_entry(&entry, found));
    }
}

fn of_entry(entry: &EnvEntry<'_>, found: &mut Findings) {
    let Some(value) = entry.value.as_deref().filter(|_| is_boolean(entry.name)) else { return };
    if MEANT.into_iter().any(|meant| value.trim().eq_ignore_ascii_case(meant)) {
        let message = format!("only \"true\" turns {} on, and this is {value:?}", entry.name);
        found.add(entry.place(), message).help("write \"true\"");
    }
}

fn is_boolean(name: &str) -> bool {
    let ends = ["_ENABLED", "_DISABLED", "_INSECURE", "_LOG_CORRELATION"];
    name.starts_with("OTEL_") && ends.into_iter().any(|end| name.ends_with(end))
}
