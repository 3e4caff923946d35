//! An injection that no record tells of is taken out of a template by the operator's names.
//!
//! What had been there before can't be known then: where entries stood, which of those that are taken had been the
//! person's own, and which of those that stay came from the Instrumentation.

mod attributes;
mod lists;
mod mounts;
mod pod;
mod variables;
mod volumes;

use crate::inject::{self, Fingerprint};
use crate::k8s::{Pod, Section};
use crate::selection::{carries_attributes, counts_as_instrumented};
use crate::value::Value;

use super::taken_back::{TakenBack, removing};

/// What of a template shows an injection to which no record belongs, such as
/// "init container opentelemetry-auto-instrumentation-java".
#[must_use]
pub fn sign(template: &Value<'_>) -> Option<String> {
    let pod = Pod(template);
    counts_as_instrumented(pod).or_else(|| carries_attributes(pod))
}

/// Takes out of a template what has the operator's names.
#[must_use]
pub fn take_by_name<'s>(template: &Value<'s>) -> TakenBack<'s> {
    let mut result = template.clone();
    let spec = result.as_map_mut().and_then(|template| template.get_mut("spec"));
    let notes = match spec {
        Some(Value::Map(spec)) => pod::take(spec, template, &found(Pod(template))),
        _ => Vec::new(),
    };
    let plan = removing(template, &result);
    TakenBack { template: result, plan, notes }
}

/// What the languages leave of which anything may be in a pod.
fn found(pod: Pod<'_, '_>) -> Vec<&'static Fingerprint> {
    let has = |name: &str| pod.containers(Section::Regular).any(|container| container.name() == name);
    inject::fingerprints().filter(|fingerprint| fingerprint.container.is_none_or(has)).collect()
}
