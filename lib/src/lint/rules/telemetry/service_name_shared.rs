//! `service-name-shared`

use std::collections::BTreeMap;

use crate::diagnostic::{ObjectRef, Severity};
use crate::lint::{Container, Findings, Input, Rule, Workload};
use crate::operator::Language;

/// ## What it does
///
/// Finds workloads of the input that report under one `service.name` in one `service.namespace`.
///
/// ## Why is this bad?
///
/// Everything that knows services by their names adds them up: latencies and error rates are those of a mixture, and a
/// trace doesn't tell which of them it went through.
///
/// ## Example
///
/// ```yaml
/// kind: Deployment
/// metadata: {name: cart}
/// spec:
///   template:
///     spec:
///       containers:
///       - name: app
///         env:
///         - name: OTEL_SERVICE_NAME
///           value: shop
/// ---
/// kind: Deployment
/// metadata: {name: checkout}
/// spec:
///   template:
///     spec:
///       containers:
///       - name: app
///         env:
///         - name: OTEL_SERVICE_NAME
///           value: shop
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Deployment
/// metadata: {name: cart}
/// spec:
///   template:
///     spec:
///       containers:
///       - name: app
///         env:
///         - name: OTEL_SERVICE_NAME
///           value: cart
/// ---
/// kind: Deployment
/// metadata: {name: checkout}
/// spec:
///   template:
///     spec:
///       containers:
///       - name: app
///         env:
///         - name: OTEL_SERVICE_NAME
///           value: checkout
/// ```
///
/// Or no name at all: injection then takes the workload's.
///
/// ## References
///
/// - [OpenTelemetry: service attributes](https://opentelemetry.io/docs/specs/semconv/resource/#service)
pub struct ServiceNameShared;

impl Rule for ServiceNameShared {
    const ID: &'static str = "service-name-shared";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        // Containers by the namespace and name of the service that they report as.
        let mut services: BTreeMap<(&str, &str), Vec<(&Workload<'_>, &Container<'_>)>> = BTreeMap::new();
        for (workload, container, service) in input.services() {
            let namespace = service.namespace.as_deref().or(workload.resource.namespace()).unwrap_or_default();
            services.entry((namespace, &service.name)).or_default().push((workload, container));
        }
        for ((_, name), reporting) in services {
            let (first, first_container) = reporting[0];
            // Several containers of a workload are one service, and so is a workload that is in the input twice.
            let mut seen: Vec<ObjectRef> = vec![first.resource.reference()];
            let mut last = first.resource.id();
            for (workload, container) in &reporting[1..] {
                if workload.resource.id() == last {
                    continue;
                }
                last = workload.resource.id();
                let object = workload.resource.reference();
                if seen.contains(&object) {
                    continue;
                }
                found
                    .add(
                        place(input, workload, container),
                        format!("{object} and {} both report as service {name}", seen[0]),
                    )
                    .also(place(input, first, first_container), "the other one")
                    .help("give each a name of its own, or none: injection then takes the workload's");
                seen.push(object);
            }
        }
    }
}

/// Where a container gets its service's name, or where it asks for injection.
fn place(input: &Input<'_>, workload: &Workload<'_>, container: &Container<'_>) -> crate::lint::Place {
    let given =
        container.variable("OTEL_SERVICE_NAME").and_then(|variable| input.given(workload, container, &variable));
    let asked = || workload.request_place(container.requests.first().map_or(Language::Sdk, |request| request.language));
    given.unwrap_or_else(asked)
}
