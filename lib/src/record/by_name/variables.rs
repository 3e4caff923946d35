//! The variables of an injection, told from a container's own.

use crate::inject::{FIELDS, Fingerprint, joined};
use crate::k8s::StringMap;
use crate::record::pieces::ATTRIBUTES;
use crate::record::taken_back::UndoNoteKind;
use crate::value::{List, Map, Value};

use super::attributes;
use super::lists::remove_if_empty;

/// What an injection puts in front of all others, and the fields of the pod that they come from.
const IN_FRONT: [(&str, &str); 2] = [("OTEL_NODE_IP", "status.hostIP"), ("OTEL_POD_IP", "status.podIP")];

/// Whose a variable is, by what it is and not by where.
enum Whose {
    /// Only an injection writes this.
    Ours,
    /// An injection writes this, and so may anyone.
    Anyones,
    /// The container's own, with pieces of ours.
    Joined(String),
    /// Nothing tells of an injection.
    Unknown,
}

/// Takes the variables out, and gives back by name what of that is not sure.
///
/// An injection appends: so what anyone could have set is ours where it stands behind what only an injection writes, or
/// in one run before that.
pub(super) fn take(
    container: &mut Map<'_>,
    fingerprints: &[&Fingerprint],
    mounts: &[&str],
    annotations: StringMap<'_, '_>,
) -> Vec<(String, UndoNoteKind)> {
    let mut notes = Vec::new();
    let Some(Value::List(list)) = container.get_mut("env") else { return notes };
    let judged: Vec<Whose> = list.iter().map(|entry| whose(entry, fingerprints, mounts, annotations)).collect();
    let front = if judged.iter().any(Whose::shows_injection) { in_front(list) } else { 0 };
    let begin = begin(&judged);
    let mut goes = vec![false; judged.len()];
    for (index, whose) in judged.into_iter().enumerate() {
        let Some(Value::Map(entry)) = list.get_mut(index) else { continue };
        let name = entry.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (away, note) = match whose {
            _ if index < front => (true, None),
            Whose::Ours => (true, None),
            Whose::Anyones if index >= begin => (true, Some(UndoNoteKind::TakenByName)),
            Whose::Unknown if index >= begin => (false, Some(UndoNoteKind::LeftByName)),
            Whose::Joined(rest) => {
                entry.set("value", Value::from(rest));
                (false, (name == ATTRIBUTES).then_some(UndoNoteKind::CutByName))
            }
            Whose::Anyones | Whose::Unknown => (false, None),
        };
        goes[index] = away;
        notes.extend(note.map(|kind| (name, kind)));
    }
    let mut goes = goes.into_iter();
    list.elements_mut().retain(|_| goes.next() != Some(true));
    remove_if_empty(container, "env");
    notes
}

impl Whose {
    fn shows_injection(&self) -> bool {
        matches!(self, Whose::Ours | Whose::Joined(_))
    }
}

fn whose(entry: &Value<'_>, fingerprints: &[&Fingerprint], mounts: &[&str], annotations: StringMap<'_, '_>) -> Whose {
    let name = entry.str_at(&["name"]).unwrap_or_default();
    let value = entry.str_at(&["value"]).unwrap_or_default();
    let path = entry.str_at(&["valueFrom", "fieldRef", "fieldPath"]);
    let joined = joined(name).map(|joined| (joined.strip_ours)(value, mounts));
    let joined = joined.or_else(|| (name == ATTRIBUTES).then(|| attributes::own(value, annotations)));
    let below = |mount: &&str| value.strip_prefix(*mount).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    match joined {
        Some(None) if !value.is_empty() => Whose::Ours,
        Some(Some(rest)) if rest != value => Whose::Joined(rest),
        Some(_) => Whose::Unknown,
        None if path.is_some_and(|path| FIELDS.contains(&(name, path))) => Whose::Ours,
        None if mounts.iter().any(below) => Whose::Ours,
        None if name.starts_with("OTEL_")
            || fingerprints.iter().any(|fingerprint| fingerprint.variables.contains(&name)) =>
        {
            Whose::Anyones
        }
        None => Whose::Unknown,
    }
}

/// How many variables an injection has put in front.
fn in_front(list: &List<'_>) -> usize {
    let mut entries = list.iter().peekable();
    let is = |entry: &&Value<'_>, (name, path): (&str, &str)| {
        entry.str_at(&["name"]) == Some(name) && entry.str_at(&["valueFrom", "fieldRef", "fieldPath"]) == Some(path)
    };
    IN_FRONT.into_iter().filter(|variable| entries.next_if(|entry| is(entry, *variable)).is_some()).count()
}

/// Where what is appended begins.
fn begin(judged: &[Whose]) -> usize {
    let Some(sure) = judged.iter().position(|whose| matches!(whose, Whose::Ours)) else { return judged.len() };
    let run = judged[..sure].iter().rev().take_while(|whose| matches!(whose, Whose::Anyones)).count();
    sure - run
}
