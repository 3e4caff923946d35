//! One record, as it was read.

use super::change::Entry;

/// The annotation that holds the record.
pub const ANNOTATION: &str = "otel-inject.dev/injected";

/// What one injection did to a pod template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record<'s> {
    /// The languages that were injected, in order.
    pub languages: Vec<RecordedLanguage>,
    /// What was done, in the order of the template.
    pub entries: Vec<Entry<'s>>,
}

/// One language of an injection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedLanguage {
    /// Its name, as in the annotation.
    pub name: String,
    /// The Instrumentation, as namespace/name or name.
    pub instrumentation: String,
    /// The configuration whose rule asked for it; `None` if an annotation did.
    pub asked_by: Option<String>,
}
