//! Why something is left as it is: a code for scripts and a sentence for people.

use std::fmt;

use crate::config::suggestion;
use crate::diagnostic::{Code, listed};
use crate::operator::{Annotation, Language};
use crate::pointer::Pointer;

/// Why a whole workload is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skip {
    /// No annotation on pod template or Namespace asks for anything, and no rule.
    NotAsked,
    /// The annotation is on the workload's own metadata, where nothing reads it.
    AnnotationOnWorkload {
        /// The annotation.
        annotation: Annotation,
    },
    /// Something in the pod makes it count as instrumented (the operator's `isAutoInstrumentationInjected`).
    AlreadyInjected {
        /// What that is, such as "init container opentelemetry-auto-instrumentation-java".
        by: String,
    },
    /// It carries an injection that no record tells of, and removal goes by records.
    WithoutRecord {
        /// What shows the injection.
        by: String,
    },
    /// All languages asked for are switched off.
    LanguageOff {
        /// The languages.
        languages: Vec<Language>,
    },
    /// Several languages, at least one without a list of containers: the operator then injects nothing.
    ContainersAmbiguous {
        /// The languages without a list.
        languages: Vec<Language>,
    },
    /// A container stands twice in the list of one language: the operator then injects nothing.
    ContainerTwice {
        /// The language.
        language: Language,
        /// The container's name.
        container: String,
    },
    /// The pod runs on Windows, and agents are for Linux.
    WindowsPod {
        /// Where the workload says so.
        at: Pointer<'static>,
    },
    /// Knative's webhook would refuse what is injected.
    KnativeRefuses {
        /// What it refuses whatever is switched on; `None` if it is a question of its flags alone.
        never: Option<String>,
        /// The flags that would have to be on, by Knative's own names.
        missing: Vec<&'static str>,
        /// Where the workload asks.
        at: Pointer<'static>,
    },
    /// No container could be instrumented; the outcomes say why for each.
    NothingToDo,
    /// The object is for local use by kustomize or kpt only, or is not meant for a cluster.
    LocalConfig,
}

