//! `workload-kind-unknown`

use crate::asking::rule;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};

/// ## What it does
///
/// Finds annotations that ask for injection in what looks like a pod template of a kind that otel-inject doesn't know.
///
/// ## Why is this bad?
///
/// The operator injects into the pods that such an object's controller makes. otel-inject doesn't know where the kind
/// keeps its pod templates, so it injects nothing.
///
/// ## Example
///
/// ```yaml
/// apiVersion: shop.example.com/v1
/// kind: Storefront
/// metadata:
///   name: cart
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-java: "true"
///     spec:
///       containers:
///       - name: cart
///         image: registry.example.com/shop/cart:1.4.0
/// ```
///
/// ## Use instead
///
/// A kind that otel-inject knows; or tell it of this kind in `spec.workloads` of an OtelInject. The finding says what to
/// write there.
///
/// ```yaml
/// apiVersion: apps/v1
/// kind: Deployment
/// metadata:
///   name: cart
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-java: "true"
///     spec:
///       containers:
///       - name: cart
///         image: registry.example.com/shop/cart:1.4.0
/// ```
pub struct WorkloadKindUnknown;

impl Rule for WorkloadKindUnknown {
    const ID: &'static str = rule::KIND_UNKNOWN;
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        super::keys(Self::ID, input, found, |severity| severity);
    }
}
