//! `instrumentation-invalid`

use crate::diagnostic::Severity;
use crate::instrumentation::About;
use crate::lint::{Findings, Input, Rule};

/// ## What it does
///
/// Finds what the operator or the API server refuses in an Instrumentation, as far as no other rule is about it: another
/// version than `opentelemetry.io/v1alpha1`, a missing name, a variable without a name or with both `value` and
/// `valueFrom`, a claim template without a spec, an extension without image or folder, a path with characters that are
/// refused.
///
/// ## Why is this bad?
///
/// It can't be applied, and workloads that name it are not instrumented.
///
/// ## Example
///
/// ```yaml
/// apiVersion: opentelemetry.io/v1alpha1
/// kind: Instrumentation
/// metadata: {name: java}
/// spec:
///   java:
///     extensions:
///     - image: registry.example.com/extensions:1.2
/// ```
///
/// ## Use instead
///
/// ```yaml
/// apiVersion: opentelemetry.io/v1alpha1
/// kind: Instrumentation
/// metadata: {name: java}
/// spec:
///   java:
///     extensions:
///     - image: registry.example.com/extensions:1.2
///       dir: /extensions
/// ```
///
/// ## References
///
/// - [The operator's API](https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/instrumentations.md)
pub struct InstrumentationInvalid;

impl Rule for InstrumentationInvalid {
    const ID: &'static str = "instrumentation-invalid";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for instrumentation in input.instrumentations() {
            let is_ours = |about| {
                use About::{Claim, Env, Extension, Name, Path, Version};
                matches!(about, Version | Name | Env | Claim | Extension | Path)
            };
            for mistake in instrumentation.mistakes.iter().filter(|mistake| is_ours(mistake.about)) {
                found.add(instrumentation.place(&mistake.at), mistake.message.as_str()).help(mistake.help.as_str());
            }
        }
    }
}
