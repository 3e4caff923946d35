//! `endpoint-missing`

use crate::decision::Request;
use crate::diagnostic::Severity;
use crate::instrumentation::EnvVar;
use crate::k8s::effective_annotation;
use crate::lint::{Container, Facts, Findings, Manifests, Rule, Signal, Workload};
use crate::operator::{Language, SIDECAR, says_yes};
use crate::pointer::Pointer;
use crate::value::{List, Value};

/// ## What it does
///
/// Finds Instrumentations without an endpoint that inject containers without one.
///
/// ## Why is this bad?
///
/// SDKs then send to `localhost`, which is the pod. Where no collector runs in it, nothing arrives.
///
/// It is silent where the pod has a collector beside it, asks for one by `sidecar.opentelemetry.io/inject`, or has the
/// network of its node; where variables come from elsewhere by `envFrom`; and where nothing is exported by OTLP.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   propagators: [tracecontext, baggage]
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   exporter:
///     endpoint: http://collector.observability:4318
///   propagators: [tracecontext, baggage]
/// ```
///
/// ## References
///
/// - [OpenTelemetry: OTLP exporter](https://opentelemetry.io/docs/specs/otel/protocol/exporter/)
pub struct EndpointMissing;

/// Variables that name a file in which the endpoint may be.
const FILES: [&str; 3] = ["OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE", "OTEL_JAVAAGENT_CONFIGURATION_FILE"];

impl Rule for EndpointMissing {
    const ID: &'static str = "endpoint-missing";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for container in workload.own_containers() {
            let Some(request) = container.requests.iter().find(|one| is_unsaid(workload, container, one)) else {
                continue;
            };
            if has_collector(workload) {
                return;
            }
            let at = Pointer::keys(&["spec", "exporter", "endpoint"]);
            let one = manifests.instrumentation(request).map(|one| one.place(&at));
            let asked = workload.request_place(request.language);
            let name = container.name();
            let what = format!("container {name} of {} sends to localhost", workload.resource.reference());
            found
                .add(
                    one.unwrap_or_else(|| asked.clone()),
                    "nothing says where telemetry is sent, so it goes to localhost",
                )
                .also(asked, what)
                .dedup_with_count("more")
                .help("give exporter.endpoint the collector's address, such as http://collector.observability:4318");
        }
    }
}

/// Whether nothing says where a language sends.
fn is_unsaid(workload: &Workload<'_>, container: &Container<'_>, request: &Request<'_>) -> bool {
    let spec = &request.instrumentation.spec;
    let in_attributes = |list: &[EnvVar]| list.iter().any(|one| one.name.ends_with("OtelExporterEndpoint"));
    let given = spec.exporter.endpoint.as_ref().is_some_and(|endpoint| !endpoint.is_empty());
    match request.language {
        Language::ApacheHttpd => !given && !in_attributes(&spec.apache_httpd.attrs),
        Language::Nginx => !given && !in_attributes(&spec.nginx.attrs),
        // The container that is added has its variables.
        Language::Go => workload.containers().iter().filter(|container| container.is_added()).any(sends_to_localhost),
        Language::Java | Language::Nodejs | Language::Python | Language::Dotnet | Language::Sdk => {
            sends_to_localhost(container)
        }
    }
}

fn sends_to_localhost(container: &Container<'_>) -> bool {
    let is_list = |key| container.effective.0.get(key).and_then(Value::as_list).is_some_and(|list| !list.is_empty());
    let is_said = |name: &str| {
        let variable = container.variable(name);
        variable.is_some_and(|variable| variable.value().is_none_or(|value| !value.is_empty()))
    };
    let holds = |name: &str, text: &str| {
        let value = container.variable(name).and_then(|variable| variable.value());
        value.is_some_and(|value| value.contains(text))
    };
    let is_exported = |signal: &Signal| {
        let exporter = signal.exporter_variable().and_then(|name| container.variable(name));
        exporter.is_none_or(|exporter| exporter.value().is_none_or(|value| value.contains("otlp")))
    };
    let is_given = || Signal::EACH.into_iter().map(Signal::endpoint_variable).any(is_said);
    let is_off = || container.variable("OTEL_SDK_DISABLED").and_then(|variable| variable.value());
    container.variable("OTEL_RESOURCE_ATTRIBUTES").is_some()
        && !is_given()
        && !is_list("envFrom")
        && !FILES.into_iter().any(is_said)
        && !holds("JAVA_TOOL_OPTIONS", "-Dotel.exporter.otlp.")
        && !is_off().is_some_and(|value| value.eq_ignore_ascii_case("true"))
        && Signal::SINGLE.iter().any(is_exported)
}

/// Whether something may listen on localhost.
fn has_collector(workload: &Workload<'_>) -> bool {
    let Some(pod) = workload.pod() else { return false };
    let asked = effective_annotation(SIDECAR, pod.annotations(), workload.written.namespace_annotations);
    let has_sidecar = says_yes(&asked);
    let on_node = pod.0.at(&["spec", "hostNetwork"]) == Some(&Value::Bool(true));
    has_sidecar || on_node || workload.own_containers().any(is_collector)
}

fn is_collector(container: &Container<'_>) -> bool {
    let ports = container.effective.0.get("ports").and_then(Value::as_list).into_iter().flat_map(List::iter);
    let takes_otlp = |port: &Value<'_>| {
        let number = port.get("containerPort").and_then(Value::text);
        number.is_some_and(|number| matches!(&*number, "4317" | "4318"))
    };
    let image = container.effective.image();
    ["collector", "otel", "alloy", "jaeger"].into_iter().any(|name| image.contains(name))
        || ports.into_iter().any(takes_otlp)
}
