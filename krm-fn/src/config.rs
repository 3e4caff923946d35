//! Which configurations the function takes.

use crate::shape::Head;

/// What to do about a configuration that is not taken.
pub(crate) const ACCEPTED: &str = "leave it out or give an Instrumentation (opentelemetry.io/v1alpha1)";

/// What is wrong with a configuration of this kind, if anything is.
pub(crate) fn mistake(head: &Head) -> Option<String> {
    let group = head.api_version.split('/').next().unwrap_or_default();
    match (group, head.kind.as_str()) {
        ("opentelemetry.io", "Instrumentation") => None,
        (_, "") => Some("the configuration has no kind".to_owned()),
        (_, kind) => Some(format!("the configuration is of the kind {kind} ({})", head.api_version)),
    }
}
