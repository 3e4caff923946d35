//! `propagator-deprecated`

use crate::diagnostic::Severity;
use crate::lint::{EnvEntry, Facts, Findings, Input, Manifests, Place, Rule, Workload};
use crate::pointer::{Pointer, Step};

/// ## What it does
///
/// Finds the propagators `jaeger` and `ottrace`, in Instrumentations and in `OTEL_PROPAGATORS`.
///
/// ## Why is this bad?
///
/// OpenTelemetry's specification has deprecated both, and SDKs begin to leave them out. A trace is then not carried on
/// from one service to the next.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   propagators: [jaeger]
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
/// As long as some services speak the old one only, give both.
///
/// ## References
///
/// - [OpenTelemetry: propagators distribution](https://opentelemetry.io/docs/specs/otel/context/api-propagators/#propagators-distribution)
/// - [Jaeger: propagation format](https://www.jaegertracing.io/sdk-migration/#propagation-format)
pub struct PropagatorDeprecated;

const DEPRECATED: [&str; 2] = ["jaeger", "ottrace"];

impl Rule for PropagatorDeprecated {
    const ID: &'static str = "propagator-deprecated";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for one in input.instrumentations() {
            for (index, name) in one.settings.spec.propagators.iter().enumerate() {
                if DEPRECATED.contains(&name.as_str()) {
                    let at = Pointer::keys(&["spec", "propagators"]).join(Step::Index(index));
                    report(one.place(&at), name, found);
                }
            }
        }
        input.instrumentation_env_entries().for_each(|entry| of_entry(&entry, found));
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        workload.env_entries().for_each(|entry| of_entry(&entry, found));
    }
}

fn of_entry(entry: &EnvEntry<'_>, found: &mut Findings) {
    for (part, name) in entry.list_items("OTEL_PROPAGATORS").filter(|(_, name)| DEPRECATED.contains(name)) {
        report(entry.within(part), name, found);
    }
}

fn report(place: Place, name: &str, found: &mut Findings) {
    let message = format!("the propagator {name} is deprecated");
    found.add(place, message).help("use tracecontext and baggage, beside it until every service has them");
}