impl Skip {
    /// By what scripts match it.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Skip::NotAsked => Code::NotAsked,
            Skip::AnnotationOnWorkload { .. } => Code::AnnotationOnWorkload,
            Skip::AlreadyInjected { .. } => Code::AlreadyInjected,
            Skip::WithoutRecord { .. } => Code::WithoutRecord,
            Skip::LanguageOff { .. } => Code::LanguageOff,
            Skip::ContainersAmbiguous { .. } | Skip::ContainerTwice { .. } => Code::ContainersAmbiguous,
            Skip::WindowsPod { .. } => Code::WindowsPod,
            Skip::KnativeRefuses { .. } => Code::KnativeRefuses,
            Skip::NothingToDo => Code::NothingToDo,
            Skip::LocalConfig => Code::LocalConfig,
        }
    }

    /// Whether the whole workload asks for something that isn't done. What else may be unmet, its outcomes say. That
    /// of an annotation on the workload itself is told with all other keys that nothing reads.
    #[must_use]
    pub fn is_unmet(&self) -> bool {
        match self {
            Skip::ContainersAmbiguous { .. }
            | Skip::ContainerTwice { .. }
            | Skip::WindowsPod { .. }
            | Skip::KnativeRefuses { .. } => true,
            Skip::NotAsked
            | Skip::AnnotationOnWorkload { .. }
            | Skip::AlreadyInjected { .. }
            | Skip::WithoutRecord { .. }
            | Skip::LanguageOff { .. }
            | Skip::NothingToDo
            | Skip::LocalConfig => false,
        }
    }

    /// What to do to have it injected; empty where there is nothing to do.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Skip::NotAsked => format!(
                "ask for it on the pod template, as in {}: \"true\", or by a rule; a \"false\" that says no has to go",
                Annotation::Inject(Language::Python)
            ),
            Skip::AnnotationOnWorkload { annotation } => {
                format!("move {annotation} from the workload's own metadata to that of its pod template")
            }
            Skip::AlreadyInjected { .. } => {
                "where that is a leftover, take it away; where the operator or somebody's hand instrumented it, there is \
                 nothing to do"
                    .to_owned()
            }
            Skip::WithoutRecord { .. } => "remove it with --by-name, by the operator's names".to_owned(),
            Skip::LanguageOff { .. } => "switch on what is disabled for this run".to_owned(),
            Skip::ContainersAmbiguous { languages } => {
                let key = |language: &Language| Annotation::ContainerNames(Some(*language)).key();
                let keys: Vec<&str> = languages.iter().map(key).collect();
                format!("name the containers of each language, as in {}", listed(&keys, "and"))
            }
            Skip::ContainerTwice { container, .. } => format!("name {container} once"),
            Skip::WindowsPod { .. } => "the agents are for Linux: remove what asks for injection, or set the agent up in \
                                        the image"
                .to_owned(),
            Skip::KnativeRefuses { never: Some(_), .. } => "remove what asks for it".to_owned(),
            Skip::KnativeRefuses { never: None, missing, .. } => format!(
                "once the cluster has them on (ConfigMap config-features in knative-serving), list them in the OtelInject: \
                 spec.knative.features: [{}]",
                missing.join(", ")
            ),
            Skip::NothingToDo => "see what is said of each container".to_owned(),
            Skip::LocalConfig => {
                "take the annotation config.kubernetes.io/local-config away, if it is for a cluster".to_owned()
            }
        }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Skip::NotAsked => f.write_str("nothing asks for injection"),
            Skip::AnnotationOnWorkload { annotation } => write!(
                f,
                "the annotation {annotation} is on the workload itself; the pod template's metadata is where it is read"
            ),
            Skip::AlreadyInjected { by } => write!(f, "it counts as instrumented already: {by}"),
            Skip::WithoutRecord { by } => {
                write!(f, "no record tells of its injection ({by}); --by-name removes that by the operator's names")
            }
            Skip::LanguageOff { languages } => write!(f, "switched off: {}", names(languages).join(", ")),
            Skip::ContainersAmbiguous { languages } => write!(
                f,
                "several languages are asked for, and {} {} no list of containers; the operator injects nothing then",
                listed(&names(languages), "and"),
                if languages.len() == 1 { "has" } else { "have" }
            ),
            Skip::ContainerTwice { language, container } => write!(
                f,
                "container {container} stands twice in the list for {language}; the operator injects nothing then"
            ),
            Skip::WindowsPod { .. } => f.write_str("the pod runs on Windows, and the agents run on Linux only"),
            Skip::KnativeRefuses { never: Some(never), .. } => write!(f, "Knative refuses {never}"),
            Skip::KnativeRefuses { never: None, missing, .. } => write!(
                f,
                "Knative refuses what would be injected unless its feature {} {} on",
                if missing.len() == 1 { "flag" } else { "flags" },
                match &missing[..] {
                    [flag] => format!("{flag} is"),
                    flags => format!("{} are", listed(flags, "and")),
                }
            ),
            Skip::NothingToDo => f.write_str("no container could be instrumented"),
            Skip::LocalConfig => f.write_str("it is local configuration, not meant for a cluster"),
        }
    }
}

fn names(languages: &[Language]) -> Vec<&'static str> {
    languages.iter().map(|language| language.name()).collect()
}

/// Why one container was passed over, or a language left out of the pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContainerSkip {
    /// A variable that would have to be joined comes from elsewhere.
    ValueFrom {
        /// The variable.
        variable: String,
    },
    /// A variable is there by which the operator takes the container for instrumented by other means.
    AlreadySet {
        /// The variable.
        variable: String,
    },
    /// The pod counts as instrumented, and the agent of this language isn't there.
    TakenForInjected {
        /// What makes it count, such as "init container opentelemetry-auto-instrumentation-java".
        by: String,
    },
    /// A setting of the operator's has a value that it does not know.
    UnknownSetting {
        /// The annotation.
        annotation: Annotation,
        /// Its value.
        value: String,
    },
    /// The containers of the pod must not see each other's processes, and the agent has to.
    ProcessesApart,
    /// A list names several containers, and the agent looks into one.
    OneContainerOnly {
        /// The annotation with the list, or the rule.
        annotation: String,
    },
    /// Nothing says which executable the agent looks into.
    NoTarget {
        /// The annotation that could say it.
        annotation: Annotation,
    },
    /// The list names no container that the pod has.
    NoSuchContainer {
        /// The names that were listed, joined by commas.
        names: String,
        /// The names of the pod's containers.
        known: Vec<String>,
    },
    /// A rule selects none of the pod's containers.
    NoneSelected {
        /// The rule.
        rule: String,
        /// Whether an annotation asks for the language too: a rule asks only where it selects a container.
        annotated: bool,
    },
    /// The list names an init container, and the operator has no way to instrument one for this language.
    InitContainer,
}

