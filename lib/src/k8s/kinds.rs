//! The kinds of object that hold pod templates, and where.

use std::sync::LazyLock;

use crate::pointer::Pointer;
use crate::value::Value;

use super::{Object, TemplatePath};

/// A kind of object that holds pod templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkloadKind {
    /// The group of `apiVersion`, in any version; empty for the core group.
    pub group: String,
    /// `kind`.
    pub kind: String,
    /// Where its pod templates are; a Pod is its own.
    pub templates: Vec<TemplatePath>,
    /// The resource attribute that its name goes into, where the operator knows one.
    pub attribute: Option<&'static str>,
    /// Whether its pods are meant to end.
    pub runs_to_completion: bool,
}

impl WorkloadKind {
    /// The templates that an object of this kind has, in order.
    #[must_use]
    pub fn templates(&self, object: &Value<'_>) -> Vec<Pointer<'static>> {
        self.templates.iter().flat_map(|path| path.places(object)).collect()
    }

    /// Where the first template belongs in an object that has none.
    #[must_use]
    pub fn first_place(&self) -> Pointer<'static> {
        self.templates.first().map_or_else(Pointer::default, TemplatePath::first_place)
    }

    /// Whether Knative's webhook decides what a pod template of this kind may have.
    #[must_use]
    pub fn is_knative(&self) -> bool {
        self.group == KNATIVE
    }

    /// Whether an object of this kind is its own template.
    #[must_use]
    pub fn is_pod(&self) -> bool {
        self.templates.iter().all(|path| *path == TemplatePath::default())
    }
}

/// A known kind, as a row of the table.
struct Row {
    group: &'static str,
    kind: &'static str,
    templates: &'static [&'static str],
    attribute: Option<&'static str>,
    runs_to_completion: bool,
}

/// What most kinds have in common.
const fn workload(group: &'static str, kind: &'static str) -> Row {
    Row { group, kind, templates: &["spec.template"], attribute: None, runs_to_completion: false }
}

/// All that are known without being told.
const KNOWN: &[Row] = &[
    Row { templates: &[], ..workload("", "Pod") },
    Row { attribute: Some("k8s.deployment.name"), ..workload("apps", "Deployment") },
    Row { attribute: Some("k8s.statefulset.name"), ..workload("apps", "StatefulSet") },
    Row { attribute: Some("k8s.daemonset.name"), ..workload("apps", "DaemonSet") },
    Row { attribute: Some("k8s.replicaset.name"), ..workload("apps", "ReplicaSet") },
    Row { attribute: Some("k8s.job.name"), runs_to_completion: true, ..workload("batch", "Job") },
    Row {
        templates: &["spec.jobTemplate.spec.template"],
        attribute: Some("k8s.cronjob.name"),
        runs_to_completion: true,
        ..workload("batch", "CronJob")
    },
    workload("", "ReplicationController"),
    Row { templates: &["template"], ..workload("", "PodTemplate") },
    // Before Kubernetes 1.16.
    Row { attribute: Some("k8s.deployment.name"), ..workload("extensions", "Deployment") },
    Row { attribute: Some("k8s.daemonset.name"), ..workload("extensions", "DaemonSet") },
    Row { attribute: Some("k8s.replicaset.name"), ..workload("extensions", "ReplicaSet") },
    workload("argoproj.io", "Rollout"),
    workload("apps.openshift.io", "DeploymentConfig"),
    workload("apps.kruise.io", "CloneSet"),
    // The operator looks at the kind of a pod's owner alone, whatever its group.
    Row { attribute: Some("k8s.statefulset.name"), ..workload("apps.kruise.io", "StatefulSet") },
    Row { attribute: Some("k8s.daemonset.name"), ..workload("apps.kruise.io", "DaemonSet") },
    Row { templates: &["spec.jobTargetRef.template"], runs_to_completion: true, ..workload("keda.sh", "ScaledJob") },
    Row {
        templates: &["spec.replicatedJobs[*].template.spec.template"],
        runs_to_completion: true,
        ..workload("jobset.x-k8s.io", "JobSet")
    },
    Row {
        templates: &["spec.leaderWorkerTemplate.leaderTemplate", "spec.leaderWorkerTemplate.workerTemplate"],
        ..workload("leaderworkerset.x-k8s.io", "LeaderWorkerSet")
    },
    workload(KNATIVE, "Service"),
];

