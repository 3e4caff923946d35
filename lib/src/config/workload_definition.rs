//! Kinds of workload that a configuration describes.

use serde_json::{Value as Json, json};

use crate::k8s::{TemplatePath, WorkloadKind};

use super::label::is_name;
use super::mistake::Misread;
use super::shape::{Parsed, object};
use super::workload_kind::is_kind;

object! {
    /// A kind of resource that holds pod templates.
    WorkloadDefinition {
        /// The group of its `apiVersion`, without the version; empty for the core group.
        "group" group: Group,
        /// Its `kind`.
        "kind" kind: Option<ResourceKind>,
        /// Where its pod templates are: `spec.template`, or `spec.groups[*].template` for one in each element of a list or
        /// each value of a mapping.
        "templates" templates: Vec<Template>,
    }
}

impl WorkloadDefinition {
    /// As one of the kinds of a run.
    #[must_use]
    pub fn workload_kind(&self) -> WorkloadKind {
        WorkloadKind {
            group: self.group.0.clone(),
            kind: self.kind.as_ref().map(|kind| kind.0.clone()).unwrap_or_default(),
            templates: self.templates.iter().map(|template| template.0.clone()).collect(),
            attribute: None,
            runs_to_completion: false,
        }
    }
}

/// A group of resources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group(String);

impl Parsed for Group {
    fn parse(text: &str) -> Result<Self, Misread> {
        if text.is_empty() || is_name(text) {
            return Ok(Self(text.to_owned()));
        }
        let help = match text.split_once('/') {
            Some((group, _)) if is_name(group) => format!("leave the version out: {group}"),
            _ => "write what stands before the slash in apiVersion, such as shop.example.com".to_owned(),
        };
        Err(Misread::whole(text, format!("{text:?} is no group of resources"), help))
    }

    fn schema() -> Json {
        json!({"type": "string", "pattern": "^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$"})
    }
}

/// The `kind` of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceKind(String);

impl Parsed for ResourceKind {
    fn parse(text: &str) -> Result<Self, Misread> {
        if is_kind(text) {
            return Ok(Self(text.to_owned()));
        }
        let help = "write it as in the objects themselves, such as Storefront; its group has a field of its own";
        Err(Misread::whole(text, format!("{text:?} is no kind of resource"), help))
    }

    fn schema() -> Json {
        json!({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9]*$"})
    }
}

/// Where pod templates are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(TemplatePath);

impl Template {
    /// Whether what is at one of the paths is part of what is at the other.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let [one, other] = [self, other].map(|template| template.0.to_string());
        let [short, long] = if one.len() <= other.len() { [one, other] } else { [other, one] };
        long.strip_prefix(&short).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

impl Parsed for Template {
    fn parse(text: &str) -> Result<Self, Misread> {
        const HELP: &str = "write keys joined by dots, with [*] behind one that holds several: spec.groups[*].template";
        text.parse().map(Self).map_err(|bad: crate::k8s::BadTemplatePath| Misread {
            within: bad.within,
            message: format!("{text:?} is no path to pod templates: {}", bad.message),
            help: HELP.to_owned(),
        })
    }

    fn schema() -> Json {
        json!({"type": "string", "pattern": "^[A-Za-z0-9_-]+(\\[\\*\\])*(\\.[A-Za-z0-9_-]+(\\[\\*\\])*)*$"})
    }
}
