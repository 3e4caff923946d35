//! What stands more often than it did, by a merge of branches or another such accident: what is as we wrote it goes, and
//! of what was edited beside that is told.

use std::collections::HashMap;

use crate::inject::FIELDS;
use crate::pointer::{Pointer, Step, element_key};
use crate::value::{Digest, List, Value};

use crate::record::Purpose;
use crate::record::data::{Entry, What, name_of};

use super::Work;
use super::elements::mounts;
use super::judge::{HandEdit, hand_edit};
use super::note::RemarkKind;
use super::places::by_index;

/// What a record tells of the elements of one name in a list.
#[derive(Debug, Default)]
struct Known {
    /// How many there were after the injection.
    all: usize,
    /// How many of these it added.
    ours: usize,
    /// What we wrote: elements, and values in the person's.
    digests: Vec<Digest>,
}

impl<'s> Work<'_, 's> {
    /// Takes or tells of what a list has of a name that we gave, beyond what the person had of it.
    pub(super) fn take_surplus(&mut self, of: fn(&[Step<'static>]) -> bool) {
        for (path, names) in known(self.recorded).into_iter().filter(|(path, _)| of(path)) {
            let at = Pointer(path.to_vec());
            let (Some(Step::Key(list_name)), Some(list_at)) = (path.last(), by_index(self.before, &at)) else {
                continue;
            };
            let Some(key) = element_key(list_name) else { continue };
            let told = self.told(&at);
            let Some(Value::List(list)) = self.now(&list_at) else { continue };
            for Surplus { index, as_written } in surplus(list, key, &names, &told) {
                if as_written {
                    if let Some(Value::List(list)) = self.now(&list_at) {
                        list.remove(index);
                    }
                } else {
                    self.judge(&at, &list_at, key, index);
                }
            }
        }
    }

    /// An element more than there were, which is not as we wrote it.
    fn judge(&mut self, at: &Pointer<'static>, list_at: &Pointer<'static>, key: &str, index: usize) {
        let (recorded, before, anew) = (self.recorded, self.before, self.purpose == Purpose::Inject);
        let Some(Value::List(list)) = self.now(list_at) else { return };
        let origin = list.elements().get(index).and_then(|element| element.origin);
        let before = list_at.resolve(before).and_then(Value::as_list);
        let name = before.zip(origin).and_then(|(before, origin)| name_of(before, key, origin as usize));
        let (Some(name), Some(element)) = (name, list.get_mut(index)) else { return };
        let place = at.join(name.into_owned());
        let kind = match hand_edit(element, &mounts(recorded, &place)) {
            HandEdit::Yours => RemarkKind::BecomesYours,
            HandEdit::Joined { rest } if is_theirs(element, &rest) => return,
            HandEdit::Joined { rest } => {
                if rest.is_empty() {
                    list.remove(index);
                } else if let Some(map) = element.as_map_mut() {
                    map.set("value", Value::from(rest));
                }
                RemarkKind::PiecesCut
            }
            // Injection leaves one alone that a person sets.
            HandEdit::Ours if anew && matches!(element.str_at(&["name"]), Some("OTEL_POD_IP" | "OTEL_NODE_IP")) => {
                RemarkKind::BecomesYours
            }
            HandEdit::Ours if anew => {
                list.remove(index);
                RemarkKind::WrittenAnew
            }
            HandEdit::Ours => RemarkKind::Left,
        };
        self.remark(&place, kind);
    }

    /// Where a list had the elements, when it was read, of which is told already that they stay.
    fn told(&self, list: &Pointer<'static>) -> Vec<u32> {
        let stays = [RemarkKind::Left, RemarkKind::Needed, RemarkKind::BecomesYours, RemarkKind::PiecesCut];
        let index = |place: Pointer<'static>| match place.0.last() {
            Some(Step::Index(index)) => u32::try_from(*index).ok(),
            _ => None,
        };
        let told = self.remarks.iter().filter(|remark| {
            stays.contains(&remark.kind) && remark.at.split_last().is_some_and(|(_, path)| path == list.0)
        });
        told.filter_map(|remark| by_index(self.before, &remark.at)).filter_map(index).collect()
    }
}

/// Whether nothing of a joined value is ours: a person's own can have attributes of the names that we give.
fn is_theirs(variable: &Value<'_>, rest: &str) -> bool {
    let value = variable.str_at(&["value"]).unwrap_or_default();
    let refers = FIELDS.iter().any(|(name, _)| value.contains(&format!("$({name})")));
    value == rest || variable.str_at(&["name"]) == Some("OTEL_RESOURCE_ATTRIBUTES") && !refers
}

/// What a record tells of the elements that have a name, list by list.
fn known<'e>(recorded: &'e [Entry<'static>]) -> Vec<(&'e [Step<'static>], HashMap<&'e str, Known>)> {
    let mut lists: Vec<(&[Step<'static>], HashMap<&str, Known>)> = Vec::new();
    for Entry { at, what } in recorded {
        let element = match (what, at.split_last()) {
            (What::Added { .. } | What::Moved { .. }, _) => &at.0[..],
            (What::Replaced { .. }, Some((Step::Key(key), element))) if key == "value" => element,
            _ => continue,
        };
        let [list @ .., Step::Named { name, occurrence }] = element else { continue };
        if lists.last().is_none_or(|(last, _)| *last != list) && lists.iter().all(|(other, _)| *other != list) {
            lists.push((list, HashMap::new()));
        }
        let Some((_, names)) = lists.iter_mut().rfind(|(other, _)| *other == list) else { continue };
        let known = names.entry(name.as_ref()).or_default();
        known.all = known.all.max(*occurrence + 1);
        known.ours += usize::from(matches!(what, What::Added { .. }));
        if let What::Added { digest } | What::Replaced { digest, .. } = what {
            known.digests.push(*digest);
        }
    }
    lists
}

/// An element that is one too many.
struct Surplus {
    index: usize,
    as_written: bool,
}

/// The elements that are too many, from the last to the first; of one name first those that are as we wrote them.
fn surplus(list: &List<'_>, key: &str, names: &HashMap<&str, Known>, told: &[u32]) -> Vec<Surplus> {
    let mut present: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, element) in list.elements().iter().enumerate() {
        let is_told = element.origin.is_some_and(|origin| told.contains(&origin));
        let name = element.value.str_at(&[key]).filter(|name| !is_told && names.contains_key(name));
        name.into_iter().for_each(|name| present.entry(name).or_default().push(index));
    }
    let mut found = Vec::new();
    for (name, indices) in present {
        let Known { all, ours, digests } = &names[name];
        let count = indices.len().saturating_sub(all.saturating_sub(*ours));
        if count == 0 || digests.is_empty() {
            continue;
        }
        let as_written = |index: &usize| {
            let element = list.get(*index);
            let values = [element, element.and_then(|element| element.get("value"))];
            values.into_iter().flatten().any(|value| digests.contains(&value.digest()))
        };
        let (ours, others): (Vec<usize>, Vec<usize>) = indices.into_iter().rev().partition(as_written);
        let judged = ours.into_iter().map(|index| Surplus { index, as_written: true });
        found.extend(judged.chain(others.into_iter().map(|index| Surplus { index, as_written: false })).take(count));
    }
    found.sort_unstable_by_key(|surplus| std::cmp::Reverse(surplus.index));
    found
}
