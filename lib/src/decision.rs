//! What is done with one workload, and why: data that every rendering is made from.

mod request;

use std::fmt;

use crate::plan::Plan;
use crate::pointer::Pointer;

pub use request::Request;

/// What is done with one workload.
#[derive(Debug, Clone)]
pub enum Decision<'s> {
    /// It is instrumented; the plan is empty where it already is what it should be.
    Injected {
        /// What changes.
        plan: Plan<'s>,
        /// What was done, by language and container.
        outcomes: Vec<Outcome>,
        /// What else a person should know.
        notes: Vec<Note>,
    },
    /// Nothing is injected; an earlier injection of ours may be taken back.
    Skipped {
        /// Why.
        reason: Skip,
        /// What changes: empty, or what takes an earlier injection back.
        plan: Plan<'s>,
        /// What was left out, by language and container.
        outcomes: Vec<Outcome>,
        /// What else a person should know.
        notes: Vec<Note>,
    },
    /// It can't be decided or done; nothing changes.
    Refused(Refusal),
}

impl<'s> Decision<'s> {
    /// The same decision, independent of any text.
    #[must_use]
    pub fn into_owned(self) -> Decision<'static> {
        match self {
            Decision::Injected { plan, outcomes, notes } => {
                Decision::Injected { plan: plan.into_owned(), outcomes, notes }
            }
            Decision::Skipped { reason, plan, outcomes, notes } => {
                Decision::Skipped { reason, plan: plan.into_owned(), outcomes, notes }
            }
            Decision::Refused(refusal) => Decision::Refused(refusal),
        }
    }

    /// What changes.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan<'s>> {
        match self {
            Decision::Injected { plan, .. } | Decision::Skipped { plan, .. } => Some(plan),
            Decision::Refused(_) => None,
        }
    }

    /// What else a person should know.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        match self {
            Decision::Injected { notes, .. } | Decision::Skipped { notes, .. } => notes,
            Decision::Refused(_) => &[],
        }
    }

    /// What was done or left out, by language and container.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        match self {
            Decision::Injected { outcomes, .. } | Decision::Skipped { outcomes, .. } => outcomes,
            Decision::Refused(_) => &[],
        }
    }
}

/// What was done for one language, in one container or in the whole pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The language's name, as in the annotation: `python`.
    pub language: &'static str,
    /// The container; none where the whole pod is meant.
    pub container: Option<String>,
    /// What kept it from being instrumented; none where it was.
    pub skipped: Option<ContainerSkip>,
}

/// How well a removal gave back what was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    /// Byte for byte.
    Bytes,
    /// The value; something was formatted since.
    Value,
}

/// Why a whole workload is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skip {
    /// No annotation on pod template or Namespace asks for anything.
    NotAsked,
    /// The annotation is on the workload's own metadata, where nothing reads it.
    AnnotationOnWorkload {
        /// The annotation's key.
        key: String,
    },
    /// Something in the pod makes it count as instrumented (operator v0.158.0, `isAutoInstrumentationInjected`).
    AlreadyInjected {
        /// What that is, such as "init container opentelemetry-auto-instrumentation-java".
        by: String,
    },
    /// All languages asked for are switched off.
    LanguagesOff {
        /// Their names, joined by commas.
        languages: String,
    },
    /// Several languages, at least one without a list of containers: the operator then injects nothing.
    ContainersAmbiguous {
        /// The languages without a list, joined by commas.
        languages: String,
    },
    /// A container stands twice in the list of one language: the operator then injects nothing.
    ContainerTwice {
        /// The language.
        language: &'static str,
        /// The container's name.
        container: String,
    },
    /// No container could be instrumented; the outcomes say why for each.
    NothingToDo,
    /// The object is for local use by kustomize or kpt only, or is not meant for a cluster.
    LocalConfig,
}

impl Skip {
    /// A stable name for scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Skip::NotAsked => "not-asked",
            Skip::AnnotationOnWorkload { .. } => "annotation-on-workload",
            Skip::AlreadyInjected { .. } => "already-injected",
            Skip::LanguagesOff { .. } => "languages-off",
            Skip::ContainersAmbiguous { .. } => "containers-ambiguous",
            Skip::ContainerTwice { .. } => "container-twice",
            Skip::NothingToDo => "nothing-to-do",
            Skip::LocalConfig => "local-config",
        }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Skip::NotAsked => f.write_str("no annotation asks for injection"),
            Skip::AnnotationOnWorkload { key } => write!(
                f,
                "the annotation {key} is on the workload itself; the pod template's metadata is where it is read"
            ),
            Skip::AlreadyInjected { by } => write!(f, "it counts as instrumented already: {by}"),
            Skip::LanguagesOff { languages } => write!(f, "switched off: {languages}"),
            Skip::ContainersAmbiguous { languages } => write!(
                f,
                "several languages are asked for and {languages} has no list of containers; the operator injects nothing then"
            ),
            Skip::ContainerTwice { language, container } => write!(
                f,
                "container {container} stands twice in the list for {language}; the operator injects nothing then"
            ),
            Skip::NothingToDo => f.write_str("no container could be instrumented"),
            Skip::LocalConfig => f.write_str("it is local configuration, not meant for a cluster"),
        }
    }
}

