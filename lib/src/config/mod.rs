//! The configuration, `OtelInject` of `otel-inject.dev/v1alpha1`: reading it, what is wrong with one, and its schema.

mod ask;
mod config_map;
mod consistency;
mod embedded;
mod from_str;
mod glob;
mod json_schema;
mod knative;
mod label;
mod label_selector;
mod mistake;
mod read;
mod reader;
mod rule;
mod shape;
mod spec;
#[cfg(test)]
mod tests;
mod texts;
mod toleration;
mod workload_definition;
mod workload_definitions;
mod workload_kind;

pub use ask::Ask;
pub use config_map::read_config_map;
pub use embedded::NamespaceObject;
pub use glob::Glob;
pub use json_schema::json_schema;
pub use knative::{FIELD_REF, INIT_CONTAINERS, Knative, KnativeFeature, NODE_SELECTOR, TOLERATIONS};
pub use label_selector::LabelSelector;
pub use mistake::{Misread, Mistake, Part, suggestion};
pub use read::{Read, read};
pub use rule::{Command, Containers, Rule, Select, Wrapper};
pub use spec::{Delivery, Images, Lint, LintSeverity, Mode, OtelInject, PullSecret, Spec};
pub use texts::{
    AgentLanguage, AttributeKey, AttributeValue, Image, MountPath, Name, PathPattern, Registry, ServiceName, Word,
};
pub use toleration::{Seconds, TaintEffect, Toleration, TolerationOperator};
pub use workload_definition::{Group, ResourceKind, Template, WorkloadDefinition};
pub use workload_kind::KindName;

/// The group of its `apiVersion`.
pub const GROUP: &str = "otel-inject.dev";
/// Its `apiVersion`.
pub const API_VERSION: &str = "otel-inject.dev/v1alpha1";
/// Its `kind`.
pub const KIND: &str = "OtelInject";
/// What records have in the place of its name for a rule that the arguments of a command line make.
pub const ARGUMENTS: &str = "-";
