//! Why nothing can be decided or done: a code for scripts, a sentence for people, and what to do.

use crate::diagnostic::Code;
use std::fmt;

use crate::operator::{Annotation, Language};
use crate::pointer::Pointer;

/// Why nothing can be decided or done about a workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which kind of refusal.
    pub reason: RefusalReason,
    /// The place in the workload that it is about; empty for the whole.
    pub at: Pointer<'static>,
}

/// An Instrumentation that may be meant where none is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Perhaps {
    /// One of another namespace, as namespace/name.
    Elsewhere(String),
    /// One that says nothing of its namespace, by its name: `kubectl apply` puts it into whatever namespace is current.
    Nowhere(String),
    /// One with nearly this name.
    Near(String),
}

/// What people write who mean `true`. The operator takes anything but `true` and `false` for a name.
const YES: &[&str] = &["yes", "y", "on", "1", "enable", "enabled", "always"];

/// The kinds of refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusalReason {
    /// The annotation names an Instrumentation that isn't there.
    InstrumentationNotFound {
        /// The annotation's key.
        annotation: String,
        /// The namespace that was looked in, where one is known.
        namespace: Option<String>,
        /// The name; `None` if the annotation says `true`.
        name: Option<String>,
        /// One that may be meant.
        perhaps: Option<Box<Perhaps>>,
    },
    /// `true`, and several Instrumentations to choose from.
    InstrumentationAmbiguous {
        /// The annotation's key.
        annotation: String,
        /// The candidates as namespace/name, sorted.
        candidates: Vec<String>,
        /// Whether the workload's namespace is known.
        in_namespace: bool,
    },
    /// The Instrumentation that is asked for has mistakes.
    InstrumentationInvalid {
        /// Its number among the engine's Instrumentations.
        instrumentation: usize,
        /// Its namespace/name.
        name: String,
    },
    /// The same Instrumentation twice with different specs.
    InstrumentationConflict {
        /// Its number among the engine's Instrumentations.
        first: usize,
        /// The other's number.
        second: usize,
        /// Its namespace/name.
        name: String,
    },
    /// A list of containers has characters that the operator refuses.
    ContainerNamesInvalid {
        /// The annotation.
        annotation: Annotation,
        /// Its value.
        value: String,
    },
    /// A rule mounts the agents of two languages at one path.
    MountPathShared {
        /// The rule.
        rule: String,
        /// The languages.
        languages: [Language; 2],
        /// The container.
        container: String,
    },
    /// A rule says where the agent of a language is mounted that has none at a path of its own.
    MountPathUnused {
        /// The rule.
        rule: String,
        /// The language.
        language: Language,
    },
    /// Agents are to be mounted as images, and something that is asked for can't be.
    DeliveryUnfit {
        /// What that is.
        what: String,
    },
    /// The workload is not of the shape that Kubernetes asks for.
    Malformed {
        /// What is wrong, and what belongs there.
        message: String,
    },
    /// The record of an earlier injection can't be used.
    Record {
        /// What is wrong with it.
        message: String,
    },
}

