//! What an injection replaced, moved or removed comes back.

use crate::pointer::{Pointer, Step};
use crate::value::{Digest, Value};

use crate::record::data::{Neighbour, Said};

use super::Work;
use super::elements::{COMMAND, mounts, take_wrapper};
use super::judge::{HandEdit, hand_edit};
use super::note::RemarkKind;
use super::places::{behind, by_index, came_from, list_key, parent};
use super::spelled::{How, Kept};

impl<'s> Work<'_, 's> {
    pub(super) fn restore_value(
        &mut self,
        at: &Pointer<'static>,
        place: &Pointer<'static>,
        digest: Digest,
        said: &Said,
    ) {
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

    pub(super) fn move_back(&mut self, at: &Pointer<'static>, place: &Pointer<'static>, was: &Neighbour) {
        let (Some(Value::List(list)), Some(Step::Index(index))) = (self.now(&parent(place)), place.0.last()) else {
            return;
        };
        let Some(index) = came_from(list, *index) else { return };
        let to = behind(list, list_key(at), was.after.as_ref()).unwrap_or(index);
        list.move_to(index, to.min(list.len()));
        self.kept.push(Kept { at: place.clone(), how: How::Gap(was.gap) });
    }

    pub(super) fn bring_back(&mut self, at: &Pointer<'static>, was: &Neighbour, said: &Said) {
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

    pub(super) fn take_if_empty(&mut self, place: &Pointer<'static>) {
        if let (Some(Value::Map(map)), Some(Step::Key(key))) = (self.now(&parent(place)), place.0.last())
            && map.get(key).is_some_and(Value::is_empty)
        {
            map.remove(key);
        }
    }

    pub(super) fn write_as_before(&mut self, place: &Pointer<'static>, said: &Said) {
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
    pub(super) fn merge_as_before(&mut self, at: &Pointer<'static>, said: &Said) {
        let mapping = merge_of(at).and_then(|merge| by_index(self.before, &Pointer(at.0[..merge].to_vec())));
        if let (Some(Pointer(mut steps)), Some(merge), Some(source)) = (mapping, merge_of(at), said.source.clone()) {
            steps.extend_from_slice(&at.0[merge..]);
            self.kept.push(Kept { at: Pointer(steps), how: How::Merge { source } });
        }
    }
}

/// Which step of a place is a merge key, if one is.
pub(super) fn merge_of(at: &Pointer<'static>) -> Option<usize> {
    at.0.iter().position(|step| matches!(step, Step::Key(key) if key == crate::yaml::MERGED))
}
