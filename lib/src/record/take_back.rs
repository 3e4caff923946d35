//! What a record lists is taken back from a template, as far as it is still ours.

use std::collections::HashSet;

use crate::plan::Plan;
use crate::pointer::{Pointer, Step};
use crate::value::{Digest, List, Map, Value};

use super::entry::{Entry, Neighbour, Said, What};
use super::hand_edit::{Command, HandEdit, hand_edit, hand_edited_command};
use super::places::{behind, by_index, came_from, followed_mut, list_key, parent};
use super::put_back::{How, Kept, plan_back};
use super::remark::{Remark, RemarkKind};
use super::renamed::with_new_names;
use super::{ANNOTATION, Purpose, Record};

/// A template without an earlier injection.
#[derive(Debug)]
pub struct TakenBack<'s> {
    /// What it is then.
    pub template: Value<'s>,
    /// What leads there, written as it was before.
    pub plan: Plan<'s>,
    /// What did not go smoothly.
    pub remarks: Vec<Remark>,
}

impl<'s> TakenBack<'s> {
    /// Nothing was taken back.
    #[must_use]
    pub fn of_nothing(template: &Value<'s>) -> Self {
        Self { template: template.clone(), plan: Plan::default(), remarks: Vec::new() }
    }
}

/// Takes back what the record lists.
#[must_use]
pub fn take_back<'s>(record: &Record<'static>, template: &Value<'s>, purpose: Purpose) -> TakenBack<'s> {
    let recorded = with_new_names(&record.entries, template);
    let mut work = Work {
        result: template.clone(),
        before: template,
        recorded: &recorded,
        purpose,
        remarks: Vec::new(),
        kept: Vec::new(),
    };
    let mut entries: Vec<(&Entry<'static>, Option<Pointer<'static>>)> =
        recorded.iter().map(|entry| (entry, by_index(template, &entry.at))).collect();
    let names: HashSet<&str> = recorded.iter().filter_map(moved_name).collect();
    entries.sort_by_key(|(entry, _)| turn(entry, &names));
    // Values first; then what was added goes, moved and removed elements come back, and only then can be told what a
    // list holds without us.
    let passes: [fn(&What) -> bool; 4] = [
        |what| matches!(what, What::Replaced { .. }),
        |what| matches!(what, What::Added { .. }),
        |what| matches!(what, What::Moved { .. }),
        |what| matches!(what, What::Removed { .. }),
    ];
    for pass in passes {
        entries
            .iter()
            .filter(|(entry, _)| pass(&entry.what))
            .for_each(|(entry, place)| work.undo(entry, place.as_ref()));
    }
    work.take_mounts_without_volume(&entries);
    work.take_annotation();
    // A collection goes before the one that it is in.
    let mut collections: Vec<_> =
        entries.iter().filter(|(entry, _)| matches!(entry.what, What::Created | What::Written { .. })).collect();
    collections.sort_by_key(|(entry, _)| std::cmp::Reverse(entry.at.0.len()));
    collections.iter().for_each(|(entry, place)| work.undo(entry, place.as_ref()));
    let plan = plan_back(template, &work.result, work.kept);
    TakenBack { template: work.result, plan, remarks: work.remarks }
}

/// The key of a container's command.
const COMMAND: &str = "command";

struct Work<'a, 's> {
    result: Value<'s>,
    before: &'a Value<'s>,
    recorded: &'a [Entry<'static>],
    purpose: Purpose,
    remarks: Vec<Remark>,
    kept: Vec<Kept>,
}

