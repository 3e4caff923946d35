//! `unknown-field`

use crate::diagnostic::Severity;
use crate::instrumentation::About;
use crate::lint::{Findings, Input, Rule};

/// ## What it does
///
/// Finds fields that an Instrumentation doesn't have, and values of the wrong type.
///
/// ## Why is this bad?
///
/// The API server drops a field that it doesn't know, with a warning that pipelines don't show, and the setting has no
/// effect. It refuses an object in which a value has the wrong type.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   python:
///     resources:
///       limits: {memory: 256Mi}
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   python:
///     resourceRequirements:
///       limits: {memory: 256Mi}
/// ```
///
/// Only Java's are called `resources`.
///
/// ## References
///
/// - [The operator's API](https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/instrumentations.md)
pub struct UnknownField;

impl Rule for UnknownField {
    const ID: &'static str = "unknown-field";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for instrumentation in input.instrumentations() {
            for mistake in &instrumentation.mistakes {
                let place = match mistake.about {
                    About::Field => instrumentation.key(&mistake.at),
                    About::Type => instrumentation.place(&mistake.at),
                    _ => continue,
                };
                found.add(place, mistake.message.as_str()).help(mistake.help.as_str());
            }
        }
    }
}
