//! `annotation-value-not-string`

use crate::asking::rule;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule, Safety};

/// ## What it does
///
/// Finds annotations of the operator on pod templates and Namespaces whose value is no string: `true` or `1.10` without
/// quotes.
///
/// ## Why is this bad?
///
/// Annotations are strings. The API server refuses the whole object, with a message about JSON that names neither the
/// annotation nor the line. Injection takes `true` for `"true"`; a resource attribute whose value is no string it leaves
/// out, since `1.10` is the number 1.1.
///
/// ## Example
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-python: true
/// ```
///
/// ## Use instead
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// ## References
///
/// - [Kubernetes: annotations](https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/)
pub struct AnnotationValueNotString;

impl Rule for AnnotationValueNotString {
    const ID: &'static str = rule::NOT_STRING;
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        super::keys(Self::ID, input, found, |severity| severity);
    }
}