impl<'s> Work<'_, 's> {
    fn remark(&mut self, at: &Pointer<'static>, kind: RemarkKind) {
        self.remarks.push(Remark { at: at.clone(), kind });
    }

    /// Undoes an entry; `place` is where it is in the template as it was read, if it is there.
    fn undo(&mut self, entry: &Entry<'static>, place: Option<&Pointer<'static>>) {
        let at = &entry.at;
        match (&entry.what, place) {
            (What::Added { digest }, place) => self.take(at, place, *digest),
            (What::Removed { was, said }, _) => self.bring_back(at, was, said),
            (What::Written { said }, None) if merge_of(at).is_some() => self.merge_as_before(at, said),
            (_, None) => self.remark(at, RemarkKind::Missing),
            (What::Replaced { digest, said }, Some(place)) => self.restore_value(at, place, *digest, said),
            (What::Moved { was }, Some(place)) => self.move_back(at, place, was),
            (What::Created, Some(place)) => self.take_if_empty(place),
            (What::Written { said }, Some(place)) => self.write_as_before(place, said),
        }
    }

    fn now<'v>(&'v mut self, place: &Pointer<'static>) -> Option<&'v mut Value<'s>> {
        followed_mut(place, &mut self.result)
    }

    fn restore_value(&mut self, at: &Pointer<'static>, place: &Pointer<'static>, digest: Digest, said: &Said) {
        let Some(value) = self.now(place) else { return };
        if value.digest() != digest {
            return self.hand_edited_value(at, place);
        }
        let Some(original) = said.meaning(false) else { return self.remark(at, RemarkKind::Left) };
        *value = original;
        if let Some(source) = said.source.clone() {
            self.kept.push(Kept { at: place.clone(), how: How::Value { source } });
        }
    }

    /// A value that we had changed and that was changed again.
    fn hand_edited_value(&mut self, at: &Pointer<'static>, place: &Pointer<'static>) {
        if matches!(at.0.last(), Some(Step::Key(key)) if key == COMMAND) {
            let remark = match self.now(&parent(place)) {
                Some(Value::Map(container)) => take_wrapper(container),
                _ => RemarkKind::Left,
            };
            return self.remark(at, remark);
        }
        let recorded = self.recorded;
        let cut = self.now(&parent(place)).and_then(|element| match hand_edit(element, &mounts(recorded, at)) {
            HandEdit::Joined { rest } => Some(rest),
            _ => None,
        });
        match (cut, self.now(place)) {
            (Some(rest), Some(value)) => {
                *value = Value::from(rest);
                self.remark(at, RemarkKind::PiecesCut);
            }
            _ => self.remark(at, RemarkKind::Left),
        }
    }

    /// Takes what we added, as far as it is still ours.
    fn take(&mut self, at: &Pointer<'static>, place: Option<&Pointer<'static>>, digest: Digest) {
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
            return None;
        }
        // Without a name nothing tells one of ours that was edited from one of the person's.
        let Some(index) = index.filter(|_| !has_no_name) else { return Some(RemarkKind::Missing) };
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

    /// A mount of ours whose path someone edited would be left without its volume: it goes too.
    fn take_mounts_without_volume(&mut self, entries: &[(&Entry<'static>, Option<Pointer<'static>>)]) {
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

    fn move_back(&mut self, at: &Pointer<'static>, place: &Pointer<'static>, was: &Neighbour) {
        let (Some(Value::List(list)), Some(Step::Index(index))) = (self.now(&parent(place)), place.0.last()) else {
            return;
        };
        let Some(index) = came_from(list, *index) else { return };
        let to = behind(list, list_key(at), was.after.as_ref()).unwrap_or(index);
        list.move_to(index, to.min(list.len()));
        self.kept.push(Kept { at: place.clone(), how: How::Gap(was.gap) });
    }

    fn bring_back(&mut self, at: &Pointer<'static>, was: &Neighbour, said: &Said) {
        let item = matches!(at.0.last(), Some(Step::Named { .. } | Step::Index(_)));
        let collection_at = by_index(self.before, &parent(at));
        let (Some(value), Some(collection_at)) = (said.meaning(item), collection_at) else {
            return self.remark(at, RemarkKind::Left);
        };
        match (self.now(&collection_at), at.0.last()) {
            (Some(Value::List(list)), _) => {
                let to = behind(list, list_key(at), was.after.as_ref()).unwrap_or(list.len());
                list.insert(to.min(list.len()), value.clone());
            }
            (Some(Value::Map(map)), Some(Step::Key(key))) => map.set(key.clone(), value.clone()),
            _ => return self.remark(at, RemarkKind::Left),
        }
        if let Some(source) = said.source.clone() {
            self.kept.push(Kept { at: collection_at, how: How::Element { value, source, gap: was.gap } });
        }
    }

    fn take_if_empty(&mut self, place: &Pointer<'static>) {
        if let (Some(Value::Map(map)), Some(Step::Key(key))) = (self.now(&parent(place)), place.0.last())
            && map.get(key).is_some_and(Value::is_empty)
        {
            map.remove(key);
        }
    }

    fn write_as_before(&mut self, place: &Pointer<'static>, said: &Said) {
        let Some(value) = self.now(place) else { return };
        match said.meaning(false) {
            // An element of the person's own has come since: then the list stays as it is now.
            Some(original) if original.is_empty() && !value.is_empty() => return,
            Some(original) if original.is_empty() => *value = original,
            Some(original) if original == *value => {}
            None if said.stands_for_another() => {}
            _ => return,
        }
        if let Some(source) = said.source.clone() {
            self.kept.push(Kept { at: place.clone(), how: How::Value { source } });
        }
    }

    /// A merge key has no value of its own: only its text comes back.
    fn merge_as_before(&mut self, at: &Pointer<'static>, said: &Said) {
        let mapping = merge_of(at).and_then(|merge| by_index(self.before, &Pointer(at.0[..merge].to_vec())));
        if let (Some(Pointer(mut steps)), Some(merge), Some(source)) = (mapping, merge_of(at), said.source.clone()) {
            steps.extend_from_slice(&at.0[merge..]);
            self.kept.push(Kept { at: Pointer(steps), how: How::Merge { source } });
        }
    }

    fn take_annotation(&mut self) {
        let annotations = ["metadata", "annotations"]
            .iter()
            .try_fold(&mut self.result, |value, key| value.as_map_mut()?.get_mut(key));
        if let Some(Value::Map(annotations)) = annotations {
            annotations.remove(ANNOTATION);
        }
    }
}

/// The paths of the mounts that were added to the container in which a place is.
fn mounts<'e>(recorded: &'e [Entry<'static>], at: &Pointer<'static>) -> Vec<&'e str> {
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
fn take_wrapper(container: &mut Map<'_>) -> RemarkKind {
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

/// The name of an element that was moved.
fn moved_name<'e>(entry: &'e Entry<'static>) -> Option<&'e str> {
    match (&entry.what, entry.at.0.last()) {
        (What::Moved { .. }, Some(Step::Named { name, .. })) => Some(name),
        _ => None,
    }
}

/// Where several elements of one name were moved, one behind another of them goes back after that one.
fn turn(entry: &Entry<'static>, moved: &HashSet<&str>) -> usize {
    match &entry.what {
        What::Moved { was: Neighbour { after: Some(Step::Named { name, occurrence }), .. } }
            if moved.contains(name.as_ref()) =>
        {
            occurrence + 1
        }
        _ => 0,
    }
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

/// Which step of a place is a merge key, if one is.
fn merge_of(at: &Pointer<'static>) -> Option<usize> {
    at.0.iter().position(|step| matches!(step, Step::Key(key) if key == crate::yaml::MERGED))
}
