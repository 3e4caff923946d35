//! The text that sets up the agent of a web server: attributes by name, a line each.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::instrumentation::EnvVar;

use super::Context;
use super::attributes::NAMESPACE_NAME;

/// How a server writes its attributes.
pub(super) struct Spelling {
    /// What their names begin with.
    pub(super) prefix: &'static str,
    /// What the operator writes where something is switched on; for Apache it has a blank too many.
    pub(super) on: &'static str,
    /// What a line ends with.
    pub(super) end: &'static str,
}

/// Where telemetry goes when the Instrumentation does not say.
const ENDPOINT: &str = "http://localhost:4317/";
/// What a script replaces by the pod's name.
const INSTANCE: &str = "<<SID-PLACEHOLDER>>";

/// The attributes in the order of their names; those of the Instrumentation beat the others.
pub(super) fn lines(context: &Context<'_, '_>, spelling: &Spelling, attrs: &[EnvVar], service_name: &str) -> String {
    let Spelling { prefix, on, end } = spelling;
    let endpoint = context.spec().exporter.endpoint.as_deref().filter(|endpoint| !endpoint.is_empty());
    let namespace = context.surroundings.workload.namespace;
    let namespace = Cow::Borrowed(namespace.unwrap_or(NAMESPACE_NAME.reference));
    let ours: [(&str, Cow<'_, str>); 8] = [
        ("Enabled", "ON".into()),
        ("OtelExporterEndpoint", endpoint.unwrap_or(ENDPOINT).into()),
        ("OtelSpanExporter", "otlp".into()),
        ("ResolveBackends", (*on).into()),
        ("ServiceInstanceId", INSTANCE.into()),
        ("ServiceName", service_name.into()),
        ("ServiceNamespace", namespace),
        ("TraceAsError", (*on).into()),
    ];
    let mut all: BTreeMap<Cow<'_, str>, Cow<'_, str>> = BTreeMap::new();
    all.extend(ours.map(|(name, value)| (format!("{prefix}{name}").into(), value)));
    // One by valueFrom has no value here: the text is written before there is a pod.
    all.extend(attrs.iter().map(|attr| (attr.name.as_str().into(), attr.value.as_deref().unwrap_or_default().into())));
    let line = |(name, value): (Cow<'_, str>, Cow<'_, str>)| format!("{}\n", format!("{name} {value}{end}").trim_end());
    all.into_iter().map(line).collect()
}
