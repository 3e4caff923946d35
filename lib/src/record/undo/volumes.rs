//! A volume and what mounts it go together: Kubernetes refuses a mount of nothing.

use crate::k8s::Container;
use crate::pointer::{Pointer, Step};
use crate::record::data::{Change, Entry, Item};
use crate::record::taken_back::UndoNoteKind;
use crate::value::Value;

use super::places::{by_index, parent};
use super::state::Undo;

/// Whether a container of ours that was edited, and so stays, mounts a volume.
pub(super) fn is_needed(undo: &Undo<'_, '_>, volume: &Pointer<'static>) -> bool {
    let Some(Step::Named { name, .. }) = volume.0.last() else { return false };
    let left = undo.notes.iter().filter(|note| note.kind == UndoNoteKind::Left);
    left.filter_map(|note| note.at.resolve(undo.before)).any(|container| Container(container).mounts(name))
}

/// A mount of ours whose path somebody edited would be left without its volume: it goes too.
pub(super) fn take_mounts_of_nothing(undo: &mut Undo<'_, '_>) {
    let stay = volumes(&undo.result);
    let gone: Vec<String> = volumes(undo.before).into_iter().filter(|name| !stay.contains(name)).collect();
    for Entry { at, change } in undo.entries {
        let is_added_mount = matches!(change, Change::Added { .. }) && Item::at(&at.0) == Item::Mount;
        if !is_added_mount || at.resolve(undo.before).is_some() {
            continue;
        }
        let list_at = by_index(undo.before, &parent(at));
        let Some(Value::List(list)) = list_at.and_then(|list_at| undo.now(&list_at)) else { continue };
        let of_gone = |mount: &Value<'_>| gone.iter().any(|name| mount.str_at(&["name"]) == Some(name));
        let found = list.iter().position(of_gone);
        if let Some(index) = found {
            list.remove(index);
            undo.notes.retain(|note| note.at != *at);
            undo.note(at, UndoNoteKind::Taken);
        }
    }
}

/// The names of a pod's volumes.
fn volumes(template: &Value<'_>) -> Vec<String> {
    let volumes = template.at(&["spec", "volumes"]).and_then(Value::as_list);
    let names = volumes.iter().flat_map(|volumes| volumes.iter()).filter_map(|volume| volume.str_at(&["name"]));
    names.map(str::to_owned).collect()
}
