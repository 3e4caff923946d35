//! What was done to the variables of containers, for who asks where each of them comes from.

use crate::operator::EnvSource;
use crate::value::Value;

use super::ContainerRef;

/// What became of a variable that was offered to a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnvChange {
    /// It was added.
    Added,
    /// The one that was there stays.
    Lost,
    /// The value that was there got a piece more.
    Joined,
    /// It took the place of the one that was there.
    Replaced,
}

impl EnvChange {
    /// A stable name for scripts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            EnvChange::Added => "added",
            EnvChange::Lost => "lost",
            EnvChange::Joined => "joined",
            EnvChange::Replaced => "replaced",
        }
    }
}

/// A variable that was offered to a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvOffer {
    /// The container.
    pub container: ContainerRef,
    /// Who offered it.
    pub by: EnvSource,
    /// Its name.
    pub name: String,
    /// Its value as text, or where that comes from.
    pub value: String,
    /// Whether the value comes from elsewhere: from a field of the pod, a Secret and the like.
    pub from_elsewhere: bool,
    /// What became of it.
    pub change: EnvChange,
}

/// The variables that were offered to containers, in order.
#[derive(Debug, Default)]
pub struct EnvLog {
    offers: Vec<EnvOffer>,
    container: Option<ContainerRef>,
    by: EnvSource,
}

impl EnvLog {
    /// What was taken down until now; from here on it is empty.
    pub fn take(&mut self) -> Vec<EnvOffer> {
        std::mem::take(&mut self.offers)
    }

    /// What follows is done to this container.
    pub(super) fn enter(&mut self, container: &ContainerRef) {
        self.container = Some(container.clone());
    }

    /// What follows is offered by this one.
    pub(super) fn offered_by(&mut self, by: EnvSource) {
        self.by = by;
    }

    pub(super) fn push(&mut self, change: EnvChange, entry: &Value<'_>) {
        let Some(container) = self.container.clone() else { return };
        self.offers.push(EnvOffer::of(container, self.by, entry, change));
    }
}

impl EnvOffer {
    /// An entry of `env` that somebody offers to a container.
    #[must_use]
    pub fn of(container: ContainerRef, by: EnvSource, entry: &Value<'_>, change: EnvChange) -> Self {
        let name = entry.str_at(&["name"]).unwrap_or_default().to_owned();
        let source = entry.get("valueFrom").filter(|source| !source.is_null());
        let value = match source {
            Some(source) => source_shown(source),
            None => entry.get("value").and_then(Value::text).unwrap_or_default().into_owned(),
        };
        Self { container, by, name, value, from_elsewhere: source.is_some(), change }
    }
}

/// Where a value comes from: `fieldRef status.podIP`.
fn source_shown(source: &Value<'_>) -> String {
    let known = source.as_map().and_then(|source| source.iter().next()).map(|(kind, fields)| {
        let fields = fields.as_map().into_iter().flat_map(crate::value::Map::iter);
        let texts = fields.filter_map(|(_, value)| Some(value.text()?.into_owned()));
        [kind.to_owned()].into_iter().chain(texts).collect::<Vec<_>>().join(" ")
    });
    known.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_from_elsewhere_is_shown_by_where_it_comes_from() {
        let container = || ContainerRef { section: crate::k8s::Section::Regular, name: "app".to_owned() };
        let shown = |json: serde_json::Value| {
            EnvOffer::of(container(), EnvSource::Env, &Value::from(&json), EnvChange::Added).value
        };
        assert_eq!(shown(serde_json::json!({"name": "A", "value": 5})), "5");
        assert_eq!(shown(serde_json::json!({"name": "A", "value": "x", "valueFrom": null})), "x");
        assert_eq!(
            shown(serde_json::json!({"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}})),
            "fieldRef status.podIP"
        );
        assert_eq!(
            shown(serde_json::json!({"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}})),
            "secretKeyRef s k"
        );
    }
}
