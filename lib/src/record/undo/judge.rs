//! What becomes of something of ours that a person edited since.

use crate::inject::FIELDS;
use crate::record::pieces::{ATTRIBUTES, Wrapper, without_ours, wrapper};
use crate::record::taken_back::{Purpose, UndoNoteKind};
use crate::value::Value;

/// What the record tells of an element that is not as we wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// We added it.
    Added,
    /// It is the person's, and we extended its value.
    Extended,
    /// Nothing: we added one of its name, and the list has more of them than it should have.
    Surplus,
}

/// What becomes of an element, or of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate<R = String> {
    /// All that is in it is ours: it goes.
    Drop,
    /// Our pieces go, and the person's rest stays.
    Keep(R),
    /// It goes, and injection writes it again.
    Rewrite,
    /// It stays as it is.
    Leave(Owner),
}

/// Whose something is that stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// Ours. Nobody can tell what the person wants of it.
    Injection,
    /// The person's from now on.
    PersonNow,
    /// The person's all along.
    Person,
}

impl<R> Fate<R> {
    /// What a person should know about it.
    pub(super) fn note(&self) -> Option<UndoNoteKind> {
        match self {
            Fate::Drop | Fate::Keep(_) => Some(UndoNoteKind::PiecesCut),
            Fate::Rewrite => Some(UndoNoteKind::Reinjected),
            Fate::Leave(Owner::Injection) => Some(UndoNoteKind::Left),
            Fate::Leave(Owner::PersonNow) => Some(UndoNoteKind::BecomesYours),
            Fate::Leave(Owner::Person) => None,
        }
    }
}

/// Judges an element of a list that is not as we wrote it. `mounts` are the paths at which its container has mounts of
/// ours: they tell which pieces of a joined value are ours.
pub(super) fn judge(element: &Value<'_>, mounts: &[&str], known: Known, purpose: Purpose) -> Fate {
    let name = element.str_at(&["name"]).unwrap_or_default();
    let value = element.str_at(&["value"]).unwrap_or_default();
    let is_ours = !is_variable(element) || is_always_ours(name);
    let rest = if is_ours { None } else { without_ours(name, value, mounts) };
    match (rest, known) {
        (Some(rest), Known::Surplus) if is_theirs(name, value, &rest) => Fate::Leave(Owner::Person),
        (Some(rest), Known::Added | Known::Surplus) if rest.is_empty() => Fate::Drop,
        (Some(rest), Known::Added | Known::Extended | Known::Surplus) => Fate::Keep(rest),
        (None, Known::Extended) => Fate::Leave(Owner::Injection),
        // Injection sets it only where it is absent.
        (None, Known::Added | Known::Surplus) if !is_ours => Fate::Leave(Owner::PersonNow),
        // Injection leaves one alone that a person sets.
        (None, Known::Surplus) if purpose == Purpose::Inject && is_address(name) => Fate::Leave(Owner::PersonNow),
        (None, Known::Added | Known::Surplus) => match purpose {
            Purpose::Inject => Fate::Rewrite,
            Purpose::Remove => Fate::Leave(Owner::Injection),
        },
    }
}

/// Judges the command of a container that we had put behind our program.
pub(super) fn judge_command<'s>(command: &Value<'s>) -> Fate<Vec<Value<'s>>> {
    match wrapper(command) {
        Wrapper::InFront { rest } if rest.is_empty() => Fate::Drop,
        Wrapper::InFront { rest } => Fate::Keep(rest),
        Wrapper::Gone => Fate::Leave(Owner::PersonNow),
        Wrapper::Elsewhere => Fate::Leave(Owner::Injection),
    }
}

/// Of all elements that are added, only variables have nothing but a name and a value or its source.
fn is_variable(element: &Value<'_>) -> bool {
    element.as_map().is_some_and(|map| {
        map.get("name").is_some() && map.iter().all(|(key, _)| matches!(key, "name" | "value" | "valueFrom"))
    })
}

/// Variables that stay ours when somebody edits them: nothing but an injection has a use for them.
fn is_always_ours(variable: &str) -> bool {
    is_address(variable) || variable.starts_with("OTEL_RESOURCE_ATTRIBUTES_")
}

fn is_address(variable: &str) -> bool {
    matches!(variable, "OTEL_POD_IP" | "OTEL_NODE_IP")
}

/// Whether nothing of a joined value is ours: a person's own can have attributes of the names that we give.
fn is_theirs(name: &str, value: &str, rest: &str) -> bool {
    let refers = FIELDS.iter().any(|(field, _)| value.contains(&format!("$({field})")));
    value == rest || name == ATTRIBUTES && !refers
}

#[cfg(test)]
mod tests {
    use super::Known::{Added, Extended, Surplus};
    use super::Purpose::{Inject, Remove};
    use crate::value::Map;

    use super::*;

