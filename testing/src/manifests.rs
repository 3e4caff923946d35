//! Manifests that tests begin with where it makes no difference what else stands in them.

/// A Deployment that asks for Python, by the name of [`INSTRUMENTATION`].
pub const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: python
    spec:
      containers:
      - name: app
        image: app:1
";

/// The Instrumentation that [`DEPLOYMENT`] asks for.
pub const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata:
  name: python
spec:
  exporter:
    endpoint: http://collector:4318
";

/// An OtelInject without a spec.
pub const OTEL_INJECT: &str = "\
apiVersion: otel-inject.dev/v1alpha1
kind: OtelInject
metadata:
  name: shop
";

/// An OtelInject with this spec, whose lines are indented by two columns.
pub fn config(spec: &str) -> String {
    format!("{OTEL_INJECT}spec:\n{spec}")
}

/// A text with one of its parts replaced; a test whose part stands there twice, or not at all, tries nothing.
#[track_caller]
pub fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
    text.replacen(from, to, 1)
}
