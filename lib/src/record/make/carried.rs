//! What is only spelled differently and that no comparison of values shows.

use crate::pointer::{Pointer, Step};
use crate::record::data::{Change, Entry, Part, Record, Spelling, by_names};
use crate::value::Value;
use crate::yaml;

use super::recorder::{Original, Recorder};

impl<'s> Recorder<'_, '_, '_, 's> {
    /// A block scalar at the end of a text without a last line end gets another header when something comes behind it.
    pub(super) fn unended_scalar(&mut self, current: &Value<'s>) {
        let Original { tree, template } = self.original;
        let Some((node, at)) = yaml::unended_scalar(tree)
            .and_then(|node| yaml::pointer_to(tree, template, node).ok().map(|at| (node, at)))
        else {
            return;
        };
        self.at = by_names(current, &at);
        if let Some(value) = self.at.resolve(current) {
            let spelling = Spelling { source: Some(self.text(node)), value: Some(value.to_json()) };
            self.push(Change::Respelled { spelling });
        }
    }

    /// What an earlier injection wrote differently without a change of its meaning is still so.
    pub(super) fn carry_over(&mut self, old: Option<&Record<'static>>, after: &Value<'s>) {
        let respelled = |entry: &&Entry<'_>| matches!(entry.change, Change::Respelled { .. });
        for entry in old.iter().flat_map(|old| &old.entries).filter(respelled) {
            let is_same =
                |part: &Part<'_, '_>| matches!(part, Part::Other(mine) if respelled(&mine) && mine.at == entry.at);
            if !self.parts.iter().any(is_same) && still_there(&entry.at, after) && !is_empty_again(entry, after) {
                self.parts.push(Part::Other(entry.clone()));
            }
        }
    }
}

/// Whether a collection that was empty, and was filled once, is empty again: then it is written as it was.
fn is_empty_again(entry: &Entry<'static>, after: &Value<'_>) -> bool {
    let Change::Respelled { spelling } = &entry.change else { return false };
    let was_empty = spelling.meaning(false).is_some_and(|value| value.is_empty());
    was_empty && entry.at.resolve(after).is_some_and(Value::is_empty)
}

/// Whether the place of something that is only written differently is still there. A merge key has no value.
fn still_there(at: &Pointer<'static>, after: &Value<'_>) -> bool {
    let merge = |path: &[Step<'_>]| path.iter().position(|step| matches!(step, Step::Key(key) if key == yaml::MERGED));
    let path = merge(&at.0).map_or(&at.0[..], |merge| &at.0[..merge]);
    crate::pointer::resolve(path, after).is_some()
}
