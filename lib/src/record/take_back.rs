//! What a record lists is taken back from a template, as far as it is still ours.

use crate::plan::{Content, Edit, Op, Plan, difference};
use crate::pointer::{Pointer, Step, element_key, position};
use crate::value::Value;
use crate::yaml;

use super::entry::{Entry, Neighbour, What};
use super::hand_edit::{HandEdit, hand_edit};
use super::places::{behind, by_index, by_origin, list_key, resolve_mut};
use super::remark::{Remark, RemarkKind};
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

/// Takes back what the record lists.
#[must_use]
pub fn take_back<'s>(record: &Record, template: &Value<'s>, purpose: Purpose) -> TakenBack<'s> {
    let mut work = Work { result: template.clone(), before: template, purpose, remarks: Vec::new(), kept: Vec::new() };
    // Values first, while every place is still where the record says; then what was added goes, moved and removed
    // elements come back, and only then can be told what a list holds without us.
    let passes: [fn(&What) -> bool; 5] = [
        |what| matches!(what, What::Replaced { .. }),
        |what| matches!(what, What::Moved { .. }),
        |what| matches!(what, What::Added { .. }),
        |what| matches!(what, What::Removed { .. }),
        |what| matches!(what, What::Created | What::Written { .. }),
    ];
    for (number, pass) in passes.into_iter().enumerate() {
        let entries: Vec<&Entry> = record.entries.iter().filter(|entry| pass(&entry.what)).collect();
        // Occurrences of a name are counted from the front, so the later ones go first; a collection goes before
        // the one that it is in.
        if number >= 2 && number != 3 {
            entries.iter().rev().for_each(|entry| work.undo(entry));
        } else {
            entries.iter().for_each(|entry| work.undo(entry));
        }
        if number == 2 {
            work.take_annotation();
        }
    }
    let plan = work.plan();
    TakenBack { template: work.result, plan, remarks: work.remarks }
}

/// How something that comes back was written.
struct Kept {
    /// Its place in the template as it was read, by indices; of a list where an element comes back.
    at: Option<Pointer<'static>>,
    how: How,
}

enum How {
    Value { source: String },
    Element { value: Value<'static>, source: String, gap: usize },
    Gap(usize),
}

struct Work<'a, 's> {
    result: Value<'s>,
    before: &'a Value<'s>,
    purpose: Purpose,
    remarks: Vec<Remark>,
    kept: Vec<Kept>,
}

impl<'s> Work<'_, 's> {
    fn remark(&mut self, at: &Pointer<'static>, kind: RemarkKind) {
        self.remarks.push(Remark { at: at.clone(), kind });
    }

    fn undo(&mut self, entry: &Entry) {
        let at = &entry.at;
        match &entry.what {
            What::Replaced { digest, source } => self.restore_value(at, digest, source),
            What::Moved { was } => self.move_back(at, was),
            What::Added { digest } => self.take(at, digest),
            What::Removed { was, source } => self.bring_back(at, was, source),
            What::Created => self.take_if_empty(at),
            What::Written { source } => self.write_as_before(at, source),
        }
    }

