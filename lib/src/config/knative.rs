//! What Knative's webhook lets a Service have.

use serde_json::{Value as Json, json};

use super::mistake::{Misread, unknown_word};
use super::shape::{Parsed, object};

object! {
    /// What is switched on in Knative Serving.
    Knative {
        /// The flags that are on in its ConfigMap `config-features`, by its own names. Injection into a Knative Service
        /// needs `kubernetes.podspec-fieldref` and, for agents, `kubernetes.podspec-init-containers`.
        "features" features: Vec<KnativeFeature>,
    }
}

impl Knative {
    /// Whether a flag is on.
    #[must_use]
    pub fn has(&self, flag: &str) -> bool {
        self.features.iter().any(|feature| feature.0 == flag)
    }
}

/// A flag of Knative Serving that lets a pod template have more than the portable fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnativeFeature(&'static str);

/// Variables from fields of the pod.
pub const FIELD_REF: &str = "kubernetes.podspec-fieldref";
/// Init containers.
pub const INIT_CONTAINERS: &str = "kubernetes.podspec-init-containers";
/// Node selectors.
pub const NODE_SELECTOR: &str = "kubernetes.podspec-nodeselector";
/// Tolerations.
pub const TOLERATIONS: &str = "kubernetes.podspec-tolerations";

/// All of them (`pkg/apis/config/features.go` of knative/serving), whether or not injection needs what they allow.
const FLAGS: &[&str] = &[
    "kubernetes.containerspec-addcapabilities",
    "kubernetes.podspec-affinity",
    "kubernetes.podspec-dnsconfig",
    "kubernetes.podspec-dnspolicy",
    "kubernetes.podspec-dryrun",
    FIELD_REF,
    "kubernetes.podspec-hostaliases",
    "kubernetes.podspec-hostipc",
    "kubernetes.podspec-hostnetwork",
    "kubernetes.podspec-hostpid",
    INIT_CONTAINERS,
    NODE_SELECTOR,
    "kubernetes.podspec-persistent-volume-claim",
    "kubernetes.podspec-persistent-volume-write",
    "kubernetes.podspec-priorityclassname",
    "kubernetes.podspec-runtimeclassname",
    "kubernetes.podspec-schedulername",
    "kubernetes.podspec-securitycontext",
    "kubernetes.podspec-shareprocessnamespace",
    TOLERATIONS,
    "kubernetes.podspec-topologyspreadconstraints",
    "kubernetes.podspec-volumes-csi",
    "kubernetes.podspec-volumes-emptydir",
    "kubernetes.podspec-volumes-hostpath",
    "kubernetes.podspec-volumes-mount-propagation",
];

impl Parsed for KnativeFeature {
    fn parse(text: &str) -> Result<Self, Misread> {
        FLAGS.iter().find(|flag| **flag == text).map(|flag| Self(flag)).ok_or_else(|| unknown_word(text, FLAGS))
    }

    fn schema() -> Json {
        json!({"enum": FLAGS})
    }
}
