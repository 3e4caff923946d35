//! `unknown-annotation`

use crate::asking::rule;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule, Safety};

/// ## What it does
///
/// Finds annotations on pod templates and Namespaces that look like the operator's and that it doesn't read: with a name
/// that it doesn't know, under the wrong one of its prefixes, or with a misspelt domain.
///
/// ## Why is this bad?
///
/// It has no effect, and nothing says so.
///
/// ## Example
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-pyhton: "true"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// `sidecar.opentelemetry.io/inject-python`, `opentelemetry.io/inject-python` and
/// `instrumentation.opentelmetry.io/inject-python` are found as well. Elsewhere than on pod templates and Namespaces, it
/// finds only keys that resemble nothing that the operator reads; `annotation-misplaced` finds the others.
///
/// The list for nginx is `inject-nginx-container-names`. What resembles nothing that the operator reads may be for
/// another program, a vendor's build of it for example, and is a warning.
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#add-annotations-to-existing-deployments)
pub struct UnknownAnnotation;

impl Rule for UnknownAnnotation {
    const ID: &'static str = rule::UNKNOWN;
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Unsafe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        super::keys(Self::ID, input, found, |severity| severity);
    }
}