    fn variable(name: &'static str, value: &'static str) -> Value<'static> {
        Value::map([("name", Value::from(name)), ("value", Value::from(value))])
    }

    #[test]
    fn what_becomes_of_an_edited_element() {
        const PATH: &str = "PYTHONPATH";
        let agent = "/otel-auto-instrumentation-python";
        let keep = |rest: &str| Fate::Keep(rest.to_owned());
        let volume = Value::map([("name", Value::from("agent")), ("emptyDir", Value::Map(Map::default()))]);
        let ours = Fate::Leave(Owner::Injection);
        let theirs_now = Fate::Leave(Owner::PersonNow);
        let theirs = Fate::Leave(Owner::Person);
        let refers = "k8s.pod.name=$(OTEL_RESOURCE_ATTRIBUTES_POD_NAME)";
        let attributes = |value| variable(ATTRIBUTES, value);
        let joined = |value| variable(PATH, value);
        for (element, known, purpose, wanted) in [
            // A default of ours that somebody changed.
            (variable("OTEL_SERVICE_NAME", "shop"), Added, Inject, &theirs_now),
            (variable("OTEL_SERVICE_NAME", "shop"), Added, Remove, &theirs_now),
            (variable("OTEL_SERVICE_NAME", "shop"), Surplus, Inject, &theirs_now),
            (variable("OTEL_SERVICE_NAME", "shop"), Surplus, Remove, &theirs_now),
            (variable("OTEL_SERVICE_NAME", "shop"), Extended, Inject, &ours),
            (variable("OTEL_SERVICE_NAME", "shop"), Extended, Remove, &ours),
            // A joined value without anything of the person's.
            (joined("/otel-auto-instrumentation-python"), Added, Inject, &Fate::Drop),
            (joined("/otel-auto-instrumentation-python"), Added, Remove, &Fate::Drop),
            (joined("/otel-auto-instrumentation-python"), Surplus, Inject, &Fate::Drop),
            (joined("/otel-auto-instrumentation-python"), Extended, Remove, &keep("")),
            // A joined value with something of the person's.
            (joined("/app:/otel-auto-instrumentation-python"), Added, Inject, &keep("/app")),
            (joined("/app:/otel-auto-instrumentation-python"), Surplus, Remove, &keep("/app")),
            (joined("/app:/otel-auto-instrumentation-python"), Extended, Inject, &keep("/app")),
            // A joined value that is the person's alone.
            (joined("/app"), Added, Inject, &keep("/app")),
            (joined("/app"), Extended, Inject, &keep("/app")),
            (joined("/app"), Surplus, Inject, &theirs),
            (joined("/app"), Surplus, Remove, &theirs),
            // Attributes of the names that we give are ours only beside one that refers to a variable of ours.
            (attributes("a=1,k8s.pod.name=$(OTEL_RESOURCE_ATTRIBUTES_POD_NAME)"), Surplus, Inject, &keep("a=1")),
            (attributes(refers), Surplus, Inject, &Fate::Drop),
            (attributes("a=1,service.version=2"), Surplus, Inject, &theirs),
            (attributes("a=1,service.version=2"), Added, Inject, &keep("a=1")),
            // What only an injection has a use for.
            (variable("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "x"), Added, Inject, &Fate::Rewrite),
            (variable("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "x"), Surplus, Inject, &Fate::Rewrite),
            (variable("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "x"), Added, Remove, &ours),
            (variable("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "x"), Surplus, Remove, &ours),
            (volume.clone(), Added, Inject, &Fate::Rewrite),
            (volume.clone(), Surplus, Inject, &Fate::Rewrite),
            (volume.clone(), Added, Remove, &ours),
            (volume.clone(), Surplus, Remove, &ours),
            (volume, Extended, Inject, &ours),
            // Of addresses, a person's second one is left alone by injection.
            (variable("OTEL_POD_IP", "::1"), Surplus, Inject, &theirs_now),
            (variable("OTEL_NODE_IP", "::1"), Surplus, Inject, &theirs_now),
            (variable("OTEL_POD_IP", "::1"), Surplus, Remove, &ours),
            (variable("OTEL_POD_IP", "::1"), Added, Inject, &Fate::Rewrite),
            (variable("OTEL_POD_IP", "::1"), Added, Remove, &ours),
        ] {
            assert_eq!(judge(&element, &[agent], known, purpose), *wanted, "{element:?}, {known:?}, {purpose:?}");
        }
    }

    #[test]
    fn pieces_are_ours_below_our_mounts() {
        let element = variable("PYTHONPATH", "/agent/sitecustomize:/app");
        assert_eq!(judge(&element, &["/agent"], Added, Inject), Fate::Keep("/app".to_owned()));
        assert_eq!(judge(&element, &["/other"], Added, Inject), Fate::Keep("/agent/sitecustomize:/app".to_owned()));
    }

    #[test]
    fn what_becomes_of_an_edited_command() {
        let agent = "/otel-auto-instrumentation-python/bin/opentelemetry-instrument";
        let words = |words: &[&'static str]| words.iter().copied().map(Value::from).collect::<Vec<_>>();
        for (command, wanted) in [
            (vec![agent, "gunicorn", "app"], Fate::Keep(words(&["gunicorn", "app"]))),
            (vec!["python3", agent, "app"], Fate::Keep(words(&["app"]))),
            (vec![agent], Fate::Drop),
            (vec!["python3", "-u", agent, "app"], Fate::Leave(Owner::Injection)),
            (vec!["opentelemetry-instrument", "app"], Fate::Leave(Owner::Injection)),
            (vec!["sh", "-c", "opentelemetry-instrument app"], Fate::Leave(Owner::Injection)),
            (vec!["gunicorn", "app"], Fate::Leave(Owner::PersonNow)),
        ] {
            let command = Value::list(words(&command));
            assert_eq!(judge_command(&command), wanted, "{command:?}");
        }
    }

    #[test]
    fn whatever_changes_or_stays_ours_is_told() {
        for (fate, note) in [
            (Fate::Drop, Some(UndoNoteKind::PiecesCut)),
            (Fate::Keep("/app".to_owned()), Some(UndoNoteKind::PiecesCut)),
            (Fate::Rewrite, Some(UndoNoteKind::Reinjected)),
            (Fate::Leave(Owner::Injection), Some(UndoNoteKind::Left)),
            (Fate::Leave(Owner::PersonNow), Some(UndoNoteKind::BecomesYours)),
            (Fate::Leave(Owner::Person), None),
        ] {
            assert_eq!(fate.note(), note, "{fate:?}");
        }
    }
}
