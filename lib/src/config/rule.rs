//! The fields of a rule: which workloads it is for, and what it asks of them.

use std::collections::BTreeMap;

use crate::operator::Language;

use super::ask::Ask;
use super::glob::Glob;
use super::label_selector::LabelSelector;
use super::shape::{choice, object};
use super::texts::{AgentLanguage, AttributeKey, AttributeValue, Image, MountPath, Name, ServiceName, Word};
use super::toleration::Toleration;
use super::workload_kind::KindName;

object! {
    /// What is asked of some workloads.
    Rule {
        /// Which workloads it is for; without it, all.
        "select" select: Select,
        /// The Instrumentation of each language that is injected: `true` for the one of the workload's namespace, a
        /// name, or namespace/name. A pod template says no with the annotation "false"; a rule goes before all other
        /// annotations, of pod template and Namespace. Without it, the rule only adds to what annotations ask.
        "inject" inject: BTreeMap<Language, Ask>,
        /// Which containers: in place of the lists in annotations, for the languages that the rule injects, or for all
        /// that are asked for where it injects none. Without it those lists hold, else the first container.
        "containers" containers: Option<Containers>,
        /// What names the service: `container`, `workload` for the operator's way, or a text with {workload} and {container}.
        /// It goes before all but an `OTEL_SERVICE_NAME` of the container's own.
        "serviceName" service_name: Option<ServiceName>,
        /// Resource attributes, which go before all others but those in the container's own
        /// `OTEL_RESOURCE_ATTRIBUTES`.
        "resourceAttributes" resource_attributes: BTreeMap<AttributeKey, AttributeValue>,
        /// Where the agent is mounted, in place of the language's own path, for the languages that the rule injects, or for
        /// all that are asked for where it injects none. For Java, Node.js, Python and .NET, one of them in a container.
        "mountPath" mount_path: Option<MountPath>,
        /// The agent's image by language, in place of the Instrumentation's.
        "images" images: BTreeMap<AgentLanguage, Image>,
        /// What the commands of containers are put behind in which Python is injected.
        "command" command: Command,
        /// Labels that nodes must have for the pods to run on them. What the pods say of a label themselves stays.
        "nodeSelector" node_selector: BTreeMap<String, String>,
        /// Taints of nodes that the pods tolerate, beside those that they tolerate anyway.
        "tolerations" tolerations: Vec<Toleration>,
    }
}

impl Rule {
    /// Whether what it says of languages is for this one: one that it injects or, where it injects none, any.
    #[must_use]
    pub fn is_for(&self, language: Language) -> bool {
        self.inject.is_empty() || self.inject.contains_key(&language)
    }

    /// Where the agent of a language is mounted, in place of its own path.
    #[must_use]
    pub fn mount_path_for(&self, language: Language) -> Option<&str> {
        let path = self.mount_path.as_ref().filter(|_| self.is_for(language))?;
        Some(path.as_str().trim_end_matches('/'))
    }
}

object! {
    /// Which workloads a rule is for: those that all of what is given selects.
    Select {
        /// Kinds of workload: `StatefulSet` in whatever group, or `StatefulSet.apps` in one.
        "kinds" kinds: Vec<KindName>,
        /// Patterns of the workload's name, of which one has to fit: * is any text, ? one character. In a kustomize build
        /// also of one that it had.
        "names" names: Vec<Glob>,
        /// Patterns of its namespace, of which one has to fit. A workload without a namespace fits none.
        "namespaces" namespaces: Vec<Glob>,
        /// A label selector, as kubectl knows it, for the labels of the workload itself.
        "labels" labels: LabelSelector,
    }
}

object! {
    /// Which containers of a pod, in the pod's order. An init container is meant only by its whole name.
    Containers {
        /// Patterns of names; without it, all regular containers.
        "include" include: Vec<Glob>,
        /// Patterns of names that are left out of those.
        "exclude" exclude: Vec<Glob>,
    }
}

object! {
    /// What a container's command is wrapped with.
    Command {
        /// The program that the command is put behind, from the agent's folder of programs.
        "wrapWith" wrap_with: Option<Wrapper>,
        /// The interpreter that runs that program, such as python3. Without it, the program runs by itself.
        "interpreter" interpreter: Option<Word>,
        /// By container the whole command of its image, for where the manifest gives none.
        "entrypoints" entrypoints: BTreeMap<Name, Vec<String>>,
    }
}

choice! {
    /// A program that commands are put behind.
    Wrapper {
        /// Python's.
        OpenTelemetryInstrument = "opentelemetry-instrument",
    }
}
