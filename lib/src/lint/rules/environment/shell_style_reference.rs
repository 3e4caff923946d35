//! `shell-style-reference`

use std::ops::Range;

use crate::diagnostic::Severity;
use crate::lint::{Container, Facts, Findings, Input, Instrumentation, Manifests, Resource, Rule, Safety, Workload};
use crate::pointer::{Pointer, Step};
use crate::value::Value;

/// ## What it does
///
/// Finds `${NAME}` in the value of an `OTEL_…` variable, in a workload or in an Instrumentation.
///
/// ## Why is this bad?
///
/// Kubernetes expands `$(NAME)` and nothing else, and no shell comes in between. The SDK gets the text as it stands, and
/// an endpoint with a `${…}` in it is no address: all telemetry is lost.
///
/// ## Example
///
/// ```yaml
/// - name: OTEL_EXPORTER_OTLP_ENDPOINT
///   value: http://${OTEL_NODE_IP}:4318
/// ```
///
/// ## Use instead
///
/// ```yaml
/// - name: OTEL_EXPORTER_OTLP_ENDPOINT
///   value: http://$(OTEL_NODE_IP):4318
/// ```
///
/// The variable has to stand before the one that refers to it. Injection puts `OTEL_POD_IP` and `OTEL_NODE_IP` in front.
///
/// ## References
///
/// - [Kubernetes: dependent environment variables](https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/)
pub struct ShellStyleReference;

/// What injection puts before a container's variables.
const IN_FRONT: [&str; 2] = ["OTEL_NODE_IP", "OTEL_POD_IP"];

impl Rule for ShellStyleReference {
    const ID: &'static str = "shell-style-reference";
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        for instrumentation in input.instrumentations() {
            of_instrumentation(instrumentation, found);
        }
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        workload.own_containers().for_each(|container| of_container(workload, container, found));
    }
}

fn of_container(workload: &Workload<'_>, container: &Container<'_>, found: &mut Findings) {
    for variable in container.variables().iter().filter(|variable| variable.name.starts_with("OTEL_")) {
        let Some(value) = variable.value().filter(|value| value.contains("${")) else { continue };
        // The values that an Instrumentation gives are found there.
        let Some(at) = workload.own_value(container, variable) else { continue };
        let is_before =
            |name: &str| container.variables().iter().any(|other| other.name == name && other.index < variable.index);
        report(&workload.resource, &at, &value, is_before, found);
    }
}

fn of_instrumentation(instrumentation: &Instrumentation<'_>, found: &mut Findings) {
    let Some(resource) = &instrumentation.resource else { return };
    let spec = &instrumentation.settings.spec;
    if let Some(endpoint) = &spec.exporter.endpoint {
        let at = Pointer::keys(&["spec", "exporter", "endpoint"]);
        report(resource, &at, endpoint, |name| IN_FRONT.contains(&name), found);
    }
    for (index, variable) in spec.env.iter().enumerate().filter(|(_, variable)| variable.name.starts_with("OTEL_")) {
        let at = Pointer::keys(&["spec", "env"]).join(Step::Index(index)).join(Step::Key("value".into()));
        let is_before =
            |name: &str| IN_FRONT.contains(&name) || spec.env[..index].iter().any(|other| other.name == name);
        report(resource, &at, variable.value.as_deref().unwrap_or_default(), is_before, found);
    }
}

fn report(
    resource: &Resource<'_>,
    at: &Pointer<'_>,
    effective: &str,
    is_before: impl Fn(&str) -> bool,
    found: &mut Findings,
) {
    // Injection may have joined something to the value; the ranges are those of the document's value.
    let Some(value) = at.resolve(resource.value()).and_then(Value::as_str) else { return };
    for (whole, name) in references(value).filter(|(whole, _)| effective.contains(&value[whole.clone()])) {
        let right = format!("$({name})");
        let fix = is_before(name).then(|| {
            let text = format!("{}{right}{}", &value[..whole.start], &value[whole.end..]);
            resource.fix_replacing(Safety::Safe, at, Value::from(text))
        });
        let message = format!("Kubernetes does not expand {}", &value[whole.clone()]);
        let help = match fix {
            Some(_) => format!("write {right}"),
            None => format!("write {right}, and define {name} before it"),
        };
        found.add(resource.within(at, whole), message).help(help).fix(fix.flatten());
    }
}

/// The references in a text that are a shell's: their ranges, and the names in them.
fn references(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.match_indices("${").filter_map(|(start, _)| {
        let length = text[start + 2..].find('}')?;
        let name = &text[start + 2..start + 2 + length];
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_name.then(|| (start..start + length + 3, name))
    })
}