    /// The parent of a place in the result, and the step to it with a name resolved to an index.
    fn parent<'v>(&'v mut self, at: &Pointer<'static>) -> Option<(&'v mut Value<'s>, Step<'static>)> {
        let (last, path) = at.split_last()?;
        let by = path.last().and_then(|step| match step {
            Step::Key(key) => element_key(key),
            _ => None,
        });
        let parent = resolve_mut(path, &mut self.result)?;
        let step = match last {
            Step::Named { name, occurrence } => Step::Index(position(parent.as_list()?, by?, name, *occurrence)?),
            step => step.clone(),
        };
        Some((parent, step))
    }

    fn place<'v>(&'v mut self, at: &Pointer<'static>) -> Option<&'v mut Value<'s>> {
        resolve_mut(&at.0, &mut self.result)
    }

    fn restore_value(&mut self, at: &Pointer<'static>, digest: &str, source: &str) {
        let kept_at = by_index(self.before, at);
        let Some(value) = self.place(at) else { return self.remark(at, RemarkKind::Missing) };
        if value.digest() != digest {
            return self.hand_edited_value(at);
        }
        let Some(original) = yaml::source_value(source, false) else { return self.remark(at, RemarkKind::Left) };
        *value = original;
        self.kept.push(Kept { at: kept_at, how: How::Value { source: source.to_owned() } });
    }

    /// A value that we had changed and that was changed again.
    fn hand_edited_value(&mut self, at: &Pointer<'static>) {
        let element = Pointer(at.0[..at.0.len().saturating_sub(1)].to_vec());
        let cut = self.place(&element).and_then(|element| match hand_edit(element) {
            HandEdit::Joined { rest } => Some(rest),
            _ => None,
        });
        match (cut, self.place(at)) {
            (Some(rest), Some(value)) => {
                *value = Value::from(rest);
                self.remark(at, RemarkKind::PiecesCut);
            }
            _ => self.remark(at, RemarkKind::Left),
        }
    }

    /// Takes the element of this name that is as we wrote it: the one of the recorded occurrence, or else whichever,
    /// since people sort their lists and delete from them.
    fn take_same(&mut self, at: &Pointer<'static>, digest: &str) -> bool {
        let Some((Step::Named { name, occurrence }, path)) = at.split_last() else { return false };
        let Some(by) = list_key(at) else { return false };
        let Some(Value::List(list)) = resolve_mut(path, &mut self.result) else { return false };
        let same = |index: &usize| {
            list.get(*index).is_some_and(|value| value.str_at(&[by]) == Some(name.as_ref()) && value.digest() == digest)
        };
        let recorded = position(list, by, name, *occurrence).filter(same);
        let Some(index) = recorded.or_else(|| (0..list.len()).rev().find(same)) else { return false };
        list.remove(index);
        true
    }

    fn take(&mut self, at: &Pointer<'static>, digest: &str) {
        let anew = self.purpose == Purpose::Inject;
        if self.take_same(at, digest) {
            return;
        }
        let Some((parent, step)) = self.parent(at) else { return self.remark(at, RemarkKind::Missing) };
        let mut remark = None;
        match (parent, step) {
            (Value::List(list), Step::Index(index)) => {
                let Some(element) = list.get_mut(index) else { return };
                match hand_edit(element) {
                    HandEdit::Yours => remark = Some(RemarkKind::BecomesYours),
                    HandEdit::Joined { rest } => {
                        remark = Some(RemarkKind::PiecesCut);
                        if rest.is_empty() {
                            list.remove(index);
                        } else if let Some(map) = element.as_map_mut() {
                            map.set("value", Value::from(rest));
                        }
                    }
                    HandEdit::Ours if anew => {
                        remark = Some(RemarkKind::WrittenAnew);
                        list.remove(index);
                    }
                    HandEdit::Ours => remark = Some(RemarkKind::Left),
                }
            }
            (Value::Map(map), Step::Key(key)) => match map.get(&key) {
                Some(value) if value.digest() == digest => {
                    map.remove(&key);
                }
                Some(_) => remark = Some(RemarkKind::BecomesYours),
                None => remark = Some(RemarkKind::Missing),
            },
            _ => remark = Some(RemarkKind::Missing),
        }
        if let Some(kind) = remark {
            self.remark(at, kind);
        }
    }

    fn move_back(&mut self, at: &Pointer<'static>, was: &Neighbour) {
        let kept_at = by_index(self.before, at);
        let gap = was.gap;
        let Some((Value::List(list), Step::Index(index))) = self.parent(at) else {
            return self.remark(at, RemarkKind::Missing);
        };
        let to = behind(list, list_key(at), was.after.as_ref()).unwrap_or(index);
        list.move_to(index, to.min(list.len()));
        self.kept.push(Kept { at: kept_at, how: How::Gap(gap) });
    }

    fn bring_back(&mut self, at: &Pointer<'static>, was: &Neighbour, source: &str) {
        let list_at = Pointer(at.0[..at.0.len().saturating_sub(1)].to_vec());
        let kept_at = by_index(self.before, &list_at);
        let item = matches!(at.0.last(), Some(Step::Named { .. } | Step::Index(_)));
        let (Some(value), Some(parent)) = (yaml::source_value(source, item), self.place(&list_at)) else {
            return self.remark(at, RemarkKind::Left);
        };
        match (parent, at.0.last()) {
            (Value::List(list), _) => {
                let to = behind(list, list_key(at), was.after.as_ref()).unwrap_or(list.len());
                list.insert(to.min(list.len()), value.clone());
            }
            (Value::Map(map), Some(Step::Key(key))) => map.set(key.clone(), value.clone()),
            _ => return self.remark(at, RemarkKind::Left),
        }
        self.kept.push(Kept { at: kept_at, how: How::Element { value, source: source.to_owned(), gap: was.gap } });
    }

    fn take_if_empty(&mut self, at: &Pointer<'static>) {
        if let Some((Value::Map(map), Step::Key(key))) = self.parent(at)
            && map.get(&key).is_some_and(Value::is_empty)
        {
            map.remove(&key);
        }
    }

    fn write_as_before(&mut self, at: &Pointer<'static>, source: &str) {
        let kept_at = by_index(self.before, at);
        let Some(value) = self.place(at) else { return self.remark(at, RemarkKind::Missing) };
        let stands_for_another = source == yaml::MERGED || source.trim_start().starts_with('*');
        if !stands_for_another {
            match yaml::source_value(source, false) {
                // An element of the person's own has come since: then the list stays as it is now.
                Some(original) if original.is_empty() && !value.is_empty() => return,
                Some(original) if original.is_empty() => *value = original,
                Some(original) if original == *value => {}
                _ => return,
            }
        }
        self.kept.push(Kept { at: kept_at, how: How::Value { source: source.to_owned() } });
    }

    fn take_annotation(&mut self) {
        let annotations = ["metadata", "annotations"]
            .iter()
            .try_fold(&mut self.result, |value, key| value.as_map_mut()?.get_mut(key));
        if let Some(Value::Map(annotations)) = annotations {
            annotations.remove(ANNOTATION);
        }
    }

    /// The difference, with what comes back written as it was.
    fn plan(&mut self) -> Plan<'s> {
        let mut plan = difference(self.before, &self.result);
        for edit in &mut plan.edits {
            if let Op::Remove { ours } = &mut edit.op {
                *ours = true;
            }
        }
        for Kept { at, how } in std::mem::take(&mut self.kept) {
            let Some(at) = at else { continue };
            match how {
                How::Value { source } => {
                    let Some(value) = by_origin(&at, self.before, &self.result) else { continue };
                    plan.edits.retain(|edit| !edit.at.0.starts_with(&at.0));
                    let content = Content { value: value.clone(), source: Some(source), gap: None };
                    plan.edits.push(Edit { at, op: Op::Replace(content) });
                }
                How::Element { value, source, gap } => {
                    let same = |edit: &&mut Edit<'s>| {
                        let list = edit.at.0.split_last().is_some_and(|(_, path)| path == at.0);
                        list && matches!(&edit.op, Op::Insert(content) if content.value == value && content.source.is_none())
                    };
                    if let Some(Edit { op: Op::Insert(content), .. }) = plan.edits.iter_mut().find(same) {
                        content.source = Some(source);
                        content.gap = Some(gap);
                    }
                }
                How::Gap(lines) => {
                    for edit in plan.edits.iter_mut().filter(|edit| edit.at == at) {
                        if let Op::Move { gap, .. } = &mut edit.op {
                            *gap = Some(lines);
                        }
                    }
                }
            }
        }
        plan
    }
}
