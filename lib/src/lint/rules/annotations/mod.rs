//! What annotations ask for, and the lists of containers in them.

mod annotation_on_workload;
mod annotation_value_not_string;
mod container_name_unknown;
mod container_names_invalid;
mod containers_ambiguous;
mod namespace_override;
mod unknown_annotation;

use crate::lint::rule::RuleInfo;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(annotation_on_workload::AnnotationOnWorkload),
    rule!(annotation_value_not_string::AnnotationValueNotString),
    rule!(container_name_unknown::ContainerNameUnknown),
    rule!(container_names_invalid::ContainerNamesInvalid),
    rule!(containers_ambiguous::ContainersAmbiguous),
    rule!(namespace_override::NamespaceOverride),
    rule!(unknown_annotation::UnknownAnnotation),
];
