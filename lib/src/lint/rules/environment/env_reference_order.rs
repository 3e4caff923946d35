//! `env-reference-order`

use std::ops::Range;

use crate::diagnostic::Severity;
use crate::lint::{Container, Facts, Findings, Manifests, Place, Rule, Variable, Workload};
use crate::value::Value;

/// ## What it does
///
/// Finds `$(NAME)` in the value of an `OTEL_…` variable where `NAME` is defined behind it or not at all, after injection.
///
/// ## Why is this bad?
///
/// Kubernetes goes through the list once and leaves a reference to what it doesn't know yet as it stands. The SDK gets
/// `http://$(NODE_IP):4318`, which is no address.
///
/// It is silent about a name that nothing defines where the container has an `envFrom`, and about names that Kubernetes
/// gives to Services.
///
/// ## Example
///
/// ```yaml
/// - name: OTEL_EXPORTER_OTLP_ENDPOINT
///   value: http://$(NODE_IP):4318
/// - name: NODE_IP
///   valueFrom: {fieldRef: {fieldPath: status.hostIP}}
/// ```
///
/// ## Use instead
///
/// ```yaml
/// - name: NODE_IP
///   valueFrom: {fieldRef: {fieldPath: status.hostIP}}
/// - name: OTEL_EXPORTER_OTLP_ENDPOINT
///   value: http://$(NODE_IP):4318
/// ```
///
/// ## References
///
/// - [Kubernetes: dependent environment variables](https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/)
pub struct EnvReferenceOrder;

impl Rule for EnvReferenceOrder {
    const ID: &'static str = "env-reference-order";
    const SEVERITY: Severity = Severity::Error;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for container in workload.own_containers() {
            for variable in container.variables().iter().filter(|variable| variable.name.starts_with("OTEL_")) {
                let Some(value) = variable.value().filter(|value| value.contains("$(")) else { continue };
                for (part, name) in references(&value) {
                    let Some(later) = unresolved(container, variable, name) else { continue };
                    let Some(place) = place(manifests, workload, container, variable, &value, part) else {
                        continue;
                    };
                    let reference = format!("$({name})");
                    let of_later = later.and_then(|later| workload.effective_place(&container.entry(&later)));
                    let message = match later {
                        Some(_) => format!("{name} is defined too late, so {reference} stays as it stands"),
                        None => format!("nothing defines {name}, so {reference} stays as it stands"),
                    };
                    // An Instrumentation gives the variable to many containers.
                    let finding = found.add(place, message).dedup_by(name);
                    finding.help(format!("define {name} before {}", variable.name));
                    if let Some(of_later) = of_later {
                        finding.also(of_later, "defined here");
                    }
                }
            }
        }
    }
}

/// `None` if a name is resolved. Else where it is defined too late, or `None` inside if it is not defined at all.
fn unresolved<'i>(container: &Container<'i>, variable: &Variable<'i>, name: &str) -> Option<Option<Variable<'i>>> {
    let mut defined = container.variables().iter().filter(|other| other.name == name);
    match defined.next() {
        Some(first) if first.index < variable.index => None,
        Some(first) => Some(Some(*first)),
        None => {
            let from = container.effective.0.get("envFrom").and_then(Value::as_list);
            let of_service = name.ends_with("_SERVICE_HOST") || name.contains("_PORT");
            (from.is_none_or(|from| from.is_empty()) && !of_service).then_some(None)
        }
    }
}

fn place<'i>(
    manifests: &Manifests<'i>,
    workload: &Workload<'i>,
    container: &Container<'i>,
    variable: &Variable<'i>,
    value: &str,
    part: Range<usize>,
) -> Option<Place> {
    let Some(at) = workload.own_value(container, variable) else {
        return manifests.given_by(container, variable.name);
    };
    // Injection may have joined something to the value; the range is one of the document's value.
    let written = at.resolve(workload.resource.value()).and_then(Value::as_str);
    let is_there =
        written.and_then(|text| text.get(..part.end)).is_some_and(|text| value.get(..part.end) == Some(text));
    Some(if is_there { workload.resource.within(&at, part) } else { workload.resource.place(&at) })
}

/// The references in a text, with their places. `$$` is a dollar.
fn references(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find('$').map(|at| from + at) {
        let rest = &text[start + 1..];
        let name = rest.strip_prefix('(').and_then(|rest| Some(&rest[..rest.find(')')?]));
        from = match name {
            Some(name) => start + name.len() + 3,
            None if rest.starts_with('$') => start + 2,
            None => start + 1,
        };
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        if let Some(name) = name.filter(|name| !name.is_empty() && name.bytes().all(is_allowed)) {
            found.push((start..from, name));
        }
    }
    found
}
