//! What a record lists is taken back from a template, as far as it is still ours.

mod elements;
mod judge;
mod moved;
mod note;
pub(super) mod places;
mod renamed;
mod spelled;
mod surplus;

use std::collections::HashSet;

use crate::plan::Plan;
use crate::pointer::{Pointer, Step};
use crate::value::Value;

use super::data::{Entry, Neighbour, What};
use super::{ANNOTATION, Purpose, Record};

pub use note::{Remark, RemarkKind};
pub use spelled::removing;

pub(super) use judge::{Command, hand_edited_command, is_our_attribute};

use elements::{is_volume, is_volumes};
use moved::merge_of;
use places::{by_index, followed_mut};
use renamed::with_present_names;
use spelled::{Kept, plan_back};

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
    let recorded = with_present_names(&record.entries, template);
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
    let undo_all = |work: &mut Work<'_, 's>, is_due: fn(&Entry<'static>) -> bool| {
        let due = entries.iter().filter(|(entry, _)| is_due(entry));
        due.for_each(|(entry, place)| work.undo(entry, place.as_ref()));
    };
    undo_all(&mut work, |entry| matches!(entry.what, What::Replaced { .. }));
    undo_all(&mut work, |entry| matches!(entry.what, What::Added { .. }) && !is_volume(&entry.at.0));
    work.take_surplus(|list| !is_volumes(list));
    // Volumes come behind all that may mount them.
    undo_all(&mut work, |entry| matches!(entry.what, What::Added { .. }) && is_volume(&entry.at.0));
    work.take_surplus(is_volumes);
    undo_all(&mut work, |entry| matches!(entry.what, What::Moved { .. }));
    undo_all(&mut work, |entry| matches!(entry.what, What::Removed { .. }));
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

/// A template of which is taken back.
struct Work<'a, 's> {
    result: Value<'s>,
    /// The template as it was read.
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

    /// What has become of a place of the template as it was read.
    fn now<'v>(&'v mut self, place: &Pointer<'static>) -> Option<&'v mut Value<'s>> {
        followed_mut(place, &mut self.result)
    }

    fn take_annotation(&mut self) {
        let annotations = ["metadata", "annotations"]
            .iter()
            .try_fold(&mut self.result, |value, key| value.as_map_mut()?.get_mut(key));
        let Some(Value::Map(annotations)) = annotations else { return };
        let at = Pointer::keys(&["metadata", "annotations", ANNOTATION]);
        // It stood there as a key without a value.
        if self.recorded.iter().any(|entry| entry.at == at) {
            annotations.set(ANNOTATION, Value::Null);
        } else {
            annotations.remove(ANNOTATION);
        }
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