impl RefusalReason {
    /// By what scripts match it.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            RefusalReason::InstrumentationNotFound { .. } => Code::InstrumentationNotFound,
            RefusalReason::InstrumentationAmbiguous { .. } => Code::InstrumentationAmbiguous,
            RefusalReason::InstrumentationInvalid { .. } => Code::InstrumentationInvalid,
            RefusalReason::InstrumentationConflict { .. } => Code::InstrumentationConflict,
            RefusalReason::ContainerNamesInvalid { .. } => Code::ContainerNamesInvalid,
            RefusalReason::MountPathShared { .. } => Code::MountPathShared,
            RefusalReason::MountPathUnused { .. } => Code::MountPathUnused,
            RefusalReason::DeliveryUnfit { .. } => Code::DeliveryUnfit,
            RefusalReason::Malformed { .. } => Code::MalformedWorkload,
            RefusalReason::Record { .. } => Code::RecordUnusable,
        }
    }

    /// Whether it is refused only because no single Instrumentation fits: a build may drop or rename them.
    #[must_use]
    pub fn is_about_inputs(&self) -> bool {
        matches!(self, RefusalReason::InstrumentationNotFound { .. } | RefusalReason::InstrumentationAmbiguous { .. })
    }

    /// What to do about it; empty where the message says it all.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            RefusalReason::InstrumentationNotFound { name: Some(name), .. } if is_yes(name) => {
                format!("write \"true\" for the Instrumentation of the namespace: {name:?} is read as the name of one")
            }
            RefusalReason::InstrumentationNotFound { perhaps: Some(perhaps), .. } => match &**perhaps {
                Perhaps::Elsewhere(full_name) => format!("write {full_name}, or move one of the two"),
                Perhaps::Nowhere(_) => "write its namespace there, or give it with --namespace".to_owned(),
                Perhaps::Near(name) => format!("did you mean {name}?"),
            },
            RefusalReason::InstrumentationNotFound { namespace, name, .. } => {
                let scope = namespace.as_ref().map_or(String::new(), |namespace| format!(" -n {namespace}"));
                let name = name.as_ref().map_or(String::new(), |name| format!(" {}", name.escape_debug()));
                format!(
                    "put it among the inputs, or give its file with -i; this fetches it: kubectl get instrumentation{name}{scope} -o yaml"
                )
            }
            RefusalReason::InstrumentationAmbiguous { in_namespace: true, candidates, .. } => {
                format!("name the one that is meant, as in {}", candidates.first().map_or("", String::as_str))
            }
            RefusalReason::InstrumentationAmbiguous { .. } => {
                "name the one that is meant, or give the workload's namespace with --namespace".to_owned()
            }
            RefusalReason::InstrumentationConflict { .. } => {
                "leave one of the two out; the nearest counts: one in the \
                workload's folder, else in a folder above it, else in its kustomization"
                    .to_owned()
            }
            RefusalReason::ContainerNamesInvalid { .. } => {
                "write container names joined by commas, without blanks".to_owned()
            }
            RefusalReason::MountPathShared { .. } => {
                "leave mountPath out, or have one language only injected into each container".to_owned()
            }
            RefusalReason::MountPathUnused { .. } => {
                "leave mountPath out, or have the rule inject what it is for".to_owned()
            }
            RefusalReason::DeliveryUnfit { .. } => {
                "leave delivery out of the configuration, so that init containers copy the agents".to_owned()
            }
            _ => String::new(),
        }
    }
}

fn is_yes(name: &str) -> bool {
    YES.iter().any(|yes| yes.eq_ignore_ascii_case(name))
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RefusalReason::InstrumentationNotFound { annotation, namespace, name, perhaps } => {
                match name {
                    Some(name) => {
                        write!(f, "{annotation} asks for the Instrumentation {name}, which is not among the inputs")?
                    }
                    None => write!(
                        f,
                        "{annotation} asks for the Instrumentation of the namespace, and the inputs have none"
                    )?,
                }
                if let Some(namespace) = namespace {
                    write!(f, " for namespace {namespace}")?;
                }
                match perhaps.as_deref() {
                    Some(Perhaps::Elsewhere(full_name)) => write!(f, " (there is {full_name})"),
                    Some(Perhaps::Nowhere(name)) => write!(f, " (there is {name} without a namespace)"),
                    Some(Perhaps::Near(_)) | None => Ok(()),
                }
            }
            RefusalReason::InstrumentationAmbiguous { annotation, candidates, .. } => {
                write!(f, "{annotation} doesn't say which Instrumentation is meant: {}", candidates.join(", "))
            }
            RefusalReason::InstrumentationInvalid { name, .. } => {
                write!(f, "the Instrumentation {name} is asked for here, and has mistakes")
            }
            RefusalReason::InstrumentationConflict { name, .. } => {
                write!(f, "the Instrumentation {name} is given twice, with different specs")
            }
            RefusalReason::ContainerNamesInvalid { annotation, value } => {
                write!(f, "{annotation} has the value {value:?}, which the operator refuses")
            }
            RefusalReason::MountPathShared { rule, languages, container } => {
                let [one, other] = languages;
                write!(f, "{rule} mounts the agents of {one} and {other} at one path in container {container}")
            }
            RefusalReason::MountPathUnused { rule, language } => {
                write!(f, "{rule} gives a mountPath, and {language} mounts no agent that could be elsewhere")
            }
            RefusalReason::DeliveryUnfit { what } => {
                write!(f, "{what} can't be mounted as an image, and the configuration says delivery: imageVolume")
            }
            RefusalReason::Malformed { message } => f.write_str(message),
            RefusalReason::Record { message } => {
                write!(f, "the record of the earlier injection can't be used: {message}")
            }
        }
    }
}
