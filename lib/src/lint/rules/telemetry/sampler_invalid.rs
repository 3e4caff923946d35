//! `sampler-invalid`

use crate::config::suggestion;
use crate::diagnostic::Severity;
use crate::instrumentation::{About, SAMPLERS, is_rate};
use crate::lint::{Container, Facts, Findings, Input, Manifests, Rule, Workload};
use crate::value::{List, Value};

/// ## What it does
///
/// Finds samplers that don't exist, invalid ratios, arguments without a sampler, and `jaeger_remote` without the argument
/// that says where its strategies come from: in Instrumentations, and in `OTEL_TRACES_SAMPLER` and its argument.
///
/// ## Why is this bad?
///
/// The operator refuses such an Instrumentation. SDKs ignore a value of the variable that they can't read and log a warning:
/// they keep all traces although you wanted a tenth. An SDK may have samplers of its own, so an unknown sampler in a container
/// without an agent is only a warning. So is an argument alone, because the image may set the sampler.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   sampler:
///     type: parentbased_traceidratio
///     argument: "25"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   sampler:
///     type: parentbased_traceidratio
///     argument: "0.25"
/// ```
///
/// ## References
///
/// - [OpenTelemetry: general SDK configuration](https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration)
pub struct SamplerInvalid;

const SAMPLER: &str = "OTEL_TRACES_SAMPLER";
const ARGUMENT: &str = "OTEL_TRACES_SAMPLER_ARG";

/// Something wrong with a container's sampler.
struct Wrong {
    variable: &'static str,
    message: String,
    help: String,
    severity: Severity,
}

impl Rule for SamplerInvalid {
    const ID: &'static str = "sampler-invalid";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for one in input.instrumentations() {
            for mistake in one.mistakes.iter().filter(|mistake| mistake.about == About::Sampler) {
                found.add(one.place(&mistake.at), mistake.message.as_str()).help(mistake.help.as_str());
            }
        }
    }

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for container in workload.own_containers() {
            let Some(Wrong { variable, message, help, severity }) = wrong(container) else { continue };
            let variable = container.variable(variable);
            let Some(place) = variable.and_then(|variable| manifests.given(workload, container, &variable)) else {
                continue;
            };
            // What an Instrumentation gives to many containers is told once.
            found.add(place, message.as_str()).dedup_by(message).help(help).severity(severity);
        }
    }
}

fn wrong(container: &Container<'_>) -> Option<Wrong> {
    let sampler = container.variable(SAMPLER);
    let argument = container.variable(ARGUMENT);
    let kind = match sampler {
        Some(sampler) => sampler.value()?,
        None => Default::default(),
    };
    let value = match argument {
        Some(argument) => argument.value()?,
        None => Default::default(),
    };
    if kind.contains('$') || value.contains('$') {
        return None;
    }
    let (variable, message, help, severity) = match (&*kind, &*value) {
        ("", "") => return None,
        ("", _) => {
            let from = container.effective.0.get("envFrom").and_then(Value::as_list);
            if !from.is_none_or(List::is_empty) {
                return None;
            }
            let message = format!("{ARGUMENT} has no effect without {SAMPLER}");
            // The image or a properties file may give the sampler.
            (ARGUMENT, message, format!("give {SAMPLER} too, such as parentbased_traceidratio"), Severity::Warning)
        }
        ("traceidratio" | "parentbased_traceidratio", ratio) => {
            if ratio.is_empty() || is_rate(ratio) {
                return None;
            }
            let help = "write a number from 0 to 1, such as \"0.25\"".to_owned();
            (ARGUMENT, format!("{ratio:?} is no ratio"), help, Severity::Error)
        }
        ("jaeger_remote" | "parentbased_jaeger_remote", "") => {
            let message = format!("nothing says where {kind} gets its strategies");
            let help = "give the argument endpoint=…,pollingIntervalMs=5000,initialSamplingRate=0.25".to_owned();
            (SAMPLER, message, help, Severity::Warning)
        }
        (known, _) if SAMPLERS.contains(&known) || known == "parentbased_jaeger_remote" => return None,
        (unknown, _) => {
            let severity = if container.requests.is_empty() { Severity::Warning } else { Severity::Error };
            let message = format!("{unknown} is no sampler that OpenTelemetry knows");
            (SAMPLER, message, suggestion(unknown, &SAMPLERS), severity)
        }
    };
    Some(Wrong { variable, message, help, severity })
}
