//! What annotations ask for, and the lists of containers in them.

mod annotation_misplaced;
mod annotation_on_workload;
mod annotation_value_not_string;
mod container_name_unknown;
mod container_names_invalid;
mod containers_ambiguous;
mod namespace_override;
mod sidecar_not_injected;
mod unknown_annotation;
mod workload_kind_unknown;

use crate::asking::Repair;
use crate::diagnostic::Severity;
use crate::lint::rule::RuleInfo;
use crate::lint::{Findings, Input, Safety};

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(annotation_misplaced::AnnotationMisplaced),
    rule!(annotation_on_workload::AnnotationOnWorkload),
    rule!(annotation_value_not_string::AnnotationValueNotString),
    rule!(container_name_unknown::ContainerNameUnknown),
    rule!(container_names_invalid::ContainerNamesInvalid),
    rule!(containers_ambiguous::ContainersAmbiguous),
    rule!(namespace_override::NamespaceOverride),
    rule!(sidecar_not_injected::SidecarNotInjected),
    rule!(unknown_annotation::UnknownAnnotation),
    rule!(workload_kind_unknown::WorkloadKindUnknown),
];

/// Adds what one rule says of the operator's keys. `severity` makes another one of that which a key has.
fn keys(rule: &str, input: &Input<'_>, found: &mut Findings, severity: impl Fn(Severity) -> Severity) {
    for (resource, key, told) in input.manifests().told().filter(|(.., told)| told.rule == rule) {
        let place = match told.repair {
            Some(Repair::Quote { .. }) => resource.place(&key.at),
            _ => resource.key(&key.at),
        };
        let fix = told.repair.as_ref().and_then(|repair| match repair {
            Repair::Move { is_guess, .. } => {
                let safety = if *is_guess { Safety::Unsafe } else { Safety::Safe };
                resource.fix(safety, |object| repair.make(object))
            }
            Repair::Quote { at, text } => resource.fix_replacing(Safety::Safe, at, text.clone().into()),
        });
        let finding = found.add(place, told.message.as_str()).severity(severity(told.severity));
        finding.label(told.label.as_str()).help(told.help.as_str()).fix(fix);
    }
}
