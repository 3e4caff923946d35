//! `deprecated-field`

use crate::diagnostic::Severity;
use crate::instrumentation::About;
use crate::lint::{Findings, Input, Rule};

/// ## What it does
///
/// Finds fields of an Instrumentation that the operator has deprecated: `volumeLimitSize`.
///
/// ## Why is this bad?
///
/// It still has its effect, and the operator warns of it. A later version drops the field, and then the volume that the
/// agent is copied to has the default size again.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   python:
///     volumeLimitSize: 500Mi
/// ```
///
/// ## Use instead
///
/// Nothing, where the default of 200Mi is enough. Else a claim:
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   python:
///     volumeClaimTemplate:
///       spec:
///         accessModes: [ReadWriteOnce]
///         resources: {requests: {storage: 500Mi}}
/// ```
///
/// ## References
///
/// - [The operator's API](https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/instrumentations.md)
pub struct DeprecatedField;

impl Rule for DeprecatedField {
    const ID: &'static str = "deprecated-field";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for instrumentation in input.instrumentations() {
            for mistake in instrumentation.mistakes.iter().filter(|mistake| mistake.about == About::Deprecated) {
                found.add(instrumentation.key(&mistake.at), mistake.message.as_str()).help(mistake.help.as_str());
            }
        }
    }
}