/// The group of Knative's Service.
const KNATIVE: &str = "serving.knative.dev";

impl From<&Row> for WorkloadKind {
    fn from(row: &Row) -> Self {
        let templates = row.templates.iter().filter_map(|path| path.parse().ok());
        let own = row.templates.is_empty().then(TemplatePath::default);
        Self {
            group: row.group.to_owned(),
            kind: row.kind.to_owned(),
            templates: templates.chain(own).collect(),
            attribute: row.attribute,
            runs_to_completion: row.runs_to_completion,
        }
    }
}

/// The kinds of workload that a run knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(Vec<WorkloadKind>);

impl Default for Kinds {
    fn default() -> Self {
        Self::known().clone()
    }
}

impl Kinds {
    /// Those that are known without being told.
    #[must_use]
    pub fn known() -> &'static Self {
        static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds(KNOWN.iter().map(WorkloadKind::from).collect()));
        &KINDS
    }

    /// These, and others that somebody describes. One that is known already stays as it is.
    #[must_use]
    pub fn with(mut self, others: impl IntoIterator<Item = WorkloadKind>) -> Self {
        for other in others {
            if self.get(&other.group, &other.kind).is_none() {
                self.0.push(other);
            }
        }
        self
    }

    /// The kind of this group and name.
    #[must_use]
    pub fn get(&self, group: &str, kind: &str) -> Option<&WorkloadKind> {
        self.0.iter().find(|known| known.kind == kind && known.group == group)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, WorkloadKind> {
        self.0.iter()
    }

    /// The kind of workload that an object is, if it is one.
    #[must_use]
    pub fn of(&self, object: &Value<'_>) -> Option<&WorkloadKind> {
        let object = Object(object);
        self.get(object.group(), object.kind())
    }
}

/// The resource attribute for an owner's name. The operator looks at the kind alone, in any case.
#[must_use]
pub fn owner_attribute(kind: &str) -> Option<&'static str> {
    KNOWN.iter().filter(|known| known.kind.eq_ignore_ascii_case(kind)).find_map(|known| known.attribute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(api_version: &'static str, kind: &'static str) -> Option<&'static str> {
        let object = Value::map([("apiVersion", Value::from(api_version)), ("kind", Value::from(kind))]);
        Kinds::known().of(&object).map(|kind| kind.kind.as_str())
    }

    #[test]
    fn a_kind_is_known_by_its_group_in_any_version() {
        assert_eq!(kind("apps/v1", "Deployment"), Some("Deployment"));
        assert_eq!(kind("apps/v1beta2", "Deployment"), Some("Deployment"));
        assert_eq!(kind("batch/v1", "CronJob"), Some("CronJob"));
        assert_eq!(kind("argoproj.io/v1alpha1", "Rollout"), Some("Rollout"));
        assert_eq!(kind("v1", "Pod"), Some("Pod"));
        assert_eq!(kind("serving.knative.dev/v1", "Service"), Some("Service"));
        assert_eq!(kind("serving.knative.dev/v1", "Deployment"), None);
        assert_eq!(kind("v1", "Service"), None);
    }

    #[test]
    fn a_kind_that_is_described_is_known_beside_the_others() {
        let storefront = |group: &str| WorkloadKind {
            group: group.to_owned(),
            kind: "Storefront".to_owned(),
            templates: Vec::new(),
            attribute: None,
            runs_to_completion: false,
        };
        let kinds = Kinds::default().with([storefront("shop.example.com"), storefront("shop.example.com")]);
        assert_eq!(kinds.iter().count(), KNOWN.len() + 1);
        assert!(kinds.get("shop.example.com", "Storefront").is_some());
        assert!(kinds.get("", "Storefront").is_none());
    }

    #[test]
    fn every_path_of_the_table_is_one() {
        for (row, kind) in KNOWN.iter().zip(Kinds::known().iter()) {
            assert_eq!(kind.templates.len(), row.templates.len().max(1), "{}", row.kind);
            assert_eq!(kind.is_pod(), row.kind == "Pod");
        }
    }

    #[test]
    fn owners_are_known_by_kind_in_any_case() {
        assert_eq!(owner_attribute("replicaset"), Some("k8s.replicaset.name"));
        assert_eq!(owner_attribute("Rollout"), None);
        assert_eq!(owner_attribute("Pod"), None);
    }
}
