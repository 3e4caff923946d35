//! What an injection added goes, as far as it is still ours.

use crate::k8s::Container;
use crate::pointer::{Pointer, Step};
use crate::value::{Digest, List, Map, Value};

use crate::record::Purpose;
use crate::record::data::{Entry, What};

use super::Work;
use super::judge::{Command, HandEdit, hand_edit, hand_edited_command};
use super::note::RemarkKind;
use super::places::{by_index, came_from, list_key, parent};

/// The key of a container's command.
pub(super) const COMMAND: &str = "command";

impl<'s> Work<'_, 's> {
    /// Takes what we added, as far as it is still ours.
    pub(super) fn take(&mut self, at: &Pointer<'static>, place: Option<&Pointer<'static>>, digest: Digest) {
        let remark = match at.0.last() {
            Some(Step::Key(key)) => self.take_key(key, place, digest),
            _ => self.take_element(at, place, digest),
        };
        if let Some(kind) = remark {
            self.remark(at, kind);
        }
    }

    fn take_key(&mut self, key: &str, place: Option<&Pointer<'static>>, digest: Digest) -> Option<RemarkKind> {
        let Some(Value::Map(map)) = place.and_then(|place| self.now(&parent(place))) else {
            return Some(RemarkKind::Missing);
        };
        match map.get(key) {
            Some(value) if value.digest() == digest => {
                map.remove(key);
                None
            }
            Some(_) if key == COMMAND => Some(take_wrapper(map)),
            Some(_) => Some(RemarkKind::BecomesYours),
            None => Some(RemarkKind::Missing),
        }
    }

    fn take_element(
        &mut self,
        at: &Pointer<'static>,
        place: Option<&Pointer<'static>>,
        digest: Digest,
    ) -> Option<RemarkKind> {
        let anew = self.purpose == Purpose::Inject;
        if is_volume(&at.0) && self.is_needed(at) {
            return Some(RemarkKind::Needed);
        }
        let recorded = self.recorded;
        let list_at = by_index(self.before, &parent(at));
        let Some(Value::List(list)) = list_at.and_then(|list_at| self.now(&list_at)) else {
            return Some(RemarkKind::Missing);
        };
        let index = match place.and_then(|place| place.0.last()) {
            Some(Step::Index(index)) => came_from(list, *index),
            _ => None,
        };
        let ours = |index: &usize| list.get(*index).is_some_and(|value| value.digest() == digest);
        // People sort their lists and delete from them: then it is whichever of this name is as we wrote it.
        let other = || (0..list.len()).rev().find(|index| ours(index) && is_named(list, *index, at));
        let has_no_name = matches!(at.0.last(), Some(Step::Index(_)));
        if let Some(index) = index.filter(ours).or_else(other) {
            list.remove(index);
            if has_no_name && list.iter().any(|value| value.digest() == digest) {
                list.elements_mut().retain(|element| element.value.digest() != digest);
            }
            return None;
        }
        let Some(index) = index else { return Some(RemarkKind::Missing) };
        // Without a name nothing tells one of ours that was edited from one of the person's.
        if has_no_name {
            return Some(RemarkKind::BecomesYours);
        }
        let element = list.get_mut(index)?;
        match hand_edit(element, &mounts(recorded, at)) {
            HandEdit::Yours => Some(RemarkKind::BecomesYours),
            HandEdit::Joined { rest } => {
                if rest.is_empty() {
                    list.remove(index);
                } else if let Some(map) = element.as_map_mut() {
                    map.set("value", Value::from(rest));
                }
                Some(RemarkKind::PiecesCut)
            }
            HandEdit::Ours if anew => {
                list.remove(index);
                Some(RemarkKind::WrittenAnew)
            }
            HandEdit::Ours => Some(RemarkKind::Left),
        }
    }

    /// Whether a container of ours that was edited, and so stays, mounts a volume: Kubernetes refuses a mount of nothing.
    fn is_needed(&self, volume: &Pointer<'static>) -> bool {
        let Some(Step::Named { name, .. }) = volume.0.last() else { return false };
        let mounts = |container: &Value<'s>| Container(container).mounts(name);
        let left = self.remarks.iter().filter(|remark| remark.kind == RemarkKind::Left);
        left.filter_map(|remark| remark.at.resolve(self.before)).any(mounts)
    }

    /// A mount of ours whose path someone edited would be left without its volume: it goes too.
    pub(super) fn take_mounts_without_volume(&mut self, entries: &[(&Entry<'static>, Option<Pointer<'static>>)]) {
        let names = |template: &Value<'s>| -> Vec<String> {
            let volumes = template.at(&["spec", "volumes"]).and_then(Value::as_list);
            let names = volumes.iter().flat_map(|volumes| volumes.iter()).filter_map(|volume| volume.str_at(&["name"]));
            names.map(str::to_owned).collect()
        };
        let stay = names(&self.result);
        let gone: Vec<String> = names(self.before).into_iter().filter(|name| !stay.contains(name)).collect();
        for (entry, place) in entries {
            let is_mount = matches!(entry.at.0.iter().rev().nth(1), Some(Step::Key(list)) if list == "volumeMounts");
            if place.is_some() || !is_mount || !matches!(entry.what, What::Added { .. }) {
                continue;
            }
            let list_at = by_index(self.before, &parent(&entry.at));
            let Some(Value::List(list)) = list_at.and_then(|list_at| self.now(&list_at)) else { continue };
            let of_gone = |mount: &Value<'s>| gone.iter().any(|name| mount.str_at(&["name"]) == Some(name));
            let found = list.iter().position(of_gone);
            if let Some(index) = found {
                list.remove(index);
                self.remarks.retain(|remark| remark.at != entry.at);
                self.remark(&entry.at, RemarkKind::Taken);
            }
        }
    }
}

