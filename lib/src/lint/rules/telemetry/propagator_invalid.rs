//! `propagator-invalid`

use crate::config::suggestion;
use crate::diagnostic::Severity;
use crate::instrumentation::{About, PROPAGATORS};
use crate::lint::{EnvEntry, Facts, Findings, Input, Manifests, Rule, Workload};

/// ## What it does
///
/// Finds propagators that don't exist, in Instrumentations and in `OTEL_PROPAGATORS`.
///
/// ## Why is this bad?
///
/// The operator refuses an Instrumentation with an unknown propagator. If the variable names one, SDKs ignore it or refuse to
/// start, and traces end at the service's border. An SDK may have propagators of its own, so an unknown name in a variable is
/// only a warning.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   propagators: [trace-context, baggage]
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   propagators: [tracecontext, baggage]
/// ```
///
/// ## References
///
/// - [OpenTelemetry: general SDK configuration](https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration)
pub struct PropagatorInvalid;

impl Rule for PropagatorInvalid {
    const ID: &'static str = "propagator-invalid";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for one in input.instrumentations() {
            for mistake in one.mistakes.iter().filter(|mistake| mistake.about == About::Propagator) {
                found.add(one.place(&mistake.at), mistake.message.as_str()).help(mistake.help.as_str());
            }
        }
        input.instrumentation_env_entries().for_each(|entry| of_entry(&entry, found));
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        workload.env_entries().for_each(|entry| of_entry(&entry, found));
    }
}

fn of_entry(entry: &EnvEntry<'_>, found: &mut Findings) {
    let is_known = |name: &str| PROPAGATORS.contains(&name) || name == "xray-lambda" || name.contains('$');
    for (part, name) in entry.list_items("OTEL_PROPAGATORS").filter(|(_, name)| !is_known(name)) {
        let message = format!("{name} is no propagator that OpenTelemetry knows");
        let finding = found.add(entry.within(part), message);
        finding.help(suggestion(name, &PROPAGATORS)).severity(Severity::Warning);
    }
}