/// Why one container was passed over, or a language left out of the pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContainerSkip {
    /// A variable that would have to be joined comes from elsewhere.
    ValueFrom {
        /// The variable.
        variable: String,
    },
    /// A setting of the operator's has a value that it does not know.
    UnknownSetting {
        /// The annotation.
        annotation: String,
        /// Its value.
        value: String,
    },
    /// The list names no container that the pod has.
    NoSuchContainer {
        /// The names that were listed, joined by commas.
        names: String,
    },
    /// The list names an init container, and the operator has no way to instrument one for this language.
    InitContainer,
}

impl ContainerSkip {
    /// A stable name for scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            ContainerSkip::ValueFrom { .. } => "value-from",
            ContainerSkip::UnknownSetting { .. } => "unknown-setting",
            ContainerSkip::NoSuchContainer { .. } => "no-such-container",
            ContainerSkip::InitContainer => "init-container",
        }
    }
}

impl fmt::Display for ContainerSkip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ContainerSkip::ValueFrom { variable } => {
                write!(f, "{variable} comes from valueFrom and can't be joined; give it a plain value")
            }
            ContainerSkip::UnknownSetting { annotation, value } => {
                write!(f, "{annotation} has the unknown value {value:?}")
            }
            ContainerSkip::NoSuchContainer { names } => write!(f, "the pod has no container named {names}"),
            ContainerSkip::InitContainer => {
                f.write_str("it is an init container; only regular ones can be instrumented for this language")
            }
        }
    }
}

/// Something worth knowing about a decision, at a place in the workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// A stable name in kebab-case.
    pub code: &'static str,
    /// Whether it is probably a mistake, rather than just good to know.
    pub warning: bool,
    /// What was found and what to do, in one sentence.
    pub message: String,
    /// The place in the workload that it is about; empty for the whole.
    pub at: Pointer<'static>,
}

/// Why nothing can be decided or done about a workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which kind of refusal.
    pub reason: RefusalReason,
    /// The place in the workload that it is about; empty for the whole.
    pub at: Pointer<'static>,
}

/// The kinds of refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusalReason {
    /// The annotation names an Instrumentation that isn't there.
    InstrumentationNotFound {
        /// The annotation's key.
        annotation: String,
        /// The namespace that was looked in, where one is known.
        namespace: Option<String>,
        /// The name; none where the annotation says `true`.
        name: Option<String>,
        /// Where one of that name is, as namespace/name.
        elsewhere: Option<String>,
    },
    /// `true`, and several Instrumentations to choose from.
    InstrumentationAmbiguous {
        /// The annotation's key.
        annotation: String,
        /// The candidates as namespace/name, joined by commas.
        candidates: String,
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
        /// The annotation's key.
        annotation: String,
        /// Its value.
        value: String,
    },
    /// A language that is asked for is not built yet.
    LanguageNotBuilt {
        /// The language.
        language: &'static str,
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
    /// A stable name for scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            RefusalReason::InstrumentationNotFound { .. } => "instrumentation-not-found",
            RefusalReason::InstrumentationAmbiguous { .. } => "instrumentation-ambiguous",
            RefusalReason::InstrumentationInvalid { .. } => "instrumentation-invalid",
            RefusalReason::InstrumentationConflict { .. } => "instrumentation-conflict",
            RefusalReason::ContainerNamesInvalid { .. } => "container-names-invalid",
            RefusalReason::LanguageNotBuilt { .. } => "language-not-built",
            RefusalReason::Malformed { .. } => "malformed-workload",
            RefusalReason::Record { .. } => "record-unusable",
        }
    }

    /// What to do about it; empty where the message says it all.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            RefusalReason::InstrumentationNotFound { namespace, name, .. } => {
                let scope = namespace.as_ref().map_or(String::new(), |namespace| format!(" -n {namespace}"));
                let name = name.as_ref().map_or(String::new(), |name| format!(" {name}"));
                format!("fetch it with `kubectl get instrumentation{name}{scope} -o yaml` and pass the file with -i")
            }
            RefusalReason::InstrumentationAmbiguous { .. } => {
                "name the one that is meant in the annotation, or give the workload's namespace with --namespace"
                    .to_owned()
            }
            RefusalReason::InstrumentationConflict { .. } => "leave one of the two out".to_owned(),
            RefusalReason::ContainerNamesInvalid { .. } => {
                "write container names joined by commas, without blanks".to_owned()
            }
            RefusalReason::LanguageNotBuilt { language } => {
                format!("take the annotation away, or switch the language off with --disable-language {language}")
            }
            _ => String::new(),
        }
    }
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RefusalReason::InstrumentationNotFound { annotation, namespace, name, elsewhere } => {
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
                elsewhere.as_ref().map_or(Ok(()), |elsewhere| write!(f, " (there is {elsewhere})"))
            }
            RefusalReason::InstrumentationAmbiguous { annotation, candidates } => {
                write!(f, "{annotation} does not say which Instrumentation is meant: {candidates}")
            }
            RefusalReason::InstrumentationInvalid { name, .. } => write!(f, "the Instrumentation {name} has mistakes"),
            RefusalReason::InstrumentationConflict { name, .. } => {
                write!(f, "the Instrumentation {name} is given twice, with different specs")
            }
            RefusalReason::ContainerNamesInvalid { annotation, value } => {
                write!(f, "{annotation} has the value {value:?}, which the operator refuses")
            }
            RefusalReason::LanguageNotBuilt { language } => write!(f, "injection for {language} is not built yet"),
            RefusalReason::Malformed { message } => f.write_str(message),
            RefusalReason::Record { message } => {
                write!(f, "the record of the earlier injection can't be used: {message}")
            }
        }
    }
}