/// The paths of the mounts that were added to the container in which a place is.
pub(super) fn mounts<'e>(recorded: &'e [Entry<'static>], at: &Pointer<'static>) -> Vec<&'e str> {
    let path = |entry: &'e Entry<'static>| match &entry.at.0[..] {
        [_, _, _, Step::Key(list), Step::Named { name, .. }]
            if list == "volumeMounts" && at.0.starts_with(&entry.at.0[..3]) =>
        {
            Some(name.as_ref())
        }
        _ => None,
    };
    recorded.iter().filter(|entry| matches!(entry.what, What::Added { .. })).filter_map(path).collect()
}

/// Takes our program out of the command of a container that was edited since.
pub(super) fn take_wrapper(container: &mut Map<'_>) -> RemarkKind {
    match container.get(COMMAND).map(hand_edited_command) {
        Some(Command::Behind { rest }) => {
            if rest.is_empty() {
                container.remove(COMMAND);
            } else {
                container.set(COMMAND, Value::list(rest));
            }
            RemarkKind::PiecesCut
        }
        Some(Command::Without) => RemarkKind::BecomesYours,
        Some(Command::Elsewhere) | None => RemarkKind::Left,
    }
}

/// Whether a place is the list of a pod's volumes.
pub(super) fn is_volumes(at: &[Step<'static>]) -> bool {
    matches!(at, [_, Step::Key(list)] if list == "volumes")
}

/// Whether a place is a volume.
pub(super) fn is_volume(at: &[Step<'static>]) -> bool {
    matches!(at, [list @ .., _] if is_volumes(list))
}

/// Whether an element of a list has the name that a place ends with, if that is one.
fn is_named(list: &List<'_>, index: usize, at: &Pointer<'static>) -> bool {
    let name = list_key(at).and_then(|by| list.get(index)?.str_at(&[by]));
    match at.0.last() {
        Some(Step::Named { name: wanted, .. }) => name == Some(wanted.as_ref()),
        Some(Step::Index(_)) => list_key(at).is_none(),
        _ => false,
    }
}
