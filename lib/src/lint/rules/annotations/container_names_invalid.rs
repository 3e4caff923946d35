//! `container-names-invalid`

use std::ops::Range;

use crate::decision::RefusalReason;
use crate::diagnostic::Severity;
use crate::lint::{AnnotationPlace, Findings, Fix, Input, Place, Rule, Safety};
use crate::selection::NotSelected;
use crate::value::Value;

/// ## What it does
///
/// Finds lists of containers with blanks, or with other characters that names of containers don't have.
///
/// ## Why is this bad?
///
/// The operator refuses the whole list and injects nothing at all. It checks the lists of all languages, those that are
/// not asked for too.
///
/// ## Example
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-python: "true"
/// instrumentation.opentelemetry.io/container-names: cart, worker
/// ```
///
/// ## Use instead
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-python: "true"
/// instrumentation.opentelemetry.io/container-names: cart,worker
/// ```
///
/// ## References
///
/// - [OpenTelemetry: multi-container pods](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#multi-container-pods-with-single-instrumentation)
pub struct ContainerNamesInvalid;

impl Rule for ContainerNamesInvalid {
    const ID: &'static str = "container-names-invalid";
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        // Many workloads may share the list of their Namespace.
        let mut seen: Vec<Place> = Vec::new();
        for workload in input.workloads() {
            let Some(NotSelected::Refuse(refusal)) = workload.lists() else { continue };
            let RefusalReason::ContainerNamesInvalid { annotation, value } = &refusal.reason else { continue };
            let list = input.annotation(workload, annotation.key());
            let part = foreign(value);
            let place = match &list {
                Some(list) => list.resource.within(&list.at, part.clone()),
                None => workload.refused_place(refusal),
            };
            if seen.contains(&place) {
                continue;
            }
            let what = if value[part.clone()].trim().is_empty() {
                "a blank".to_owned()
            } else {
                format!("{:?}", &value[part])
            };
            found
                .add(place.clone(), format!("{annotation} holds {what}, and the operator then injects nothing"))
                .help(refusal.reason.help())
                .fix(list.and_then(|list| without_blanks(&list, value)));
            seen.push(place);
        }
    }
}

/// The first characters that names and commas don't have.
fn foreign(value: &str) -> Range<usize> {
    let is_known = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | ',');
    let start = value.find(|character| !is_known(character)).unwrap_or(value.len());
    let end = value[start..].find(is_known).map_or(value.len(), |length| start + length);
    start..end
}

fn without_blanks(list: &AnnotationPlace<'_>, value: &str) -> Option<Fix> {
    let text: String = value.split_whitespace().collect();
    let is_right = !text.is_empty() && foreign(&text).is_empty();
    is_right.then(|| list.resource.fix_replacing(Safety::Safe, &list.at, Value::from(text)))?
}
