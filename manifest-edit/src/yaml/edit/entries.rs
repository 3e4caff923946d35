//! Entries that a mapping gets or loses, in block style and in flow style.

use std::borrow::Cow;

use crate::kubernetes::written_before;
use crate::plan::{Content, Edits, Op, below, edited};
use crate::pointer::Step;
use crate::value::Text;

use super::super::Error;
use super::super::source::MERGED;
use super::super::tree::NodeId;
use super::super::value::value;
use super::Editor;
use super::lines::Leaving;

/// A key that a mapping gets.
pub(super) struct NewEntry<'a, 's> {
    pub(super) key: &'a str,
    pub(super) content: Cow<'a, Content<'s>>,
    /// The index of the entry that it goes before; the number of entries if it goes last.
    pub(super) at: usize,
}

impl<'s> Editor<'_, 's> {
    /// The entries that a mapping with keys of these names gets: new keys, and keys from a merge key that are edited
    /// here.
    pub(super) fn new_entries<'a>(
        &self,
        id: NodeId,
        edits: &Edits<'a, 's>,
        names: &[Option<Text<'s>>],
    ) -> Result<Vec<NewEntry<'a, 's>>, Error> {
        let mut entries: Vec<NewEntry<'a, 's>> = Vec::new();
        for (path, op) in edits {
            let Some(Step::Key(key)) = path.first() else { continue };
            let known = names.iter().flatten().any(|name| name == key);
            if known || entries.iter().any(|entry| entry.key == *key) {
                continue;
            }
            let content = match op {
                Op::Set(content) if path.len() == 1 => Cow::Borrowed(content),
                _ => {
                    let below = below(edits, |step| matches!(step, Step::Key(name) if name == key));
                    let merged = value(self.tree, id)?;
                    match merged.get(key) {
                        Some(_) if leaving(&below) != Leaving::Stays => {
                            return self
                                .refuse(id, format!("{key} comes from a merge key and can't be taken away here"));
                        }
                        Some(merged) => Cow::Owned(Content::new(edited(merged, &below))),
                        None => return self.refuse(id, format!("there is no {key} here to be edited")),
                    }
                }
            };
            entries.push(NewEntry { key, content, at: place_of(key, names) });
        }
        Ok(entries)
    }
}

/// The index of the entry that a new key goes before; the number of entries if it goes last.
fn place_of(key: &str, names: &[Option<Text<'_>>]) -> usize {
    let index = |next| names.iter().position(|name| name.as_deref() == Some(next));
    written_before(key).and_then(index).unwrap_or(names.len())
}

/// How an entry leaves, if it does, with these edits of it and of what is below it.
pub(super) fn leaving(edits: &Edits<'_, '_>) -> Leaving {
    let merged = |op: &Op<'_>| op.content().is_some_and(|content| content.source.as_deref() == Some(MERGED));
    if edits.iter().any(|(path, op)| path.is_empty() && merged(op)) {
        return Leaving::Alone;
    }
    let removed = edits.iter().find_map(|(path, op)| match op {
        Op::Remove { ours } if path.is_empty() => Some(*ours),
        _ => None,
    });
    match removed {
        None => Leaving::Stays,
        Some(true) => Leaving::Alone,
        Some(false) => Leaving::WithComments,
    }
}