impl ContainerSkip {
    /// By what scripts match it; the name of the linter's rule where there is one.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            ContainerSkip::ValueFrom { .. } => Code::EnvValueFromConflict,
            ContainerSkip::AlreadySet { .. } | ContainerSkip::TakenForInjected { .. } => Code::TakenForInjected,
            ContainerSkip::UnknownSetting { .. } => Code::UnknownSetting,
            ContainerSkip::ProcessesApart => Code::GoSharedPidOff,
            ContainerSkip::OneContainerOnly { .. } => Code::GoSeveralContainers,
            ContainerSkip::NoTarget { .. } => Code::GoTargetMissing,
            ContainerSkip::NoSuchContainer { .. } => Code::ContainerNameUnknown,
            ContainerSkip::NoneSelected { .. } => Code::NoneSelected,
            ContainerSkip::InitContainer => Code::InitContainer,
        }
    }

    /// Whether something is asked for here that isn't done. A rule that selects none of a pod's containers doesn't ask
    /// there.
    #[must_use]
    pub fn is_unmet(&self) -> bool {
        !matches!(self, ContainerSkip::NoneSelected { annotated: false, .. })
    }

    /// What to do to have it injected.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            ContainerSkip::ValueFrom { variable } => format!("give {variable} a plain value"),
            ContainerSkip::AlreadySet { variable } => {
                format!("remove {variable} if the container has no agent of its own")
            }
            ContainerSkip::TakenForInjected { .. } => {
                "rename or remove what makes the pod count as instrumented: the rest of an injection isn't there"
                    .to_owned()
            }
            ContainerSkip::UnknownSetting { annotation, .. } => format!("write a value that {annotation} has"),
            ContainerSkip::ProcessesApart => "remove that line: the agent has to see the program's process".to_owned(),
            ContainerSkip::OneContainerOnly { annotation } => format!("name one container in {annotation}"),
            ContainerSkip::NoTarget { annotation } => format!("name it in {annotation} on the pod template"),
            ContainerSkip::NoSuchContainer { names, known } => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                suggestion(names.split(',').next().unwrap_or_default(), &known)
            }
            ContainerSkip::NoneSelected { .. } => "have the rule select one of the pod's containers".to_owned(),
            ContainerSkip::InitContainer => "name a regular container".to_owned(),
        }
    }
}

impl fmt::Display for ContainerSkip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ContainerSkip::ValueFrom { variable } => {
                write!(f, "{variable} comes from valueFrom, so nothing can be added to its value")
            }
            ContainerSkip::AlreadySet { variable } => write!(
                f,
                "{variable} is set already, in the container or the Instrumentation, so the operator takes the container for \
                 instrumented"
            ),
            ContainerSkip::TakenForInjected { by } => {
                write!(f, "the pod counts as instrumented ({by}), and this language's agent is not in it")
            }
            ContainerSkip::UnknownSetting { annotation, value } => {
                write!(f, "{annotation} has the unknown value {value:?}")
            }
            ContainerSkip::ProcessesApart => f.write_str("the pod says shareProcessNamespace: false"),
            ContainerSkip::OneContainerOnly { annotation } => {
                write!(f, "{annotation} names several containers, and the agent can look into only one")
            }
            ContainerSkip::NoTarget { .. } => f.write_str("nothing says which executable the agent looks into"),
            ContainerSkip::NoSuchContainer { names, .. } => {
                let names: Vec<&str> = names.split(',').collect();
                write!(f, "the pod has no container named {}", listed(&names, "or"))
            }
            ContainerSkip::NoneSelected { rule, .. } => write!(f, "{rule} selects none of the pod's containers"),
            ContainerSkip::InitContainer => {
                f.write_str("it is an init container, and this language can be injected only into regular ones")
            }
        }
    }
}
