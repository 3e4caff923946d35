//! How something was written before an injection changed it.

use serde_json::Value as Json;

use crate::value::Value;
use crate::yaml;

/// How something was written, and what it meant if the text alone does not say so: an alias, something reached through
/// one, a block scalar whose meaning depends on what is around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spelling {
    /// The text; `None` if it had no text of its own.
    pub source: Option<String>,
    /// The meaning, if the text does not say it.
    pub value: Option<Json>,
}

impl Spelling {
    /// A text that stands for itself.
    #[must_use]
    pub fn text(source: impl Into<String>) -> Self {
        Self { source: Some(source.into()), value: None }
    }

    /// Keeps what it takes to bring `meaning` back. `is_item` says that the text is that of a list's element.
    #[must_use]
    pub fn of(source: Option<String>, meaning: &Value<'_>, is_item: bool) -> Self {
        let says = source.as_ref().and_then(|source| yaml::source_value(source, is_item));
        let value = (says.as_ref() != Some(meaning)).then(|| meaning.to_json());
        Self { source, value }
    }

    /// What it meant; `None` if that is only known from a place elsewhere.
    #[must_use]
    pub fn meaning(&self, is_item: bool) -> Option<Value<'static>> {
        match (&self.value, &self.source) {
            (Some(value), _) => Some(Value::from(value).into_owned()),
            (None, Some(source)) if !self.stands_for_another() => yaml::source_value(source, is_item),
            _ => None,
        }
    }

    /// Whether the text stands for something that is written elsewhere.
    #[must_use]
    pub fn stands_for_another(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source == yaml::MERGED || source.trim_start().starts_with('*'))
    }
}
