//! The fields of an OtelInject.

use std::collections::BTreeMap;

use crate::instrumentation::Instrumentation;
use crate::k8s::Kinds;
use crate::operator::Language;

use super::embedded::NamespaceObject;
use super::knative::Knative;
use super::rule::Rule;
use super::shape::{choice, object};
use super::texts::{AgentLanguage, Name, PathPattern, Registry};
use super::workload_definition::WorkloadDefinition;

/// A configuration as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OtelInject {
    /// Its name, by which records know who asked.
    pub name: String,
    /// What it says.
    pub spec: Spec,
}

object! {
    /// What holds for a whole run.
    Spec {
        /// The namespace of the input's objects that name none. A flag of the command line goes before it.
        "namespace" namespace: Option<Name>,
        /// Instrumentation objects beside those in the input. One without a namespace serves every namespace, after
        /// those of the workload's own.
        "instrumentations" instrumentations: Vec<Instrumentation>,
        /// Namespace objects that are not in the input, for their annotations. One that is in the input goes before.
        "namespaces" namespaces: Vec<NamespaceObject>,
        /// Languages that are not injected, whatever asks for them. The SDK's settings can't be disabled.
        "disabledLanguages" disabled_languages: Vec<AgentLanguage>,
        /// Whether the pod template keeps a record of the injection, by which it follows its Instrumentation and can be
        /// taken back. The default is true.
        "record" record: bool = true,
        /// What a function does: `inject`, the default; `verify`, which changes nothing and finds what injection would
        /// change; `lint`, which changes nothing and finds what is probably wrong.
        "mode" mode: Mode,
        /// Where agent images come from. Those of the workload's own containers stay as they are.
        "images" images: Images,
        /// How an agent gets into a pod: `initContainer`, the default, has it copied; `imageVolume` mounts its image, for
        /// Java, Node.js and Python, on Kubernetes 1.35 or later.
        "delivery" delivery: Delivery,
        /// Kinds of resource that hold pod templates, beside those that are known anyway.
        "workloads" workloads: Vec<WorkloadDefinition>,
        /// What is switched on in Knative Serving, whose webhook refuses a Service that needs more.
        "knative" knative: Knative,
        /// What the command line leaves out of the folders that it is given, as lines of a .gitignore. They count from the
        /// folder of the configuration. A file that is named is never left out.
        "exclude" exclude: Vec<PathPattern>,
        /// Settings of the linter.
        "lint" lint: Lint,
        /// What is asked of workloads beside their annotations. The first rule that selects a workload applies.
        "rules" rules: Vec<Rule>,
    }
}

choice! {
    /// What is done.
    Mode {
        /// Workloads are instrumented.
        Inject = "inject",
        /// Nothing is changed; what would change is told.
        Verify = "verify",
        /// Nothing is changed; what is probably wrong is told.
        Lint = "lint",
    }
}

choice! {
    /// How an agent gets into a pod.
    Delivery {
        /// An init container copies it into a volume.
        InitContainer = "initContainer",
        /// Its image is mounted.
        ImageVolume = "imageVolume",
    }
}

impl Spec {
    /// The kinds of workload that there are: everybody's, and those that are described here.
    #[must_use]
    pub fn kinds(&self) -> Kinds {
        Kinds::default().with(self.workloads.iter().map(WorkloadDefinition::workload_kind))
    }
}

impl Delivery {
    /// Whether the agent of a language can get into a pod so; the SDK's settings have none, and always can.
    #[must_use]
    pub fn is_for(self, language: Language) -> bool {
        match self {
            Delivery::InitContainer => true,
            Delivery::ImageVolume => {
                !language.has_agent() || language.facts().volume.is_some_and(|volume| volume.can_be_image)
            }
        }
    }
}

object! {
    /// Where agent images come from.
    Images {
        /// What the beginning of an image is replaced with, by that beginning: whole parts between slashes count, and of
        /// several the longest.
        "registryMap" registry_map: BTreeMap<Registry, Registry>,
        /// Secrets that are added to a pod's `imagePullSecrets` with an agent.
        "imagePullSecrets" image_pull_secrets: Vec<PullSecret>,
    }
}

object! {
    /// A Secret with credentials for a registry, as a pod refers to it.
    PullSecret {
        /// The Secret's name.
        "name" name: Option<Name>,
    }
}

object! {
    /// Settings of the linter.
    Lint {
        /// Rules that are left out, by name.
        "ignore" ignore: Vec<Name>,
        /// The severity of rules, by name, in place of their own.
        "severity" severity: BTreeMap<Name, LintSeverity>,
    }
}

choice! {
    /// How much a finding matters.
    LintSeverity {
        /// The pod is not instrumented, does not start, or its telemetry is lost.
        Error = "error",
        /// It is probably wrong.
        Warning = "warning",
        /// It is good to know.
        Info = "info",
    }
}
