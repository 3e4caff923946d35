//! What selection asks of injection.

use crate::config::Rule;
use crate::instrumentation::Instrumentation;
use crate::k8s::ContainerRef;
use crate::operator::Language;

/// A language that is to be injected, with what settings, and where.
#[derive(Debug, Clone)]
pub struct Request<'i> {
    /// The language.
    pub language: Language,
    /// The settings.
    pub instrumentation: &'i Instrumentation,
    /// The containers in the order in which they are injected; never none.
    pub containers: Vec<ContainerRef>,
    /// The configuration whose rule asks for it; `None` if an annotation does.
    pub asked_by: Option<String>,
    /// Whether a rule lists the containers, and no annotation.
    pub listed_by_rule: bool,
    /// The rule that applies to the workload, whoever asks for this language.
    pub rule: Option<&'i Rule>,
}
